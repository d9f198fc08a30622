import Compression
import Foundation
import TestSupport
import Testing

@testable import Merge

/// A second archive or dump in the place of an export.
@Suite struct CurrentBackupTests {
  private let world: World
  private let current: String

  private static let stored: [Document] = [
    World.stored("k1"), World.stored("k2"), ["_id": .objectID(Array(1...12)), "n": .int64(5), "d": .date(0)],
    ["_id": .int32(7), "x": .double(0.5)],
  ]

  init() throws {
    world = try World(
      backup: [.init("Message", Self.stored), .init("Other", [World.stored("o1"), World.stored("o2")])],
      export: [:]
    )
    current = world.folder.path(of: "current.archive")
  }

  /// The forms in which the current side is written.
  enum Form: CaseIterable { case archive, gzip, dump, gzipDump, database }

  private func write(_ collections: [ArchiveWriter.Collection], as form: Form) throws -> String {
    let archive = ArchiveWriter.archive(collections, slice: 1)
    switch form {
    case .archive: return try world.folder.write(archive, to: "current.archive")
    case .gzip: return try world.folder.write(GzipWriter.gzip(archive), to: "current.archive")
    case .dump, .gzipDump, .database:
      for collection in collections {
        let bytes = collection.documents.flatMap { $0 }
        let (ending, content) = form == .gzipDump ? (".bson.gz", GzipWriter.gzip(bytes)) : (".bson", bytes)
        try world.folder.write(content, to: "dump/\(collection.database)/\(collection.name)\(ending)")
        try world.folder.write("{\"indexes\":[]}", to: "dump/\(collection.database)/\(collection.name).metadata.json")
      }
      return world.folder.path(of: form == .database ? "dump/app" : "dump")
    }
  }

  private func plan(_ current: String, _ change: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
    try world.plan { options in
      options.current = [current]
      change(&options)
    }
  }

  @Test(arguments: Form.allCases)
  func `what a second backup does not hold is recovered, with all its types`(form: Form) throws {
    let changed: Document = ["_id": "k2", "version": .int64(2), "text": "new"]
    let path = try write(
      [
        .init("Message", [changed, Self.stored[0], World.stored("k9")]), .init("Other", [World.stored("o2")]),
        .init("New", [World.stored("n")]),
      ],
      as: form
    )
    let plan = try plan(path)
    #expect(try plan.count(.unchanged) == 1 && plan.count(.modified) == 1 && plan.count(.created) == 1)
    #expect(
      try plan.recoveredTexts().dropLast() == [
        #"{"_id":{"$oid":"0102030405060708090a0b0c"},"n":{"$numberLong":"5"},"d":{"$date":{"$numberLong":"0"}}}"#,
        #"{"_id":{"$numberInt":"7"},"x":{"$numberDouble":"0.5"}}"#,
      ]
    )
    #expect(try plan.recoveredIDs().last == "/db/Other/o1")
    #expect(plan.tables.map(\.name) == ["Message", "New", "Other"])
    #expect(plan.exports.allSatisfy { $0.sha256 != nil })
    #expect(plan.exports.count == ([.archive, .gzip].contains(form) ? 1 : 3))
  }

  @Test func `types count: a date is not its text, and null is not absent`() throws {
    let world = try World(
      backup: [
        .init("Message", [["_id": "k1", "d": .date(0)], ["_id": "k2", "n": .null], ["_id": "k3", "n": .int32(1)]])
      ],
      export: [:]
    )
    let current = try world.folder.write(
      ArchiveWriter.archive([
        .init("Message", [["_id": "k1", "d": "1970-01-01T00:00:00Z"], ["_id": "k2"], ["n": .double(1), "_id": "k3"]])
      ]),
      to: "current"
    )
    let plan = try world.plan { $0.current = [current] }
    #expect(try plan.count(.unchanged) == 1 && plan.count(.modified) == 2)
  }

  @Test(arguments: Form.allCases)
  func `a collection that is not in a second backup is a missing table`(form: Form) throws {
    let path = try write([.init("Message", Self.stored)], as: form)
    #expect(try plan(path).guards("Other") == [.missingTable])
    #expect(try plan(path) { $0.lifted.assumeEmpty = ["Other"] }.recoveredIDs() == ["/db/Other/o1", "/db/Other/o2"])
  }

  @Test func `a single file of documents stands for its table alone`() throws {
    let path = try world.folder.write(Self.stored[0].bytes, to: "Message.bson")
    let plan = try plan(path)
    #expect(plan.tables.map(\.name) == ["Message"])
    #expect(try plan.recoveredIDs() == ["/db/Message/0102030405060708090a0b0c", "/db/Message/7", "/db/Message/k2"])
  }

  @Test func `of several databases one is named, or the backup's is meant`() throws {
    let collections: [ArchiveWriter.Collection] = [
      .init("Message", Self.stored, database: "app"), .init("Message", [], database: "copy"),
      .init("Other", [], database: "app"),
    ]
    let path = try write(collections, as: .archive)
    #expect(try plan(path).count(.deleted) == 0)
    #expect(try plan(path) { $0.currentDatabase = "copy" }.count(.deleted) == 4)
    #expect(throws: MergeError.usage(.unknownCurrentDatabase("x", known: ["app", "copy"]))) {
      try plan(path) { $0.currentDatabase = "x" }
    }
    let others = try write([.init("Message", [], database: "a"), .init("Message", [], database: "b")], as: .archive)
    #expect(throws: MergeError.usage(.severalCurrentDatabases(["a", "b"]))) { try plan(others) }
    let restored = try write([.init("Message", Self.stored, database: "local2")], as: .archive)
    #expect(try plan(restored).count(.unchanged) == 4)
    try world.folder.write("[]", to: "export/Message.json")
    #expect(throws: MergeError.usage(.noCurrentBackup)) { try plan(world.export) { $0.currentDatabase = "app" } }
  }

  @Test func `a folder of table files stays an export, whatever documents lie beside them`() throws {
    try world.folder.write(#"[{"id":"/db/Other/o1"}]"#, to: "export/Other.json")
    try world.folder.write(Self.stored[0].bytes, to: "export/Message.bson")
    let plan = try plan(world.export)
    #expect(try plan.guards("Message") == [.missingTable])
    #expect(try plan.recoveredIDs() == ["/db/Other/o2"])
    #expect(plan.warnings.contains(Warning(table: nil, kind: .otherFiles([".keep", "Message.bson"]))))
  }

  // MARK: Damage

  @Test func `a wrong checksum or a damaged document stops its table`() throws {
    let message = ArchiveWriter.Collection("Message", Self.stored)
    let other = ArchiveWriter.Collection("Other", [World.stored("o1")])
    var writer = ArchiveWriter(prelude: [message, other])
    writer.slice(of: message, Self.stored.map(\.bytes))
    writer.close(message, checksum: 1)
    writer.slice(of: other, [World.stored("o1").bytes])
    writer.close(other)
    let path = try world.folder.write(writer.bytes, to: "current.archive")
    #expect(
      try plan(path).table("Message").stops.map(\.cause) == [.damagedExport(.checksum(path: path, table: "Message"))]
    )
    #expect(try plan(path).recoveredIDs() == ["/db/Other/o2"])

    var wrong = World.stored("k2").bytes
    wrong[4] = 0x99
    let damaged = try write([.init("Message", raw: [World.stored("k1").bytes, wrong]), other], as: .archive)
    #expect(try plan(damaged).guards("Message") == [.damagedExport])
    #expect(try plan(damaged).recoveredIDs() == ["/db/Other/o2"])
  }

  @Test func `an archive that breaks off stops every table`() throws {
    let archive = ArchiveWriter.archive([.init("Message", [Self.stored[0]]), .init("Other", [World.stored("o1")])])
    for bytes in [archive.dropLast(30), archive.dropLast(1), GzipWriter.gzip(archive).dropLast(4)] {
      let path = try world.folder.write(Array(bytes), to: "current.archive")
      let plan = try plan(path)
      #expect(try plan.guards("Message") == [.damagedExport] && plan.guards("Other") == [.damagedExport])
      #expect(try plan.recoveredIDs().isEmpty)
    }
  }

  @Test(
    arguments: [
      ["_id": "k1"], ["n": .int32(1)], ["_id": .double(0.5)], ["_id": "x", "id": "/db/Other/o1"],
      ["_id": "x", "id": "y"],
    ] as [Document]
  )
  func `an id that stands twice, is none, or is another table's is damage`(document: Document) throws {
    let path = try write(
      [.init("Message", [Self.stored[0], document]), .init("Other", [World.stored("o2")])],
      as: .gzip
    )
    #expect(try plan(path).guards("Message") == [.damagedExport])
  }

  @Test func `an object of another table in an Extended JSON file is damage too`() throws {
    try world.folder.write(#"{"_id":"x","id":"/db/Other/o1"}"#, to: "export/Message.json")
    try world.folder.write(#"{"_id":"o2"}"#, to: "export/Other.json")
    #expect(try plan(world.export).guards("Message") == [.damagedExport])
  }

  // MARK: Reading it again

  @Test(arguments: [Form.gzip, .gzipDump])
  func `unique indexes are checked against a second backup`(form: Form) throws {
    let unique = #"{"indexes":[{"key":{"text":1},"name":"text_1","unique":true}]}"#
    let world = try messages(
      backup: [["_id": "k1", "text": "a"], ["_id": "k2", "text": "b"]],
      export: [],
      metadata: unique
    )
    let path = try write([.init("Message", [["_id": "k9", "text": "a"]]), .init("Other", [])], as: form)
    #expect(try world.plan { $0.current = [path] }.withheld() == ["/db/Message/k1": "unique-index"])
  }

  @Test func `differences of form are found in a second backup`() throws {
    let world = try messages(backup: (1...9).map { ["_id": .string("k\($0)"), "a": .int32(1)] }, export: [])
    let path = try write([.init("Message", (1...9).map { ["_id": .string("k\($0)"), "b": .int32(1)] })], as: .archive)
    let plan = try world.plan { $0.current = [path] }
    let kinds = plan.warnings.compactMap { if case .form(let difference) = $0.kind { difference.kind } else { nil } }
    #expect(kinds == [.renamed(stored: "a", exported: "b")])
  }

  // MARK: The last check

  @Test func `the last check finds every stored id in an archive and in a file of documents`() throws {
    let uuid: [UInt8] = Array(0...15)
    let documents: [Document] = [
      ["a": ["_id": "no"], "_id": "text%20id"], ["_id": .objectID(Array(1...12))], ["_id": .int32(-7)],
      ["_id": .int64(1 << 40)], ["_id": .double(8)], ["_id": .binary(4, uuid)], ["_id": "x", "id": "/db/Message/full"],
      [
        "d": .double(1), "b": .binary(2, [1, 2]), "r": .raw(0x0B, Array("a\0i\0".utf8)), "u": .raw(0x06, []),
        "t": .date(1), "o": .boolean(true), "n": .null, "l": [.int32(1)], "_id": "last",
      ],
    ]
    let ids = [
      "text%2520id", "0102030405060708090a0b0c", "-7", "1099511627776", "8", "00010203-0405-0607-0809-0a0b0c0d0e0f",
      "full", "last",
    ]
    let archive = try write([.init("Other", [["_id": "no"]]), .init("Message", documents)], as: .gzip)
    let lone = try world.folder.write(documents.flatMap(\.bytes), to: "Message.bson")
    let files: [[LastCheck.File]] = [
      [
        .init(path: archive, collection: "app.Other", isBSON: true, storedTable: "Other"),
        .init(path: archive, collection: "app.Message", isBSON: true, storedTable: "Message"),
      ],
      [.init(path: lone, isBSON: true, storedTable: "Message")],
    ]
    for files in files {
      for id in ids {
        let imports = try world.folder.write(#"[{"id":"/db/Message/\#(id)"}]"#, to: "i.json")
        #expect(throws: LastCheckError.self, "\(id)") {
          try LastCheck(importFiles: [.init(path: imports)]).check(export: files)
        }
      }
      let imports = try world.folder.write(#"[{"id":"/db/Message/no"},{"id":"/db/Other/full"}]"#, to: "i.json")
      let counts = try LastCheck(importFiles: [.init(path: imports)]).check(export: files)
      #expect(counts == (files.count == 2 ? [1, 8] : [8]))
    }
  }

  @Test func `the last check refuses what is no archive, at any cut`() throws {
    let archive = ArchiveWriter.archive([.init("Message", Self.stored)])
    let imports = try world.folder.write(#"[{"id":"/db/Message/no"}]"#, to: "i.json")
    let check = try LastCheck(importFiles: [.init(path: imports)])
    let path = world.folder.path(of: "current.archive")
    let file = LastCheck.File(path: path, collection: "app.Message", isBSON: true, storedTable: "Message")
    try world.folder.write(archive, to: "current.archive")
    #expect(try check.check(export: [file]) == [4])
    var accepted: [Int] = []
    for count in 0..<archive.count {
      try world.folder.write(Array(archive[..<count]), to: "current.archive")
      if (try? check.check(export: [file])) != nil { accepted.append(count) }
    }
    // Only where a block ends.
    #expect(accepted.count <= 4 && accepted.allSatisfy { archive[($0 - 4)..<$0].elementsEqual([255, 255, 255, 255]) })
  }

  // MARK: Ids in odd places

  @Test func `parts of different forms are refused`() throws {
    let dump = try world.folder.write(World.stored("m").bytes, to: "Message.bson")
    try world.folder.write(#"[{"id":"/db/Message/a%20b"}]"#, to: "part.json")
    #expect(throws: MergeError.self) {
      try plan(dump) { options in
        options.current.append(world.folder.path(of: "part.json"))
        options.allowsParts = true
      }
    }
  }

  @Test func `a stored key that looks like a reference to another table is a key`() throws {
    let world = try World(
      backup: [.init("T", [["_id": "a"], ["_id": "c"]]), .init("Z", [["_id": "z"]])],
      export: [:]
    )
    let current = try world.folder.write(
      ArchiveWriter.archive([.init("T", [["_id": "a"]]), .init("Z", [["_id": "z"], ["_id": "/db/T/c"]])]),
      to: "current"
    )
    let plan = try world.plan { $0.current = [current] }
    #expect(try plan.recoveredIDs() == ["/db/T/c"])
    let imports = try world.folder.write(#"[{"_id":"c"}]"#, to: "i.json")
    let check = try LastCheck(importFiles: [.init(path: imports, storedTable: "T")])
    let file = LastCheck.File(path: current, collection: "app.Z", isBSON: true, storedTable: "Z")
    #expect(try check.check(export: [file]) == [2])
  }

  @Test func `a document with an id and no _id is counted, and is not written as Extended JSON`() throws {
    let world = try messages(backup: [["id": "/db/Message/a"], ["_id": "b"]], export: [])
    let current = try world.folder.write(ArchiveWriter.archive([.init("Message", [["_id": "b"]])]), to: "current")
    let plan = try world.plan { $0.current = [current] }
    #expect(try plan.withheld() == ["/db/Message/a": "no-key"])
    let file = try world.folder.write(#"[{"id":"/db/Message/a"},{"_id":"b","id":"/db/Message/b"}]"#, to: "i.json")
    #expect(try LastCheck(importFiles: [.init(path: file, storedTable: "Message")]).importIDCounts == [2])
  }

  @Test func `behind the damage of a file of documents, references in ids are looked up`() throws {
    let imports = try world.folder.write(#"[{"id":"/db/Other/o1"}]"#, to: "i.json")
    let check = try LastCheck(importFiles: [.init(path: imports)])
    let document: Document = ["_id": "x", "id": "/db/Other/o1"]
    for bytes in [[0xFF, 0xFF] + document.bytes, Array(document.bytes.dropLast(2))] {
      let path = try world.folder.write(bytes, to: "Message.bson")
      let file = LastCheck.File(path: path, isBSON: true, storedTable: "Message")
      #expect(throws: LastCheckError.self) { try check.check(damaged: file) }
    }
    let path = try world.folder.write((["_id": "x", "by": "/db/Other/o1"] as Document).bytes, to: "Message.bson")
    try check.check(damaged: LastCheck.File(path: path, isBSON: true, storedTable: "Message"))
  }
}
