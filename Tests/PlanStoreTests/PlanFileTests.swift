import Foundation
import GRDB
import Merge
import TestSupport
import Testing

@testable import PlanStore

@Suite struct PlanFileTests {
  private let world: World
  private let path: String

  init() throws {
    let unique = #"{"indexes":[{"key":{"name":1},"name":"name_1","unique":true}]}"#
    world = try World(
      backup: [
        .init(
          "Message",
          [
            [
              "_id": "gone", "name": "Ann", "_hash": "s3cret", "version": .int32(2),
              "updatedAt": .date(1_620_000_000_000),
            ],
            ["_id": "taken", "name": "Bob"], ["_id": "kept", "name": "x"],
            ["_id": "changed", "name": "old", "_hash": "s3cret", "version": .int32(1)],
            ["_id": "odd", "name": "same", "version": .int32(1)], ["_id": .double(0.5)],
          ],
          metadata: unique
        ),
        .init("Lost", [["_id": "l"]]),
      ],
      export: [
        "Message.json": World.array([
          #"{"id":"/db/Message/kept","name":"x"}"#, #"{"id":"/db/Message/new","name":"Bob","version":7}"#,
          #"{"id":"/db/Message/changed","name":"new","_hash":"0ther","version":2}"#,
          #"{"id":"/db/Message/odd","name":"other","version":1}"#,
        ])
      ]
    )
    path = world.folder.path(of: "today.plan")
  }

  private func plan(_ change: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.keepsEveryObject = true
    change(&options)
    return try Planner(options).plan()
  }

  private func rows(_ sql: String) throws -> [String] {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        row.databaseValues.map { $0.isNull ? "-" : "\($0.storage.value ?? "")" }.joined(separator: " ")
      }
    }
  }

  @Test func `every object that is not unchanged is in the file, with what is done with it`() throws {
    try PlanFile.write(try plan(), to: path)
    #expect(
      try rows(
        "SELECT id, status, coalesce(reason, '-'), action, coalesce(withheld, '-'), coalesce(label, '-') FROM objects"
      )
        == [
          "/db/Lost/l deleted - withhold table-stopped -",
          "- deleted - withhold no-key -", "/db/Message/gone deleted - recover - Ann",
          "/db/Message/taken deleted - withhold unique-index Bob", "/db/Message/changed modified updated keep - new",
          "/db/Message/odd diverged same-version keep - other", "/db/Message/new created - keep - -",
        ].filter { !$0.contains("/db/Lost") }
    )
    #expect(
      try rows("SELECT body FROM recovered") == [
        #"{"id":"/db/Message/gone","name":"Ann","_hash":"s3cret","version":2,"updatedAt":"2021-05-03T00:00:00Z"}"#
      ]
    )
    #expect(try rows("SELECT id FROM withheld").count == 2)
    #expect(
      try rows("SELECT backup_version, backup_updated_at, last_seen, first_missing FROM deleted WHERE label = 'Ann'")
        == [
          "2 2021-05-03T00:00:00Z 2021-05-04Z.dump.gz export"
        ]
    )
    let differences = try rows("SELECT differences FROM modified")
    #expect(
      differences.count == 1
        && differences[0].contains(#"{"path":"name","kind":"changed","backup":"old","current":"new"}"#)
    )
    #expect(differences[0].contains("_hash") && !differences[0].contains("s3cret") && !differences[0].contains("0ther"))
    #expect(
      try rows("SELECT name, backup, deleted, created, recovered, withheld FROM tables") == [
        "Lost 1 - - 0 0", "Message 6 3 1 1 2",
      ]
    )
    #expect(try rows("SELECT table_name, guard FROM stops") == ["Lost missing table"])
    #expect(try rows("SELECT kind FROM inputs") == ["backup", "export"])
    #expect(try rows("PRAGMA application_id") == ["1380402770"])
  }

  @Test func `what a killed run has left is removed`() throws {
    let left = try world.folder.write("half", to: ".today.plan.regraft-killed/plan")
    try PlanFile.write(try plan(), to: path)
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  @Test func `the file is its owner's alone, and appears as a whole or not at all`() throws {
    try PlanFile.write(try plan(), to: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(throws: PlanFileError.exists(path: path)) { try PlanFile.write(try plan(), to: path) }
    try PlanFile.write(try plan { $0.selection.ids = ["/db/Message/taken"] }, to: path, replaces: true)
    #expect(try rows("SELECT count(*) FROM recovered") == ["0"])
    let other = try world.folder.write("text", to: "other.plan")
    #expect(throws: PlanFileError.notAPlan(path: other)) { try PlanFile.write(try plan(), to: other, replaces: true) }
    let nowhere = "/nowhere/today.plan"
    #expect(throws: PlanFileError.self) { try PlanFile.write(try plan(), to: nowhere) }
    #expect(world.folder.files.allSatisfy { !$0.contains(".regraft-") })
  }

  @Test func `objects that were not selected are kept, and have no body`() throws {
    try PlanFile.write(try plan { $0.selection.ids = ["/db/Message/taken"] }, to: path)
    #expect(try rows("SELECT id, action, body FROM deleted WHERE label = 'Ann'") == ["/db/Message/gone keep -"])
  }

  @Test func `what was written is read again, by status and by table`() throws {
    try PlanFile.write(try plan(), to: path, label: "version")
    let file = try PlanFile(path: path)
    var filter = StoredObjectFilter()
    filter.statuses = ["deleted", "created"]
    filter.tables = ["Mess*"]
    filter.limit = 2
    var ids: [String?] = []
    try file.forEachObject(filter) { ids.append($0.id) }
    #expect(ids == [nil, "/db/Message/gone", "/db/Message/new"])
    let text = try PlanPreview(file).heading().joined(separator: "\n")
    #expect(text.contains("  Message  ") && text.contains("STOPPED: nothing of Lost is written"))
  }

  @Test(arguments: ["", "text", "SQLite format 3\0"])
  func `what is no plan is refused`(text: String) throws {
    let other = try world.folder.write(text, to: "other.plan")
    #expect(throws: PlanFileError.self) { try PlanFile(path: other) }
    #expect(throws: PlanFileError.notThere(path: "/nowhere")) { try PlanFile(path: "/nowhere") }
  }

  @Test func `a file of another version is refused`() throws {
    try PlanFile.write(try plan(), to: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 2") }
    #expect(throws: PlanFileError.otherVersion(path: path, version: 2)) { try PlanFile(path: path) }
  }
}
