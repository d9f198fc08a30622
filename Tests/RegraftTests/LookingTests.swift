import Foundation
import TestSupport
import Testing

@testable import Regraft

@Suite struct LookingTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [
        .init(
          "Message",
          [World.stored("k1"), World.stored("k2")],
          metadata: #"{"indexes":[{"key":{"a":1},"name":"a_1","unique":true}]}"#
        ),
        .init("Other", [["_id": .objectID(Array(1...12)), "n": .double(1)], ["no": "id"]]),
        .init("v", [], type: "view"),
      ],
      export: ["Message.json": World.array([World.exported("k1")]), "notes.txt": "x"]
    )
  }

  private func lines(_ path: String, tables: [String] = [], ids: [String] = [], format: ObjectListing.Format? = nil)
    throws -> [String]
  {
    var lines: [String] = []
    _ = try ObjectListing(path: path, tables: tables, ids: ids, format: format).forEach {
      lines.append(String(decoding: $0, as: UTF8.self))
    }
    return lines
  }

  @Test func `an archive is shown in canonical Extended JSON, whatever it holds`() throws {
    let other = try lines(world.backup, tables: ["Other"])
    #expect(other == [#"{"_id":{"$oid":"0102030405060708090a0b0c"},"n":{"$numberDouble":"1.0"}}"#, #"{"no":"id"}"#])
    #expect(try lines(world.backup).count == 4)
  }

  @Test func `an archive is shown in the Baqend form with whole ids`() throws {
    #expect(
      try lines(world.backup, tables: ["Other"], format: .baqend)
        == [#"{"id":"/db/Other/0102030405060708090a0b0c","n":1.0}"#, #"{"no":"id"}"#]
    )
  }

  @Test(arguments: ["k2", "/db/Message/k2"])
  func `one object is found by its key or its reference`(id: String) throws {
    #expect(try lines(world.backup, ids: [id], format: .baqend).count == 1)
    #expect(try lines(world.export, ids: [id.replacing("k2", with: "k1")]) == [World.exported("k1")])
    #expect(try lines(world.export, ids: [id]).isEmpty)
  }

  @Test func `reading stops early only where all ids are whole and found`() throws {
    #expect(try !ObjectListing(path: world.backup, ids: ["/db/Message/k1"]).forEach { _ in })
    #expect(try ObjectListing(path: world.backup, ids: ["/db/Message/nowhere"]).forEach { _ in })
  }

  @Test func `a table that an archive does not hold is a mistake`() throws {
    #expect(throws: MergeError.self) { try lines(world.backup, tables: ["Massage"]) }
  }

  @Test func `an inspection counts what is there and finds it whole`() throws {
    let backup = try Inspection(path: world.backup)
    #expect(backup.isWhole && backup.kind == .archive)
    #expect(backup.collections.map(\.documents) == [2, 2, 0])
    #expect(backup.collections.map(\.uniqueIndexes) == [["a_1"], [], []])
    let export = try Inspection(path: world.export)
    #expect(export.isWhole && export.files.map(\.objects) == [1] && export.otherFiles == [".keep", "notes.txt"])
  }

  @Test func `an inspection says which names stand in an object twice, and a listing keeps both`() throws {
    let twice: Document = ["_id": "k1", "a": .int32(1), "a": .int32(2)]
    try world.replaceBackup(ArchiveWriter.archive([.init("Message", [World.stored("k0"), twice, twice])]))
    let backup = try Inspection(path: world.backup)
    #expect(backup.text.contains("repeated: a stands twice in document 2 of app.Message, and so in 1 other\n"))
    #expect(backup.isWhole)
    #expect(try lines(world.backup, ids: ["k1"], format: .extendedJSON)[0] == #"{"_id":"k1","a":1,"a":2}"#)
    try world.folder.write(#"[{"id":"/db/Message/k1","x":[{"b":1,"b":1}]}]"#, to: "export/Message.json")
    let export = try Inspection(path: world.export)
    #expect(export.text.contains("repeated: b stands twice in object 1 of Message.json\n"))
    #expect(export.json.serialized().contains(Array(#""repeatedNames":{"objects":1,"first":1,"name":"b"}"#.utf8)))
  }

  @Test func `an inspection says what is not whole`() throws {
    let archive = ArchiveWriter.archive([.init("Message", [World.stored("k1")])])
    try world.replaceBackup(Array(archive.dropLast(2)))
    #expect(try !Inspection(path: world.backup).isWhole)
    #expect(try Inspection(path: world.backup).text.contains("NOT WHOLE"))
    try world.folder.write("[" + World.exported("k1"), to: "export/Message.json")
    let export = try Inspection(path: world.export)
    #expect(!export.isWhole && export.files[0].objects == 1)
  }

  @Test func `what is neither an archive nor an export is refused`() throws {
    let path = try world.folder.write("plain text", to: "text")
    #expect(throws: MergeError.self) { try Inspection(path: path) }
    #expect(
      ErrorText(MergeError.backup(.init(.notAnArchive(path: "/x/text", isEmpty: false)))).code == "not-an-archive"
    )
  }
}
