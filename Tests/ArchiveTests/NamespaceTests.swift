import TestSupport
import Testing

@testable import Archive

@Suite struct NamespaceTests {
  @Test(
    arguments: [
      ("app", "Message", "collection", .collection), ("app", "Message", "", .collection),
      ("app", "Message", "another", .collection), ("app", "logs.2021.May", "", .collection),
      ("app", "oplog", "", .collection), ("app", "systematic", "", .collection), ("app", "a.system.b", "", .collection),
      ("app", "Newest", "view", .view), ("app", "system.views", "view", .view),
      ("app", "Weather", "timeseries", .timeSeries), ("app", "system.buckets.Weather", "", .timeSeries),
      ("app", "system.js", "", .system), ("app", "$admin.system.users", "", .system),
      ("admin", "system.version", "", .system), ("admin", "any", "collection", .system),
      ("config", "shards", "", .system), ("local", "startup_log", "", .system),
      ("", "oplog", "", .oplog), ("", "other", "", .collection), ("administration", "T", "", .collection),
    ] as [(String, String, String, Namespace.Kind)]
  )
  func `a namespace is of the kind that its type and its name say`(
    database: String,
    collection: String,
    type: String,
    kind: Namespace.Kind
  ) {
    #expect(Namespace(database: database, collection: collection, type: type).kind == kind)
  }

  @Test func `the name has the database before it where there is one`() {
    #expect(Namespace(database: "app", collection: "a.b.c").name == "app.a.b.c")
    #expect(Namespace(database: "", collection: "oplog").name == "oplog")
  }

  @Test func `the prelude gives versions and namespaces in its order`() throws {
    let collections = ["Z", "a.b", "M"].map { ArchiveWriter.Collection($0, []) }
    var writer = ArchiveWriter(prelude: collections, serverVersion: "7.0.1", toolVersion: "100.5")
    for collection in collections { writer.close(collection) }
    let prelude = try reading(writer.bytes).prelude
    #expect(prelude?.serverVersion == "7.0.1")
    #expect(prelude?.toolVersion == "100.5")
    #expect(prelude?.namespaces.map(\.name) == ["app.Z", "app.a.b", "app.M"])
  }

  @Test func `what the prelude does not say is empty, and what else it says does not count`() throws {
    let documents: [Document] = [
      ["further": .double(1)],
      ["db": "app", "collection": "T"],
      ["collection": "U", "db": "app", "size": "many", "further": ["a": .null], "metadata": .null, "type": .int32(1)],
    ]
    let prelude = ArchiveWriter.magic + documents.flatMap(\.bytes) + ArchiveWriter.terminator
    let (first, second) = (collection("T", 2), collection("U", 1))
    var writer = ArchiveWriter(prelude: [])
    let empty = writer.bytes.count
    for collection in [first, second] { writer.slice(of: collection, collection.documents) }
    for collection in [first, second] { writer.close(collection) }
    let reading = try reading(prelude + writer.bytes[empty...])
    #expect(reading.isWhole)
    #expect(reading.prelude?.serverVersion == "")
    #expect(reading.prelude?.toolVersion == "")
    let expected = ["T", "U"].map { Namespace(database: "app", collection: $0) }
    #expect(reading.prelude?.namespaces == expected)
    #expect(reading.documents == ["app.T": first.documents, "app.U": second.documents])
  }

  @Test func `collections of one name in two databases are two`() throws {
    let collections = ["app", "other"].map { database in
      ArchiveWriter.Collection("T", [["_id": .string(database)]], database: database)
    }
    let reading = try reading(ArchiveWriter.archive(collections))
    #expect(reading.isWhole)
    #expect(reading.documents == ["app.T": collections[0].documents, "other.T": collections[1].documents])
  }

  @Test func `a collection's name can hold dots, and another's name can be its beginning`() throws {
    let collections = [collection("a.b.c", 2), collection("a", 1), collection("a.b", 3)]
    let reading = try reading(ArchiveWriter.archive(collections, slice: 1))
    #expect(reading.isWhole)
    for collection in collections { #expect(reading.documents["app.\(collection.name)"] == collection.documents) }
  }

  @Test
  func `names are told apart by their bytes`() throws {
    // One character, as one scalar and as two.
    let collections = [collection("\u{E9}", 2), collection("e\u{301}", 1)]
    let reading = try reading(ArchiveWriter.archive(collections))
    #expect(reading.isWhole)
    let counts = reading.prelude?.namespaces.indices.map { index in
      reading.events.count { event in
        if case .document(let name, _, _) = event {
          Array(name.utf8) == Array("app.\(collections[index].name)".utf8)
        } else {
          false
        }
      }
    }
    #expect(counts == [2, 1])
  }

  @Test func `a view need have no block`() throws {
    let (table, view) = (collection("T", 1), ArchiveWriter.Collection("V", [], type: "view"))
    var writer = ArchiveWriter(prelude: [view, table])
    writer.slice(of: table, table.documents)
    writer.close(table)
    #expect(try reading(writer.bytes).error == nil)
    // It can have the closing one, and after it no more.
    writer.close(view)
    #expect(try reading(writer.bytes).ends == ["app.T": true, "app.V": true])
    let offset = UInt64(writer.bytes.count)
    writer.close(view)
    #expect(try reading(writer.bytes).damage == Damage(.reopenedNamespace("app.V"), at: offset))
  }

  @Test func `a view can have documents`() throws {
    let view = ArchiveWriter.Collection("V", [["_id": "1"]], type: "view")
    let reading = try reading(ArchiveWriter.archive([view]))
    #expect(reading.isWhole)
    #expect(reading.documents == ["app.V": view.documents])
  }

  @Test(arguments: ["Weather", "system.buckets.Weather"])
  func `a time series has its documents under its name or that of its buckets`(name: String) throws {
    let series = ArchiveWriter.Collection("Weather", [], type: "timeseries")
    let blocks = ArchiveWriter.Collection(name, [["_id": "1"], ["_id": "2"]])
    var writer = ArchiveWriter(prelude: [series])
    writer.slice(of: blocks, blocks.documents)
    writer.close(blocks)
    let reading = try reading(writer.bytes)
    #expect(reading.isWhole)
    #expect(reading.prelude?.namespaces.map(\.kind) == [.timeSeries])
    #expect(reading.documents == ["app.Weather": blocks.documents])
    #expect(reading.ends == ["app.Weather": true])
  }

  @Test func `the buckets of what is no time series are unknown`() throws {
    var writer = ArchiveWriter(prelude: [collection("Weather", 0)])
    let offset = UInt64(writer.bytes.count)
    writer.close(collection("system.buckets.Weather", 0))
    #expect(
      try reading(writer.bytes).damage == Damage(.unknownNamespace("app.system.buckets.Weather"), at: offset)
    )
  }

  @Test func `collections of the system are read as others are`() throws {
    let collections = [
      ArchiveWriter.Collection("system.js", [["_id": "f"]]),
      ArchiveWriter.Collection("$admin.system.users", [["_id": "u"]]),
      ArchiveWriter.Collection("system.version", [["_id": "v"]], database: "admin"),
    ]
    let reading = try reading(ArchiveWriter.archive(collections))
    #expect(reading.isWhole)
    #expect(reading.prelude?.namespaces.map(\.kind) == [.system, .system, .system])
    #expect(reading.documents.count == 3)
  }

  @Test func `the oplog need not be in the prelude`() throws {
    let (table, oplog) = (collection("T", 1), ArchiveWriter.Collection("oplog", [["op": "i"]], database: ""))
    for named in [[table], [table, oplog], [oplog, table]] {
      var writer = ArchiveWriter(prelude: named)
      for collection in [table, oplog] { writer.slice(of: collection, collection.documents) }
      for collection in [table, oplog] { writer.close(collection) }
      let reading = try reading(writer.bytes)
      #expect(reading.isWhole)
      #expect(reading.prelude?.namespaces.first { $0.name == "oplog" }?.kind == .oplog)
      #expect(reading.documents == ["app.T": table.documents, "oplog": oplog.documents])
      #expect(reading.ends == ["app.T": true, "oplog": true])
    }
  }

  @Test func `the oplog has to end where it has begun`() throws {
    let (table, oplog) = (collection("T", 0), ArchiveWriter.Collection("oplog", [["op": "i"]], database: ""))
    var writer = ArchiveWriter(prelude: [table])
    writer.slice(of: oplog, oplog.documents)
    writer.close(table)
    let end = UInt64(writer.bytes.count)
    #expect(try reading(writer.bytes).damage == Damage(.unfinishedNamespaces(["oplog"]), at: end))
  }
}
