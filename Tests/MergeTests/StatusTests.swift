import TestSupport
import Testing
import Values

@testable import Merge

@Suite struct StatusTests {
  @Test func `every status is told, and only what was deleted is recovered`() throws {
    let world = try messages(
      backup: (1...4).map { World.stored("k\($0)") },
      export: [
        World.exported("k1"), World.exported("k2", version: 2, text: "new"),
        World.exported("k3", text: "other"), World.exported("k5"),
      ]
    )
    let plan = try world.plan()
    #expect(
      try plan.table("Message").figures.statuses
        == [.unchanged: 1, .modified: 1, .diverged: 1, .deleted: 1, .created: 1]
    )
    #expect(try plan.recoveredIDs() == ["/db/Message/k4"])
    let diverged = DivergedObject(id: "/db/Message/k3", reason: .sameVersion)
    #expect(plan.warnings.contains { $0.kind == .diverged([diverged], count: 1) })
    #expect(
      try plan.recoveredTexts() == [
        #"{"id":"/db/Message/k4","version":1,"acl":null,"createdAt":"2021-05-03T00:00:00Z","#
          + #""updatedAt":"2021-05-03T00:01:00Z","text":"text of k4"}"#
      ]
    )
    #expect(plan.totals.backup == 4 && plan.totals.current == 4 && plan.totals.selected == 1)
  }

  struct Case: CustomTestStringConvertible {
    var backup: Evidence
    var current: Evidence
    var reason: Reason
    init(_ backup: (Int64?, Int64?, Int64?), _ current: (Int64?, Int64?, Int64?), _ reason: Reason) {
      self.backup = Evidence(version: backup.0, createdAt: backup.1, updatedAt: backup.2)
      self.current = Evidence(version: current.0, createdAt: current.1, updatedAt: current.2)
      self.reason = reason
    }
    var testDescription: String { "\(backup) → \(current)" }
  }

  // Version, created, updated; times in milliseconds.
  @Test(arguments: [
    Case((1, 0, 0), (1, 2000, 0), .recreated), Case((9, 0, 9000), (1, 2000, 1), .recreated),
    Case((1, 5000, 0), (9, 0, 9000), .backupLooksNewer), Case((1, 0, 0), (1, 1000, 0), .sameVersion),
    Case((nil, nil, nil), (nil, nil, nil), .content), Case((1, nil, nil), (nil, nil, 5), .content),
    Case((1, 0, nil), (nil, 0, 5), .content), Case((1, 0, 0), (2, 0, 5000), .updated),
    Case((1, 0, 0), (2, 0, 0), .updated), Case((1, 0, 0), (1, 0, 5000), .updated),
    Case((2, 0, 5000), (1, 0, 0), .backupLooksNewer), Case((2, 0, nil), (1, 0, 7), .backupLooksNewer),
    Case((2, 0, 0), (1, 0, 5000), .evidenceDisagrees), Case((1, 0, 5000), (2, 0, 0), .evidenceDisagrees),
    Case((1, 0, 0), (1, 0, 1000), .sameVersion), Case((1, 0, 0), (1, 0, 1001), .updated),
    Case((nil, nil, .min), (nil, nil, .max), .updated), Case((nil, nil, .max), (nil, nil, .min), .backupLooksNewer),
  ])
  func `evidence decides in its order`(example: Case) {
    #expect(Reason(backup: example.backup, current: example.current) == example.reason)
  }

  @Test func `an object that was written again with the same content is unchanged`() throws {
    let world = try messages(
      backup: [World.stored("k1")],
      export: [World.exported("k1", version: 7)]
    )
    #expect(try world.plan().count(.unchanged) == 1)
  }

  @Test func `tables are told from the ids, and a file name that says otherwise is told`() throws {
    let world = try messages(backup: [World.stored("k1")], export: [World.exported("k1")], fileName: "Message (1).json")
    let plan = try world.plan()
    #expect(try plan.count(.unchanged) == 1)
    #expect(plan.warnings.contains { if case .fileName = $0.kind { true } else { false } })
  }

  @Test func `a table that only the export has is listed with what was created`() throws {
    let world = try World(
      backup: [.init("Message", [World.stored("k1")])],
      export: [
        "Message.json": World.array([World.exported("k1")]),
        "Other.json": World.array([World.exported("o1", table: "Other")]), "notes.txt": "hello",
      ]
    )
    let plan = try world.plan()
    #expect(plan.tables.map(\.name) == ["Message", "Other"])
    #expect(try plan.count(.created, "Other") == 1)
    #expect(plan.warnings.contains { $0.kind == .otherFiles([".keep", "notes.txt"]) })
  }

  @Test func `what is no collection of objects is left aside with a word`() throws {
    let world = try World(
      backup: [
        .init("Message", [World.stored("k1")]), .init("latest", [], type: "view"),
        .init("system.js", [["_id": "f"]]), .init("readings", [], type: "timeseries"), .init("Empty", []),
      ],
      export: ["Message.json": World.array([World.exported("k1")])]
    )
    let plan = try world.plan()
    #expect(plan.tables.map(\.name) == ["Empty", "Message"])
    #expect(plan.tables.flatMap(\.stops) == [])
    let kinds = plan.warnings.compactMap { if case .leftAside(_, let kind) = $0.kind { kind } else { nil } }
    #expect(kinds == ["view", "system", "time series"])
  }

  @Test func `two files of one table are an error unless they are parts`() throws {
    let world = try messages(
      backup: [World.stored("k1"), World.stored("k2"), World.stored("k3")],
      export: [World.exported("k1")]
    )
    try world.folder.write(World.array([World.exported("k2")]), to: "export/Message-2.json")
    #expect {
      _ = try world.plan()
    } throws: { error in
      if case .usage(.twoFiles(table: "Message", _, _)) = error as? MergeError { true } else { false }
    }
    let parts = try world.plan { $0.allowsParts = true }
    #expect(try parts.recoveredIDs() == ["/db/Message/k3"])
  }

  @Test func `so is one that was downloaded once more, where stored ids name no table`() throws {
    let world = try messages(
      backup: [World.stored("k1"), World.stored("k2"), World.stored("k3")],
      export: [#"{"_id":"k1"}"#]
    )
    try world.folder.write(#"[{"_id":"k2"}]"#, to: "export/Message (1).json")
    #expect {
      _ = try world.plan()
    } throws: { error in
      if case .usage(.twoFiles(table: "Message", _, _)) = error as? MergeError { true } else { false }
    }
    let parts = try world.plan { $0.allowsParts = true }
    #expect(try parts.recoveredIDs() == ["/db/Message/k3"])
  }
}
