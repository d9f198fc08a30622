import Crypto
import Foundation
import TestSupport
import Testing

@testable import Compression

@Suite struct FileDigestTests {
  private func expected(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

  /// Pieces of all sizes, some of them empty, more than are kept at a time.
  private func pieces() -> [[UInt8]] {
    var random = SeededGenerator(seed: 31)
    let sizes = [0, 1, 63, 64, 65, 1000, 1 << 16, 1 << 18]
    return (0..<60).map { number in
      [UInt8](repeating: UInt8(number), count: sizes.randomElement(using: &random) ?? 0)
    }
  }

  @Test func `pieces count in their order, whether they are kept or not`() {
    let pieces = pieces()
    for kept in [[true], [false], [true, false], [true, true, true, false]] {
      let digest = FileDigest()
      for (number, piece) in pieces.enumerated() {
        if kept[number % kept.count] { digest.add(piece.span) } else { digest.take(piece.span) }
        if number % 7 == 0 { digest.takeWaiting() }
      }
      #expect(Array(digest.value()) == expected(pieces.flatMap { $0 }), "\(kept)")
    }
  }

  @Test func `the digest of what was read so far can be had in between`() {
    let digest = FileDigest()
    digest.add([1, 2].span)
    #expect(Array(digest.value()) == expected([1, 2]))
    digest.add([3].span)
    #expect(Array(digest.value()) == expected([1, 2, 3]))
  }

  @Test func `two threads take what one of them reads`() async {
    let pieces = pieces()
    let digest = FileDigest()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for piece in pieces { digest.add(piece.span) } }
      group.addTask { for _ in 0..<200 { digest.takeWaiting() } }
    }
    #expect(Array(digest.value()) == expected(pieces.flatMap { $0 }))
  }

  @Test(arguments: [true, false]) func `a file that is read in the background has its digest`(isGzip: Bool) throws {
    let folder = try TemporaryFolder()
    let text = pieces().flatMap { $0 }
    let bytes = isGzip ? GzipWriter.gzip(text) : text
    let path = try folder.write(bytes)
    for (chunkBytes, pauses) in [(1 << 20, false), (1 << 16, true), (1000, false)] {
      let source = InflatingSource(try FileSource(path: path, digest: true))
      let reader = BackgroundReader(source, chunkBytes: chunkBytes, chunks: 3)
      var count = 0
      while let chunk = try reader.next() {
        count += chunk.count
        if pauses { usleep(100) }
      }
      #expect(count == text.count)
      #expect(source.file.sha256 == expected(bytes).map { String(format: "%02x", $0) }.joined())
    }
  }
}
