import Foundation
import TestSupport
import Testing

@testable import Merge

@Suite struct SeveralBackupsTests {
  private let folder: TemporaryFolder
  private let export: String

  init() throws {
    folder = try TemporaryFolder()
    export = folder.path(of: "export")
  }

  private func backup(_ name: String, _ documents: [Document], table: String = "Message") throws -> String {
    try folder.write(ArchiveWriter.archive([.init(table, documents)]), to: name)
  }

  private func export(_ objects: [String], table: String = "Message") throws {
    try folder.write(World.array(objects), to: "export/\(table).json")
  }

  private func plan(_ backups: [String], _ change: (inout PlanOptions) -> Void = { _ in }) throws(MergeError) -> Plan {
    var options = PlanOptions(backups: backups, current: [export])
    options.temporaryFolder = folder.path
    options.selection.allDeleted = true
    change(&options)
    return try Planner(options).plan()
  }

  /// Three days: `a` is deleted on the first, `b` after the second, `c` after the third, `d` stays.
  private func days() throws -> [String] {
    try export([World.exported("d", version: 3, text: "new")])
    return [
      try backup("2021-05-01Z.dump", [World.stored("a"), World.stored("b"), World.stored("c"), World.stored("d")]),
      try backup(
        "2021-05-02Z.dump",
        [World.stored("b", version: 2), World.stored("c"), World.stored("d", version: 2)]
      ),
      try backup("2021-05-03Z.dump", [World.stored("c", version: 2), World.stored("d", version: 2)]),
    ]
  }

  @Test func `each deleted object has the newest state that any backup holds`() throws {
    let plan = try plan(days().shuffled())
    let texts = try plan.recoveredTexts()
    #expect(texts.map { $0.contains(#""version":2"#) } == [false, true, true])
    #expect(try plan.recoveredIDs() == ["/db/Message/a", "/db/Message/b", "/db/Message/c"])
    let figures = try plan.table("Message").figures
    #expect(figures.backup == 4 && figures.statuses?[.deleted] == 3 && figures.statuses?[.modified] == 1)
    #expect(
      try plan.sources(of: plan.table("Message")) == [
        RecoverySource(lastSeen: "2021-05-03Z.dump", firstMissing: nil, objects: 1),
        RecoverySource(lastSeen: "2021-05-02Z.dump", firstMissing: "2021-05-03Z.dump", objects: 1),
        RecoverySource(lastSeen: "2021-05-01Z.dump", firstMissing: "2021-05-02Z.dump", objects: 1),
      ]
    )
    #expect(plan.backups.map(\.name) == ["2021-05-03Z.dump", "2021-05-02Z.dump", "2021-05-01Z.dump"])
  }

  @Test func `without dates in all names the last one is the newest`() throws {
    try export([World.exported("x")])
    let old = try backup("mon", [World.stored("a"), World.stored("x")])
    let new = try backup("tue-2021-01-01", [World.stored("a", version: 2), World.stored("x")])
    #expect(try plan([old, new]).recoveredTexts()[0].contains(#""version":2"#))
    #expect(throws: MergeError.wrongOrder(newer: old, older: new, id: "/db/Message/a")) { try plan([new, old]) }
  }

  @Test func `a wrong order is noticed at objects that are there too`() throws {
    try export([World.exported("a", version: 9, text: "new")])
    let old = try backup("old", [World.stored("a")])
    let new = try backup("new", [World.stored("a", version: 2)])
    #expect(throws: MergeError.wrongOrder(newer: old, older: new, id: "/db/Message/a")) { try plan([new, old]) }
    #expect(try plan([old, new]).count(.modified) == 1)
  }

  @Test func `an object that was made again under its id breaks no order`() throws {
    try export([World.exported("x")])
    let old = try backup("old", [World.stored("a", version: 9), World.stored("x")])
    let new = try backup("new", [World.stored("a", version: 1, createdDay: 5), World.stored("x")])
    #expect(try plan([old, new]) { $0.lifted.olderExportOfRun = true }.recoveredIDs() == ["/db/Message/a"])
  }

  @Test func `an id that stands twice in one backup is told, in two backups it is not`() throws {
    try export([World.exported("x")])
    let old = try backup(
      "old",
      [World.stored("a"), World.stored("a"), World.stored("x"), World.stored("b"), World.stored("b")]
    )
    let new = try backup("new", [World.stored("a"), World.stored("x"), World.stored("x")])
    let plan = try plan([old, new])
    #expect(try plan.table("Message").figures.backup == 3)
    #expect(plan.warnings.contains(Warning(table: "Message", kind: .repeatedInBackup(2))))
  }

  @Test func `tables are those of all backups, indexes those of the newest that has the table`() throws {
    try export([World.exported("x")])
    try export([World.exported("o", table: "Other")], table: "Other")
    let unique = #"{"indexes":[{"key":{"text":1},"name":"text_1","unique":true}]}"#
    let old = try folder.write(
      ArchiveWriter.archive([
        .init("Message", [World.stored("a", text: "text of x")], metadata: unique),
        .init("Other", [World.stored("p", text: "text of o")], metadata: unique),
      ]),
      to: "old"
    )
    let new = try backup("new", [World.stored("b"), World.stored("x")])
    let plan = try plan([old, new])
    #expect(plan.tables.map(\.name) == ["Message", "Other"])
    #expect(try plan.withheld() == ["/db/Other/p": "unique-index"])
    #expect(try plan.recoveredIDs() == ["/db/Message/a", "/db/Message/b"])
  }

  @Test func `without a selection all that was deleted is wanted only if it is said`() throws {
    let backups = try days()
    #expect(throws: MergeError.usage(.nothingSelected)) { try plan(backups) { $0.selection.allDeleted = false } }
    let selected = try plan(backups) {
      $0.selection.allDeleted = false
      $0.selection.ids = ["/db/Message/b"]
    }
    #expect(try selected.recoveredIDs() == ["/db/Message/b"])
  }

  @Test(
    arguments: [
      (Period(after: 1_619_913_600_000), ["b", "c"]), (Period(after: 1_619_913_599_999), ["a", "b", "c"]),
      (Period(after: 1_620_000_000_000), ["c"]), (Period(before: 1_619_913_600_000), ["a"]),
      (Period(before: 1_619_913_600_001), ["a", "b"]),
      (Period(after: 1_619_950_000_000, before: 1_619_960_000_000), ["b"]),
      (Period(before: 1_619_827_200_000), []),
    ] as [(Period, [String])]
  )
  func `objects are selected by when they may have been deleted`(period: Period, keys: [String]) throws {
    let plan = try plan(days()) { $0.selection.deleted = period }
    #expect(try plan.recoveredIDs() == keys.map { "/db/Message/\($0)" })
  }

  @Test func `nobody knows what is missing in a backup that breaks off`() throws {
    try export([World.exported("x")])
    let old = try backup("2021-05-01.dump", [World.stored("late"), World.stored("x")])
    let archive = ArchiveWriter.archive([.init("Message", [World.stored("x"), World.stored("late")])], slice: 1)
    let new = try folder.write(Array(archive.dropLast(150)), to: "2021-05-02.dump")
    let plan = try plan([old, new]) { options in
      options.lifted.salvage = true
      options.selection.deleted = Period(after: 1_619_950_000_000)
    }
    #expect(try plan.recoveredIDs() == ["/db/Message/late"])
    #expect(
      try plan.sources(of: plan.table("Message")) == [
        RecoverySource(lastSeen: "2021-05-01.dump", firstMissing: nil, objects: 1)
      ]
    )
  }

  @Test func `a time of deletion needs dates`() throws {
    try export([World.exported("x")])
    let path = try backup("new", [World.stored("a")])
    #expect(throws: MergeError.usage(.undatedBackup(path: path))) {
      try plan([path]) { $0.selection.deleted = Period(after: 0) }
    }
  }

  @Test func `backups of different databases are refused`() throws {
    try export([World.exported("x")])
    let one = try folder.write(ArchiveWriter.archive([.init("Message", [], database: "a")]), to: "one")
    let other = try folder.write(ArchiveWriter.archive([.init("Message", [], database: "b")]), to: "other")
    #expect(throws: MergeError.usage(.differentDatabases(["a", "b"]))) { try plan([one, other]) }
  }

  @Test func `documents without a key are those of the newest backup`() throws {
    try export([World.exported("x")])
    let old = try backup("old", [["n": .int32(1)], ["n": .int32(2)], World.stored("x")])
    let new = try backup("new", [["n": .int32(1)], World.stored("x")])
    #expect(try plan([old, new]).table("Message").figures.withheld == 1)
  }

  @Test func `what nothing is kept of may stand in several backups`() throws {
    let one = try backup("one", [World.stored("a")])
    let two = try backup("two", [World.stored("a")])
    try export([World.exported("x"), "7"])
    #expect(try plan([one, two]).table("Message").stops.map(\.stoppedBy) == [.damagedExport])
    try FileManager.default.removeItem(atPath: "\(export)/Message.json")
    #expect(try plan([one, two]).table("Message").stops.map(\.stoppedBy) == [.missingTable])
  }

  @Test func `evidence that disagrees breaks no order`() throws {
    try export([World.exported("x")])
    let old: Document = ["_id": "a", "version": .int32(1), "updatedAt": .date(1_620_086_400_000)]
    let new: Document = ["_id": "a", "version": .int32(2), "updatedAt": .date(1_620_000_000_000)]
    let backups = [try backup("old", [old, World.stored("x")]), try backup("new", [new, World.stored("x")])]
    #expect(try plan(backups) { $0.lifted.olderExportOfRun = true }.recoveredIDs() == ["/db/Message/a"])
  }

  // MARK: Order

  @Test(
    arguments: [
      ("2021-05-04Z.dump.gz", 1_620_086_400_000), ("app-20210504.gz", 1_620_086_400_000),
      ("2021-05-04T06:00:30Z.gz", 1_620_108_030_000), ("x_2021-05-04_06-00.archive", 1_620_108_000_000),
      ("2021-05-04-06-00-30Z", 1_620_108_030_000), ("20210504T0600.gz", 1_620_108_000_000), ("mon.gz", nil),
      ("2021-13-04.gz", nil), ("123456789.gz", nil), ("2021-02-30.gz", nil), ("/2021-05-04/mon.gz", nil),
      ("v1-2021.05.04.gz", 1_620_086_400_000),
    ] as [(String, Int64?)]
  )
  func `a name may have a date`(name: String, date: Int64?) {
    #expect(BackupOrder.date(inName: name) == date)
  }
}
