import TestSupport
import Testing
import Values

@testable import Merge

/// One object through several backups.
@Suite struct HistoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a backup with one collection.
  private func backup(_ name: String, _ documents: [Document], collection: String = "Message") throws -> String {
    try folder.write(ArchiveWriter.archive([.init(collection, documents)]), to: name)
  }

  private func history(
    _ backups: [String],
    id: String = "/db/Message/k1",
    _ change: (inout HistoryOptions) -> Void = { _ in }
  ) throws -> ObjectHistory {
    var options = HistoryOptions(backups: backups, id: id)
    change(&options)
    return try ObjectHistory(options)
  }

  @Test func `an object appears, changes, vanishes and comes back`() throws {
    let other = World.stored("k2")
    let history = try history([
      try backup("2021-05-06.gz", [World.stored("k1", version: 2, text: "new"), other]),
      try backup("2021-05-04.gz", [other]), try backup("2021-05-05.gz", [World.stored("k1")]),
      try backup("2021-05-07.gz", [other]), try backup("2021-05-08.gz", [World.stored("k1", version: 2, text: "new")]),
      try backup("2021-05-09.gz", [other]),
    ])
    #expect(history.states.map(\.isPresent) == [false, true, true, false, true, false])
    #expect(history.states.map(\.isChecked) == [true, false, false, true, false, true])
    #expect(history.states.map { $0.differences?.count } == [nil, nil, 1, nil, 0, nil])
    #expect(history.states.map(\.evidence.version) == [nil, 1, 2, nil, 2, nil])
    #expect(history.firstSeen == 1 && history.lastSeen == 4 && history.firstMissing == 5)
    #expect(history.isFound && history.isReadable)
  }

  @Test func `what is there now is the last state`() throws {
    let path = try backup("b.gz", [World.stored("k1")])
    try folder.write(World.array([World.exported("k1", version: 2, text: "new")]), to: "export/Message.json")
    let there = try history([path]) { $0.current = [folder.path(of: "export")] }
    #expect(there.current?.isPresent == true && there.current?.differences?.count == 1)
    #expect(there.firstMissing == nil && there.lastSeen == 1)
    try folder.write(World.array([World.exported("k2")]), to: "export/Message.json")
    let gone = try history([path]) { $0.current = [folder.path(of: "export")] }
    #expect(gone.current?.isPresent == false && gone.current?.isChecked == true && gone.firstMissing == 1)
    try folder.write("[]", to: "other/Other.json")
    let unknown = try history([path]) { $0.current = [folder.path(of: "other")] }
    #expect(unknown.current?.isPresent == nil && unknown.firstMissing == nil && unknown.isReadable)
  }

  @Test func `an export's form settles what is equal`() throws {
    let path = try backup("shop.gz", [["_id": "k1", "d": .date(0), "n": .null]])
    try folder.write(#"[{"id":"/db/Message/k1","d":"1970-01-01T00:00:00.000Z"}]"#, to: "export/Message.json")
    #expect(try history([path]) { $0.current = [folder.path(of: "export")] }.current?.differences == [])
    // The database's name may stand before the table's.
    let line = #"{"_id":"k1","d":{"$date":"1970-01-01T00:00:00Z"},"n":null}"#
    try folder.write(line, to: "extended/app.Message.json")
    #expect(try history([path]) { $0.current = [folder.path(of: "extended")] }.current?.differences == [])
    let current = try backup("current.gz", [["_id": "k1", "d": "1970-01-01T00:00:00Z", "n": .null]])
    #expect(try history([path]) { $0.current = [current] }.current?.differences?.count == 1)
  }

  @Test func `a broken backup is said in its state, and does not end the others`() throws {
    let broken = try folder.write(
      Array(ArchiveWriter.archive([.init("Message", [World.stored("k2")])]).dropLast(3)),
      to: "2021-05-05.gz"
    )
    let paths = [
      try backup("2021-05-04.gz", [World.stored("k1")]), broken, try backup("2021-05-06.gz", [World.stored("k2")]),
      folder.path(of: "2021-05-07-nowhere"),
    ]
    let history = try history(paths)
    #expect(history.states.map(\.isPresent) == [true, nil, false, nil])
    #expect(history.states.map { $0.failure == nil } == [true, false, true, false])
    #expect(!history.isReadable && history.firstMissing == 2)
  }

  @Test func `a wrong checksum or a damaged document may be the object`() throws {
    let collection = ArchiveWriter.Collection("Message", [World.stored("k2")])
    for damage in ["checksum", "document"] {
      var writer = ArchiveWriter(prelude: [collection])
      var bytes = World.stored("k1").bytes
      bytes[4] = 0x7E
      writer.slice(of: collection, damage == "document" ? [bytes] : collection.documents)
      writer.close(collection, checksum: damage == "document" ? nil : 1)
      let path = try folder.write(writer.bytes, to: "damaged.gz")
      #expect(try history([path]).states.first?.failure != nil, "\(damage)")
      // Of another table it is of no interest.
      #expect(try history([path], id: "/db/Other/k1").states.first?.isPresent == false, "\(damage)")
    }
  }

  @Test(arguments: ["/db/Message/a%2Fb", "a/b"])
  func `an object is found by each reading of its key`(id: String) throws {
    let decoded: Document = ["_id": "a%2Fb", "n": .int32(1)]
    let exact: Document = ["_id": "a/b", "n": .int32(2)]
    let paths = [try backup("1.gz", [decoded]), try backup("2.gz", [decoded, exact])]
    let history = try history(paths, id: id) { $0.table = "Message" }
    #expect(history.id == "/db/Message/a%2Fb")
    // The key as it stands counts where both are there.
    #expect(history.states.map(\.isPresent) == [true, true] && history.states[1].differences?.count == 1)
  }

  @Test(arguments: ["Message", "/db/Message", "db.Message", "Other"])
  func `collections are named in several ways, and a full reference decides`(collection: String) throws {
    let path = try backup("1.gz", [["_id": "k1", "id": "/db/Message/k1"], ["_id": "k2"]], collection: collection)
    #expect(try history([path]).isFound)
    #expect(try history([path], id: "/db/Message/k2").isFound == (collection != "Other"))
  }

  @Test func `objects of a subclass stand among those of their superclass`() throws {
    let schema = Schema([.init(name: "Animal", fields: [:]), .init(name: "Dog", superclass: "Animal", fields: [:])])
    let path = try backup("1.gz", [["_id": "1"], ["_id": "1", "_class": "Dog", "n": .int32(1)]], collection: "Animal")
    let history = try history([path], id: "/db/Dog/1") { $0.comparison.schema = schema }
    #expect(history.isFound)
  }

  @Test func `what does not fit the inputs is a usage error`() throws {
    let path = try backup("1.gz", [World.stored("k1")])
    #expect(throws: MergeError.usage(.keyWithoutTable("k1"))) { try history([path], id: "k1") }
    #expect(throws: MergeError.usage(.idOutsideSelection("/db/Message/k1"))) {
      try history([path]) { $0.table = "Other" }
    }
    #expect(throws: MergeError.usage(.unknownDatabase("x", known: ["app"]))) {
      try history([path]) { $0.database = "x" }
    }
  }
}
