import Testing

@testable import Compression

@Suite struct GzipWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `the header tells neither time nor name nor system`() {
    let member = GzipWriter.gzip(hello)
    #expect(Array(member.prefix(10)) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
    #expect(GzipWriter.gzip(hello) == member)
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000], [0, 6] as [Int32])
  func `what it writes reads back`(count: Int, level: Int32) throws {
    let bytes = sampleBytes(count)
    #expect(try decode(try folder.write(GzipWriter.gzip(bytes, level: level))) == Outcome(bytes: bytes))
  }

  @Test func `pieces make the same member as the whole`() {
    let bytes = sampleBytes(150_000)
    let writer = GzipWriter(level: 1)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 70_001) {
      writer.append(Array(bytes[start..<min(start + 70_001, bytes.count)]), into: &output)
    }
    writer.append([], into: &output)
    writer.finish(into: &output)
    #expect(output == GzipWriter.gzip(bytes, level: 1))
  }
}
