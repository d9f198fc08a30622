import TestSupport
import Testing

@testable import Merge

@Suite struct IDTests {
  private func document(_ id: Document.Value) -> Document { ["_id": id, "version": .int64(1), "text": "x"] }
  private func object(_ id: String) -> String { #"{"id":"\#(id)","version":1,"text":"x"}"# }

  @Test(arguments: [
    (Document.Value.string("a/b c"), "/db/Message/a%2Fb%20c"), (.string("/db/Message/a%20b"), "/db/Message/a%20b"),
    (.string("/db/Other/1"), "/db/Message/%2Fdb%2FOther%2F1"), (.int32(7), "/db/Message/7"),
    (.int64(-7), "/db/Message/-7"), (.double(7), "/db/Message/7"), (.double(1e17), "/db/Message/100000000000000000"),
    (.objectID(Array(1...12)), "/db/Message/0102030405060708090a0b0c"),
    (.binary(4, Array(0...15)), "/db/Message/00010203-0405-0607-0809-0a0b0c0d0e0f"),
    (.string("100%"), "/db/Message/100%25"), (.string("%zz"), "/db/Message/%25zz"),
    (.string("日本"), "/db/Message/%E6%97%A5%E6%9C%AC"),
  ])
  func `stored ids have one normal form`(id: Document.Value, expected: String) throws {
    let gone = try messages(backup: [document(id)], export: [object("/db/Message/other")])
    #expect(try gone.plan().recoveredIDs() == [expected])
    let there = try messages(backup: [document(id)], export: [object(expected)])
    #expect(try there.plan().count(.unchanged) == 1)
  }

  @Test(arguments: [
    Document.Value.double(1.5), .boolean(true), .null, .binary(3, Array(0...15)), .binary(0, [1]), .array(["a"]),
    ["a": "b"], .date(0), .string(""), .string("/db/Message/%zz"),
  ])
  func `an id of which no key can be made withholds the object`(id: Document.Value) throws {
    let world = try messages(backup: [document(id), document("k1")], export: [object("/db/Message/k1")])
    let plan = try world.plan()
    #expect(try plan.withheld() == ["?": "no-key"])
    #expect(plan.totals.withheld == 1 && plan.totals.recovered == 0 && plan.totals.backup == 2)
    #expect(plan.isIncomplete)
  }

  @Test func `a key with a percent-encoding is found under either reading`() throws {
    let raw = try messages(backup: [document("a%20b")], export: [object("/db/Message/a%2520b")])
    #expect(try raw.plan().count(.unchanged) == 1)
    let decoded = try messages(backup: [document("a%20b")], export: [object("/db/Message/a%20b")])
    #expect(try decoded.plan().count(.unchanged) == 1)
  }

  @Test func `a key that could be read in two ways is withheld where others are encoded`() throws {
    let world = try messages(
      backup: [document("a%20b"), document("c%20d")],
      export: [object("/db/Message/a%20b")]
    )
    #expect(try world.plan().withheld() == ["/db/Message/c%2520d": "ambiguous-id"])
    let settled = try world.plan { $0.comparison.encodedKeys = ["Message"] }
    #expect(try settled.recoveredIDs() == ["/db/Message/c%20d"])
  }

  @Test func `two keys that are one by the reading that is there stand in the backup twice`() throws {
    var other = document("a b")
    other["text"] = "y"
    for keys in [[document("a%20b"), other], [other, document("a%20b")]] {
      let plan = try messages(backup: keys, export: [object("/db/Message/a%20b")]).plan()
      #expect(try plan.guards() == [.damagedBackup])
    }
    let equal = try messages(backup: [document("a%20b"), document("a b")], export: [object("/db/Message/a%20b")]).plan()
    #expect(try equal.guards() == [] && equal.count(.unchanged) == 1)
    #expect(equal.warnings.contains { $0.kind == .repeatedInBackup(1) })
  }

  @Test func `id and _id must agree, and a full reference decides the table`() throws {
    let both: (String, String) -> Document = { ["_id": .string($0), "id": .string($1), "text": "x"] }
    let world = try World(
      backup: [
        .init("Message", [both("k1", "/db/Message/k1"), both("k2", "/db/Message/k3"), both("o1", "/db/Other/o1")]),
        .init("Other", [document("o2")]),
      ],
      export: [
        "Message.json": World.array([object("/db/Message/k9")]),
        "Other.json": World.array([object("/db/Other/o2")]),
      ]
    )
    let plan = try world.plan()
    #expect(try plan.recoveredIDs() == ["/db/Message/k1", "/db/Other/o1"])
    #expect(try plan.withheld() == ["?": "no-key"])
  }

  @Test func `an id that stands twice in the backup counts once when the bodies are equal`() throws {
    let world = try messages(
      backup: [document("k1"), document("k1"), document("k2"), document("k2")],
      export: [object("/db/Message/k1")]
    )
    let plan = try world.plan()
    #expect(plan.totals.backup == 2)
    #expect(try plan.recoveredIDs() == ["/db/Message/k2"])
    #expect(plan.warnings.contains { $0.kind == .repeatedInBackup(2) })
  }

  @Test(arguments: ["k1", "k2"])
  func `an id that stands twice in the backup with different bodies stops the table`(key: String) throws {
    var other = document(.string(key))
    other["text"] = "y"
    let world = try messages(
      backup: [document("k1"), document("k2"), other],
      export: [object("/db/Message/k1")]
    )
    let plan = try world.plan()
    #expect(try plan.guards() == [.damagedBackup])
    #expect(try plan.recoveredIDs().isEmpty)
  }

  @Test func `named ids are told with their statuses`() throws {
    let world = try messages(
      backup: [document("k1"), document("k2"), document("k3")],
      export: [object("/db/Message/k1"), object("/db/Message/k9")]
    )
    let plan = try world.plan { $0.selection.ids = ["k1", "/db/Message/k2", "k9", "/db/Message/no"] }
    #expect(plan.namedIDs.map(\.status) == [.unchanged, .deleted, .created, nil])
    #expect(try plan.recoveredIDs() == ["/db/Message/k2"])
    #expect(plan.isIncomplete && !plan.isStopped)
    #expect(try world.plan { $0.selection.ids = ["no"] }.isStopped)
  }
}
