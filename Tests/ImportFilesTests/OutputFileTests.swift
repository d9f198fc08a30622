import Compression
import ImportFiles
import Testing
import TestSupport

/// A file of an import folder while it is written.
@Suite struct OutputFileTests {
  @Test func `pieces of any size stand in the file one behind the other`() throws {
    let folder = try TemporaryFolder()
    let file = try OutputFile(path: folder.path(of: "out"))
    let pieces = [3, 1 << 18, 0, (1 << 18) + 1, 7, 5 << 20].enumerated().map { index, count in
      [UInt8](repeating: UInt8(index), count: count)
    }
    for piece in pieces { try file.write(piece) }
    let digest = try file.finish()
    #expect(folder.read("out") == Array(pieces.joined()))
    #expect(file.bytes == UInt64(pieces.joined().count))
    #expect(digest == (try FileSource.summary(of: folder.path(of: "out")).sha256))
  }
}
