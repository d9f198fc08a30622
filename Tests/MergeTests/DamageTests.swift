import TestSupport
import Testing

@testable import Merge

@Suite struct DamageTests {
  private func world(_ export: String) throws -> World {
    try World(
      backup: [
        .init("Message", keys(1...3).map { World.stored($0) }),
        .init("Other", [World.stored("o1"), World.stored("o2")]),
      ],
      export: ["Message.json": export, "Other.json": World.array([World.exported("o1", table: "Other")])]
    )
  }

  @Test(arguments: [
    "[" + World.exported("k1"), World.array([World.exported("k1")]) + "x", World.array([World.exported("k1"), "7"]),
    World.array([World.exported("k1"), #"{"text":"no id"}"#]), World.array([World.exported("k1"), #"{"id":7}"#]),
    World.array([World.exported("k1"), World.exported("o2", table: "Other")]),
    World.array([World.exported("k1"), World.exported("k1", text: "again")]),
    World.array([World.exported("k1"), #"{"id":"/db/Message/%zz"}"#]), "{\"id\":\"/db/Message/k1\"}\n{\"id\"",
    World.array([World.exported("k1"), #"{"id":"/db/Message/k2","a":"\ud800"}"#]), "not JSON", "[1]", "{}",
  ])
  func `a damaged export stops its table, and the others go on`(export: String) throws {
    let plan = try world(export).plan()
    #expect(try plan.guards() == [.damagedExport])
    #expect(try plan.count(.deleted) == nil)
    #expect(try plan.table("Message").figures.backup == 3)
    #expect(try plan.recoveredIDs() == ["/db/Other/o2"])
    #expect(try plan.withheld().isEmpty && plan.isIncomplete)
  }

  @Test(arguments: [
    #"[{"x":,"id":"/db/Message/k2"}]"#, #"[null,{"id":"/db/Message/k2"}]"#,
    #"[{"id":"/db/Q/1"},{"x":,"id":"/db/Message/k2"}]"#,
    "\u{FEFF}\0", "[{\"id\"",
  ])
  func `a damaged file of no table of the backup stops the run, for it may hold any id`(text: String) throws {
    let world = try world(World.array([World.exported("k1")]))
    try world.folder.write(text, to: "export/Message (1).json")
    let plan = try world.plan { $0.allowsParts = true }
    #expect(plan.stops.map(\.stoppedBy) == [.damagedExport])
    try world.folder.write(#"{"name":"a package"}"#, to: "export/Message (1).json")
    #expect(try world.plan().stops.isEmpty)
  }

  @Test func `the id that stands twice is named with both its places`() throws {
    let export = World.array([World.exported("k1"), World.exported("k2"), World.exported("k1")])
    let stop = try #require(try world(export).plan().table("Message").stops.first)
    guard case .damagedExport(.repeatedID(let id, _, let first, let second)) = stop.cause else {
      Issue.record("another cause: \(stop.cause)")
      return
    }
    #expect(id == "/db/Message/k1" && first == 1 && second == 3)
  }

  @Test func `a wrong checksum stops its table, and the others go on`() throws {
    let world = try world(World.array([World.exported("k1")]))
    let collections: [ArchiveWriter.Collection] = [
      .init("Message", keys(1...3).map { World.stored($0) }), .init("Other", [World.stored("o1"), World.stored("o2")]),
    ]
    var writer = ArchiveWriter(prelude: collections)
    for collection in collections { writer.slice(of: collection, collection.documents) }
    writer.close(collections[0], checksum: 1)
    writer.close(collections[1])
    try world.replaceBackup(writer.bytes)
    let plan = try world.plan()
    #expect(try plan.guards() == [.damagedBackup])
    #expect(try plan.recoveredIDs() == ["/db/Other/o2"])
  }

  @Test(arguments: [
    // A Boolean that is neither; a length that lies; text that is not UTF-8; an unknown type.
    Document.Value.raw(0x08, [7]), .raw(0x02, [99, 0, 0, 0, 0x61, 0]), .raw(0x02, [3, 0, 0, 0, 0xC3, 0x28, 0]),
    .raw(0x42, [0]),
  ])
  func `a document that is wrong stops its table`(value: Document.Value) throws {
    var wrong = World.stored("k3")
    wrong["wrong"] = value
    let world = try messages(backup: [World.stored("k1"), wrong], export: [World.exported("k1")])
    let plan = try world.plan()
    #expect(try plan.guards() == [.damagedBackup])
    #expect(try plan.recoveredIDs().isEmpty)
  }

  @Test func `what a damaged collection holds of another table is not relied on`() throws {
    let foreign: Document = ["_id": "o9", "id": "/db/Other/o9", "text": "x"]
    let collections: [ArchiveWriter.Collection] = [
      .init("Message", [World.stored("k1"), foreign]), .init("Other", [World.stored("o1"), World.stored("o2")]),
    ]
    var writer = ArchiveWriter(prelude: collections)
    for collection in collections { writer.slice(of: collection, collection.documents) }
    writer.close(collections[0], checksum: 1)
    writer.close(collections[1])
    let world = try world(World.array([World.exported("k1")]))
    try world.replaceBackup(writer.bytes)
    let plan = try world.plan()
    #expect(try plan.guards() == [.damagedBackup] && plan.guards("Other") == [.damagedBackup])
    #expect(try plan.recoveredIDs().isEmpty)
  }

  @Test func `an id that stands in an export many times counts once, and soon`() throws {
    let export = World.array(Array(repeating: World.exported("k1"), count: 20_000))
    let plan = try world(export).plan()
    #expect(try plan.table("Message").figures.current == 1)
  }

  @Test func `a document that is nested too deeply stops its table, however deep`() throws {
    let innermost: Document = ["_id": "deep"]
    let depth = 100_000
    let openings: [UInt8] = (1...depth).reversed().flatMap { (level: Int) -> [UInt8] in
      littleEndian(Int32(innermost.bytes.count + level * 8)) + [0x03, 0x61, 0]
    }
    let bytes: [UInt8] = openings + innermost.bytes + [UInt8](repeating: 0, count: depth)
    let world = try World(
      backup: [.init("Message", raw: [World.stored("k1").bytes, bytes])],
      export: ["Message.json": World.array([World.exported("k1")])]
    )
    #expect(try world.plan().guards() == [.damagedBackup])
  }

  @Test func `an export that is nested too deeply stops its table`() throws {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let plan = try world(World.array([World.exported("k1"), #"{"id":"/db/Message/k2","a":\#(deep)}"#])).plan()
    #expect(try plan.guards() == [.damagedExport])
  }

  @Test func `a broken stream ends the run`() throws {
    let world = try world(World.array([World.exported("k1")]))
    let archive = ArchiveWriter.archive([.init("Message", keys(1...3).map { World.stored($0) })])
    try world.replaceBackup(Array(archive.dropLast(3)))
    #expect {
      try world.plan()
    } throws: { error in
      if case .backup(let failure) = error as? MergeError { failure.isBrokenStream } else { false }
    }
  }
}
