import Testing
import TestSupport

@testable import Merge

/// The file that holds the objects which a run keeps.
@Suite struct SpillFileTests {
  @Test func `pieces of any size are read back where they were appended`() throws {
    let folder = try TemporaryFolder()
    let file = try SpillFile(folder: folder.path)
    let pieces = [3, 1 << 20, 0, (1 << 20) + 1, 7, 5 << 20, 1 << 19, 1 << 19, 1].enumerated().map { index, count in
      [UInt8](repeating: UInt8(index), count: count)
    }
    var places: [UInt64] = []
    for piece in pieces {
      places.append(file.count)
      try file.append(piece.span)
    }
    for (piece, place) in zip(pieces, places) {
      #expect(try file.bytes(piece.count, at: place) == piece)
    }
  }
}
