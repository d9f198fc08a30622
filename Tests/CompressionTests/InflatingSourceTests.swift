import Foundation
import Testing

@testable import Compression

@Suite struct InflatingSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [[], [0x1f], [0x8b, 0x1f], [0x1f, 0x8a, 0], Array("plain text".utf8)] as [[UInt8]])
  func `what does not begin as gzip passes through`(bytes: [UInt8]) throws {
    let path = try folder.write(bytes)
    for size in 1...4 {
      #expect(try decode(path, inputBytes: size, outputBytes: size) == Outcome(bytes: bytes))
    }
    let source = InflatingSource(try FileSource(path: path))
    #expect(try readOnce(source, upTo: 100) == bytes)
    #expect(!source.isGzip)
  }

  @Test func `a long plain file passes through`() throws {
    let bytes = sampleBytes(10_000)
    let path = try folder.write(bytes)
    for (input, output) in [(1, 999), (2, 1), (4096, 4096), (100, 20_000), (20_000, 100)] {
      #expect(try decode(path, inputBytes: input, outputBytes: output) == Outcome(bytes: bytes))
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `members of all sizes come back whole through buffers of all sizes`(library: InflatingLibrary) throws {
    for count in [0, 1, 2, 7, 8, 9, 63, 64, 65, 257, 258, 259, 600] {
      let bytes = sampleBytes(count)
      for level: Int32 in [0, 1, 9] {
        let path = try folder.write(GzipWriter.gzip(bytes, level: level))
        for input in [1, 2, 3, 7, 8, 9, 17, 64, 1024] {
          for output in [1, 2, 3, 8, 64, 1024] {
            let outcome = try decode(path, inputBytes: input, outputBytes: output, library: library)
            #expect(outcome == Outcome(bytes: bytes), "\(count) bytes at level \(level), \(input) in, \(output) out")
          }
        }
      }
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `members longer than the window come back whole`(library: InflatingLibrary) throws {
    for count in [32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 300_000] {
      let bytes = sampleBytes(count)
      for level: Int32 in [0, 6] {
        let path = try folder.write(GzipWriter.gzip(bytes, level: level))
        for (input, output) in [(53, 65_536), (4096, 1009), (4096, 32_768), (65_536, 32_769), (1 << 20, 1 << 20)] {
          let outcome = try decode(path, inputBytes: input, outputBytes: output, library: library)
          #expect(outcome == Outcome(bytes: bytes), "\(count) bytes at level \(level), \(input) in, \(output) out")
        }
      }
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `bytes that repeat inflate to far more than the buffers hold`(library: InflatingLibrary) throws {
    let bytes = [UInt8](repeating: 0x61, count: 500_000)
    let path = try folder.write(GzipWriter.gzip(bytes))
    for (input, output) in [(1, 70_000), (1 << 20, 1009), (3, 100_000)] {
      #expect(try decode(path, inputBytes: input, outputBytes: output, library: library) == Outcome(bytes: bytes))
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `concatenated members read as one stream`(library: InflatingLibrary) throws {
    let parts = [hello, [], sampleBytes(500), [], [0], sampleBytes(90, seed: 7)]
    let members = zip(parts, [6, 6, 0, 0, 9, 1] as [Int32]).map { GzipWriter.gzip($0, level: $1) }
    let path = try folder.write(Array(members.joined()))
    for input in [1, 2, 3, 5, 8, 13, 30, 64, 4096] {
      for output in [1, 2, 7, 500, 4096] {
        let outcome = try decode(path, inputBytes: input, outputBytes: output, library: library)
        #expect(outcome == Outcome(bytes: Array(parts.joined())), "\(input) in, \(output) out")
      }
    }
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `an empty member is an empty stream and gzip all the same`(library: InflatingLibrary) throws {
    let source = InflatingSource(try FileSource(path: try folder.write(GzipWriter.gzip([]))), library: library)
    #expect(try readOnce(source, upTo: 10) == [])
    #expect(try readOnce(source, upTo: 10) == [])
    #expect(source.isGzip)
  }

  @Test(arguments: InflatingLibrary.allCases)
  func `the optional fields of a header are skipped`(library: InflatingLibrary) throws {
    for checksum: [UInt8] in [[], headerChecksum] {
      let path = try folder.write(fullHeader(checksum) + helloMember.dropFirst(10))
      for input in [1, 2, 5, 100] {
        #expect(try decode(path, inputBytes: input, library: library) == Outcome(bytes: hello))
      }
    }
  }

  @Test func `a wrong checksum of the header is damage to the header`() throws {
    let wrong = [headerChecksum[0] ^ 1, headerChecksum[1]]
    #expect(try decode(try folder.write(fullHeader(wrong) + helloMember.dropFirst(10))).damage == .header)
  }

  @Test func `the digest is of the compressed bytes`() throws {
    let file = try FileSource(path: try folder.write(helloMember), digest: true)
    let source = InflatingSource(file)
    #expect(try readOnce(source, upTo: 100) == hello)
    #expect(try readOnce(source, upTo: 100) == [])
    #expect(source.file.bytesRead == 25)
    #expect(source.file.sha256 == "f901eda57fd86d4239806fd4b76f64036c1c20711267a7bc776ab2aa45069b2a")
  }

  @Test(.timeLimit(.minutes(1))) func `what is in a pipe is decoded without waiting for more`() throws {
    let path = folder.path(of: "fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let writer = open(path, O_RDWR)
    defer { close(writer) }
    #expect(write(writer, helloMember, helloMember.count) == helloMember.count)
    // The writer's end stays open: a read that asked for more than there is would not come back.
    #expect(try readOnce(InflatingSource(try FileSource(path: path)), upTo: 1000) == hello)
  }

  /// A header with all optional fields, ending with the bytes of `checksum`, which it announces if
  /// there are any.
  private func fullHeader(_ checksum: [UInt8]) -> [UInt8] {
    let extra: [UInt8] = [5, 0] + Array("extra".utf8)
    let texts = Array("name\0and comment\0".utf8)
    return [0x1f, 0x8b, 8, checksum.isEmpty ? 0x1d : 0x1f, 1, 2, 3, 4, 0, 3] + extra + texts + checksum
  }

  /// The checksum of the full header that announces it.
  private let headerChecksum: [UInt8] = [0x61, 0x81]
}
