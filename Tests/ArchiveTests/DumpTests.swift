import Compression
import TestSupport
import Testing

@testable import Archive

@Suite struct DumpTests {
  private let folder: TemporaryFolder
  private let first = World.stored("k1").bytes
  private let second = World.stored("k2").bytes

  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: [UInt8], to name: String) throws {
    try folder.write(name.hasSuffix(".gz") ? GzipWriter.gzip(bytes) : bytes, to: "dump/\(name)")
  }

  private func reading(_ name: String = "") -> Reading {
    Reading(path: folder.path(of: name.isEmpty ? "dump" : "dump/\(name)"))
  }

  @Test(arguments: ["", ".gz"])
  func `the documents of every collection are read, with its metadata`(ending: String) throws {
    try write(first + second, to: "app/Message.bson\(ending)")
    try write(
      Array(#"{"options":{},"indexes":[{"key":{"a":1},"name":"a_1","unique":true}]}"#.utf8),
      to: "app/Message.metadata.json\(ending)"
    )
    try write([], to: "app/Empty.bson\(ending)")
    try write(Array(#"{"ServerVersion":"5.0.1","ToolVersion":"100.9.4"}"#.utf8), to: "prelude.json\(ending)")
    let reading = reading()
    #expect(reading.error == nil)
    #expect(reading.documents == ["app.Message": [first, second]])
    #expect(reading.prelude?.namespaces.map(\.name) == ["app.Empty", "app.Message"])
    #expect(reading.prelude?.namespaces[1].indexes.map(\.name) == ["a_1"])
    #expect(reading.prelude?.serverVersion == "5.0.1" && reading.prelude?.toolVersion == "100.9.4")
  }

  @Test func `one database's folder and one file are dumps too`() throws {
    try write(first, to: "app/Message.bson")
    #expect(reading("app").documents == ["app.Message": [first]])
    #expect(reading("app/Message.bson").documents == ["Message": [first]])
  }

  @Test func `what is no collection of objects is told from one`() throws {
    try write(first, to: "app/Message.bson")
    try write(
      Array(#"{"options":{"viewOn":"Message","pipeline":[]},"indexes":[]}"#.utf8),
      to: "app/latest.metadata.json"
    )
    try write(
      Array(#"{"options":{"timeseries":{"timeField":"t"}},"indexes":[]}"#.utf8),
      to: "app/readings.metadata.json"
    )
    try write(first, to: "app/system.buckets.readings.bson")
    try write(first, to: "app/system.js.bson")
    try write(first, to: "app/$admin.system.users.bson")
    try write(first, to: "admin/system.version.bson")
    try write(first, to: "oplog.bson")
    let kinds = (reading().prelude?.namespaces ?? []).map { "\($0.name) \($0.kind.rawValue)" }
    #expect(
      Set(kinds) == [
        "app.Message collection", "app.latest view", "app.readings time series",
        "app.system.buckets.readings time series", "app.system.js system", "app.$admin.system.users system",
        "admin.system.version system", "oplog oplog",
      ]
    )
  }

  @Test(arguments: [
    ("a+b%2Fc", "a b/c"), ("logs.AppLog", "logs.AppLog"), ("%E6%97%A5", "日"), ("a%2Bb", "a+b"), ("a~b-c_d", "a~b-c_d"),
  ])
  func `file names are unescaped as a URL's query`(file: String, collection: String) throws {
    try write(first, to: "app/\(file).bson")
    #expect(reading().prelude?.namespaces.map(\.collection) == [collection])
  }

  @Test func `a name that was cut is taken from the metadata`() throws {
    let name = String(repeating: "n", count: 300)
    let file = String(name.prefix(208)) + "%24" + String(repeating: "h", count: 27)
    try write(first, to: "app/\(file).bson")
    try write(Array(#"{"indexes":[],"collectionName":"\#(name)"}"#.utf8), to: "app/\(file).metadata.json")
    #expect(reading().prelude?.namespaces.map(\.collection) == [name])
  }

  @Test func `a file that breaks off breaks its own collection, and the others go on`() throws {
    for count in 1..<first.count {
      try write(second + first.prefix(count), to: "app/Broken.bson")
      try write(first, to: "app/Message.bson")
      let reading = reading()
      #expect(reading.error != nil)
      #expect(reading.documents["app.Message"] == [first])
      #expect(reading.events.contains(.end("app.Broken", isIntact: false)))
    }
    try write(ArchiveWriter.terminator, to: "app/Broken.bson")
    #expect(
      reading().error == .damaged(path: folder.path(of: "dump/app/Broken.bson"), offset: 0, cause: .documentLength(-1))
    )
  }

  @Test func `a broken file is known as a whole`() throws {
    // More than is read ahead.
    try write(ArchiveWriter.terminator + [UInt8](repeating: 7, count: 12 << 20), to: "app/Broken.bson")
    try write(first, to: "app/Message.bson")
    let reader = try BackupReader(path: folder.path(of: "dump"), digest: true)
    while try reader.next() != nil {}
    for file in reader.files {
      let whole = try FileSource.summary(of: file.path)
      #expect(file.bytesRead == whole.bytesRead && file.sha256 == whole.sha256, "\(file.path)")
    }
    #expect(reader.files.count == 2)
  }

  @Test func `a collection whose file of documents is missing is broken`() throws {
    try write(first, to: "app/Message.bson")
    try write(Array(#"{"options":{},"indexes":[]}"#.utf8), to: "app/Gone.metadata.json")
    let reading = reading()
    #expect(reading.error != nil && reading.events.contains(.end("app.Gone", isIntact: false)))
  }

  @Test func `metadata that cannot be read are noticed`() throws {
    try write(first, to: "app/Message.bson")
    try write(Array(#"{"indexes":["#.utf8), to: "app/Message.metadata.json")
    #expect(reading().prelude?.namespaces.map(\.hasUnreadableMetadata) == [true])
  }

  @Test func `an archive is one whatever its name, and an empty folder is none`() throws {
    let archive = ArchiveWriter.archive([.init("Message", raw: [first])])
    try write(archive, to: "backup.bson")
    #expect(reading("backup.bson").documents == ["app.Message": [first]])
    try write([], to: "empty/notes.txt")
    #expect(reading("empty").error != nil)
  }
}
