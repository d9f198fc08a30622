import CScan
import TestSupport
import Testing

/// The scan by 16 bytes and its twin by 8 find the same place, wherever the text begins.
@Suite struct PlainEndTests {
  private typealias Scan = (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt32>) -> Int

  private func scan(_ text: [UInt8], from start: Int, by scan: Scan) -> (end: Int, isASCII: Bool) {
    var seen: UInt32 = 0
    let end = text.withUnsafeBufferPointer { bytes in bytes.baseAddress.map { scan($0, start, &seen) } ?? -1 }
    return (end, seen == 0)
  }

  @Test func `both scans agree with a look at each byte`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let length = Int.random(in: 0...70, using: &random)
      let special: [UInt8] = [0x22, 0x5C, 0x00, 0x1F, 0x20, 0x7F, 0x80, 0xFF, 0x21, 0x23, 0x5B, 0x5D]
      let text = (0..<length).map { _ in
        Int.random(in: 0..<20, using: &random) == 0
          ? special.randomElement(using: &random) ?? 0 : UInt8.random(in: 0x30...0x50, using: &random)
      }
      let padded = text + [UInt8](repeating: 0, count: 16)
      for start in 0...min(length, 17) {
        let end = padded[start...].firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? -1
        let isASCII = padded[start..<max(start, end)].allSatisfy { $0 < 0x80 }
        #expect(scan(padded, from: start, by: { regraft_plain_end($0, $1, $2) }) == (end, isASCII))
        #expect(scan(padded, from: start, by: { regraft_plain_end_words($0, $1, $2) }) == (end, isASCII))
      }
    }
  }
}
