import TestSupport
import Testing

@testable import Merge

/// However many threads walk over the documents of a backup, and wherever their batches end, the plan is the same.
@Suite struct DocumentPipelineTests {
  private static let tables = ["Message", "Note"]

  /// Two tables whose documents take turns in the backup. Every seventh object is deleted, every eleventh of the others
  /// has changed, and some are new.
  private func world(longest: Int) throws -> World {
    let text = { (number: Int) in String(repeating: "x", count: number % 997 == 0 ? longest : number % 300) }
    let stored = (0..<2000).map { World.stored("k\($0)", text: text($0)) }
    let exported = { (table: String) in
      (0..<2050).filter { $0 % 7 != 0 }.map { number in
        let isChanged = number % 11 == 0
        return World.exported(
          "k\(number)",
          table: table,
          version: isChanged ? 2 : 1,
          text: isChanged ? "new" : text(number)
        )
      }
    }
    let files = Self.tables.map { ("\($0).json", World.array(exported($0))) }
    let world = try World(backup: [], export: Dictionary(uniqueKeysWithValues: files))
    let collections = Self.tables.map { ArchiveWriter.Collection($0, stored) }
    try world.replaceBackup(ArchiveWriter.archive(collections, slice: 450))
    return world
  }

  // A text of 200,000 bytes is too large for a batch.
  @Test(arguments: [100, 200_000]) func `threads change nothing`(longest: Int) throws {
    let world = try world(longest: longest)
    let figures: [Status: Int] = [.deleted: 286, .modified: 156, .unchanged: 1558, .diverged: 0, .created: 43]
    let deleted = Set(Self.tables.flatMap { table in (0..<2000).filter { $0 % 7 == 0 }.map { "/db/\(table)/k\($0)" } })
    for threads in [1, 2, 2, 3, 3] {
      let plan = try world.plan { $0.threads = threads }
      for table in Self.tables { #expect(try plan.table(table).figures.statuses == figures) }
      #expect(try Set(plan.recoveredIDs()) == deleted)
    }
  }
}
