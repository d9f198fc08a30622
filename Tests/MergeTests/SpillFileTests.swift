import TestSupport
import Testing
import Values

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

  @Test func `objects are read many at a time as they are one by one, in any order`() throws {
    let folder = try TemporaryFolder()
    let file = try SpillFile(folder: folder.path)
    var random = SeededGenerator(seed: 5)
    var entries: [SpillEntry] = []
    var offsets: [UInt64] = []
    for number in 0..<400 {
      let size = number % 97 == 0 ? 200_000 : Int.random(in: 0...2000, using: &random)
      let document = [UInt8](repeating: UInt8(number & 0xFF), count: size)
      let evidence = Evidence(version: Int64(number), createdAt: nil, updatedAt: nil)
      entries.append(try file.append(document.span, evidence: evidence, offset: UInt64(number), backup: 0))
      offsets.append(UInt64(number))
    }
    for order in [Array(entries.indices), entries.indices.reversed(), entries.indices.shuffled(using: &random)] {
      var reader = SpillReader(file)
      for number in order {
        let (whole, one) = (try reader.object(at: entries[number]), try file.object(at: entries[number]))
        #expect(whole.header.offset == offsets[number] && whole.evidence.version == Int64(number))
        #expect(whole.document == one.document)
      }
    }
  }
}
