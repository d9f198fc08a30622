import TestSupport
import Testing

@testable import Archive

@Suite struct CRC64Tests {
  @Test(
    arguments: [
      ("", 0), ("123456789", 0x995D_C9BB_DF19_39FA), ("a", 0x3302_8477_2E65_2B05),
      ("The quick brown fox jumps over the lazy dog", 0x5B5E_B8C2_E54A_A1C4),
    ] as [(String, UInt64)]
  )
  func `the checksum is the one of xz`(text: String, value: UInt64) {
    #expect(checksum([Array(text.utf8)]) == value)
    #expect(ArchiveWriter.crc64(Array(text.utf8)) == value)
  }

  @Test func `nothing more changes nothing`() {
    var checksum = CRC64()
    checksum.update(Span())
    #expect(checksum == CRC64())
    checksum.update([0x61 as UInt8].span)
    let value = checksum.value
    checksum.update(Span())
    #expect(checksum.value == value)
  }

  @Test func `eight bytes at a time give what bit by bit gives, from each alignment`() {
    var generator = SeededGenerator(seed: 64)
    let bytes = (0..<64).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    for start in 0..<8 {
      for count in 0...(bytes.count - start) {
        let expected = ArchiveWriter.crc64(Array(bytes[start..<(start + count)]))
        let sliced = ~CRC64.update(~0, bytes.span.extracting(start..<(start + count)))
        #expect(sliced == expected, "\(count) bytes from \(start)")
      }
    }
  }

  @Test func `parts give what the whole gives`() {
    var generator = SeededGenerator(seed: 65)
    let bytes = (0..<40).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let expected = ArchiveWriter.crc64(bytes)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        let parts = [bytes[..<first], bytes[first..<second], bytes[second...]].map(Array.init)
        #expect(checksum(parts) == expected, "cut at \(first) and \(second)")
      }
    }
  }

  @Test func `one bit more or less gives another checksum`() {
    var bytes = [UInt8](repeating: 0, count: 24)
    var seen: Set<UInt64> = [checksum([bytes])]
    for place in bytes.indices {
      for bit in 0..<8 {
        bytes[place] ^= 1 << UInt8(bit)
        #expect(seen.insert(checksum([bytes])).inserted, "bit \(bit) of byte \(place)")
        bytes[place] ^= 1 << UInt8(bit)
      }
    }
  }

  private func checksum(_ parts: [[UInt8]]) -> UInt64 {
    var checksum = CRC64()
    for part in parts { checksum.update(part.span) }
    return checksum.value
  }
}
