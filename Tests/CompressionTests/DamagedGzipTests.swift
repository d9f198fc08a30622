import Foundation
import Testing

@testable import Compression

@Suite struct DamagedGzipTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `every truncation is noticed`(library: InflatingLibrary) throws {
    let first = GzipWriter.gzip(sampleBytes(150), level: 9)
    let second = GzipWriter.gzip(sampleBytes(90, seed: 2), level: 0)
    let both = first + second
    for count in 2..<both.count where count != first.count {
      let path = try folder.write(Array(both.prefix(count)))
      for (input, output) in [(1, 1), (7, 64), (4096, 4096)] {
        let outcome = try decode(path, inputBytes: input, outputBytes: output, library: library)
        let expected = CompressionError.damagedGzip(path: path, offset: UInt64(count), cause: .cutShort)
        #expect(outcome.error == expected, "\(count) of \(both.count) bytes, \(input) in, \(output) out")
        #expect((sampleBytes(150) + sampleBytes(90, seed: 2)).starts(with: outcome.bytes))
      }
    }
  }

  @Test func `a file cut before its second byte passes through`() throws {
    #expect(try decode(try folder.write([])) == Outcome())
    #expect(try decode(try folder.write([0x1f])) == Outcome(bytes: [0x1f]))
  }

  @Test(arguments: InflatingLibrary.allCases, [0, 1, 9] as [Int32])
  func `every flipped bit is noticed or without effect`(library: InflatingLibrary, level: Int32) throws {
    let bytes = sampleBytes(120)
    let member = GzipWriter.gzip(bytes, level: level)
    for index in member.indices {
      for bit in 0..<8 {
        var flipped = member
        flipped[index] ^= 1 << UInt8(bit)
        let path = try folder.write(flipped)
        let outcome = try decode(path, inputBytes: bit == 0 ? 1 : 4096, library: library)
        if index < 2 {
          #expect(outcome == Outcome(bytes: flipped), "byte \(index), bit \(bit)")
        } else if let damage = outcome.damage {
          expect(damage, at: index, of: member.count, bit: bit)
        } else {
          #expect(outcome == Outcome(bytes: bytes), "byte \(index), bit \(bit)")
        }
      }
    }
  }

  /// Expects `damage` to be what a flipped bit can cause, where there is no doubt.
  private func expect(_ damage: GzipDamage, at index: Int, of count: Int, bit: Int) {
    switch index {
    case 2: #expect(damage == .header)
    case 3 where bit >= 5: #expect(damage == .header)
    case (count - 8)..<(count - 4): #expect(damage == .checksum)
    case (count - 4)..<count: #expect(damage == .length)
    default: break
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `what follows the last member is noticed behind all good bytes`(library: InflatingLibrary) throws {
    for rest: [UInt8] in [[0], [0, 0, 0, 0], Array("rest".utf8), [0x1f, 0x8c], [0x8b]] {
      let path = try folder.write(helloMember + helloMember + rest)
      let error = CompressionError.damagedGzip(path: path, offset: 50, cause: .trailingBytes)
      for input in [1, 2, 25, 26, 100] {
        let outcome = try decode(path, inputBytes: input, library: library)
        #expect(outcome == Outcome(bytes: hello + hello, error: error), "\(rest), \(input) in")
      }
    }
    let path = try folder.write(helloMember + [0x1f])
    #expect(try decode(path, library: library).damage == .cutShort)
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `a broken block is noticed and named every time`(library: InflatingLibrary) throws {
    // A block of the reserved type, behind a good stored block.
    let stored: [UInt8] = [0x00, 5, 0, 0xfa, 0xff] + hello
    let bytes = Array(helloMember[..<10]) + stored + [0x07] + [UInt8](repeating: 0, count: 40)
    let path = try folder.write(bytes)
    #expect(try decode(path, library: library).bytes == hello)
    let source = InflatingSource(try FileSource(path: path), library: library)
    #expect(try readOnce(source, upTo: 100) == hello)
    for _ in 0..<3 {
      let error = #expect(throws: CompressionError.self) { try readOnce(source, upTo: 100) }
      #expect(Outcome(error: error).damage == .data)
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `a distance back to before the member is noticed`(library: InflatingLibrary) throws {
    // Fixed Huffman codes: the literal "h", then length 3 at distance 2. What an earlier member left
    // in the window must not be reached.
    let data: [UInt8] = [0xcb, 0x00, 0x42, 0x00, 0x00]
    let bytes = helloMember + Array(helloMember[..<10]) + data + [UInt8](repeating: 0, count: 20)
    let path = try folder.write(bytes)
    #expect(try decode(path, library: library).damage == .data)
  }

  @Test(
    arguments: InflatingLibrary.allCases,
    [
      // ISA-L says that it took one byte more than there are: a code that stands for nothing, and a distance
      // back to before the member, both a few bytes before the end.
      "H4sIAAAAAAAC/ytKTf///3+KjyPKj8rTTh4AcGrMXoACAAA=",
      "H4sIAAAAAAAA/8t9NLMxnYGBQSA5Py+5tKgoNa8kPjk/Jyc1uSQzP6+YgQUox1SWWlQM5IE5BnqGDEzFqUVAsXiYODtQ3ETPQM/IgoGpJD8/By7B"
        + "AZQwNDDQs9Rt4pmBM2Fg+A8EAFLJhqBvAAAA",
    ]
  )
  func `damage near the end of the input is noticed within the file`(library: InflatingLibrary, base64: String) throws {
    let bytes = Array(try #require(Data(base64Encoded: base64)))
    let path = try folder.write(bytes)
    for (input, output) in [(4096, 4096), (1, 1), (7, 3), (4096, 1)] {
      let outcome = try decode(path, inputBytes: input, outputBytes: output, library: library)
      guard case .damagedGzip(_, let offset, .data)? = outcome.error else {
        Issue.record("\(outcome)")
        continue
      }
      #expect(offset <= UInt64(bytes.count))
    }
  }

  @Test func `another method than deflate is damage to the header`() throws {
    var member = helloMember
    member[2] = 7
    let path = try folder.write(helloMember + member)
    let error = CompressionError.damagedGzip(path: path, offset: 28, cause: .header)
    #expect(try decode(path) == Outcome(bytes: hello, error: error))
  }
}
