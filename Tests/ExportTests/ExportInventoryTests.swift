import Compression
import Foundation
import TestSupport
import Testing

@testable import Export

@Suite struct ExportInventoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [
    ("Message.json", "Message"), ("Message.json.gz", "Message"), ("Message.ndjson", "Message"),
    ("Message.ndjson.gz", "Message"), ("Message.jsonl", "Message"), ("Message.jsonl.gz", "Message"),
    ("app.Message.json", "Message"), ("app.Message.jsonl.gz", "Message"), ("App.Message.json", "App.Message"),
    ("other.Message.json", "other.Message"), ("application.json", "application"), ("app.json", "app"),
    ("app.app.json", "app"), ("app..json", "app."), ("a.b.c.json", "a.b.c"), ("Message (1).json", "Message (1)"),
    ("a%2Fb.json", "a/b"), ("Stra%C3%9Fe.json", "Straße"), ("Straße.json", "Straße"), ("%41.json", "A"),
    ("app.a%20b.json", "a b"), ("100%.json", "100%"), ("%zz.json", "%zz"), ("%FF.json", "%FF"), ("a+b.json", "a+b"),
    ("x.json.json", "x.json"), ("x.gz.json", "x.gz"),
  ])
  func `a file's name stands for a table`(name: String, table: String) {
    #expect(ExportInventory.table(fileName: name, database: "app") == table)
  }

  @Test(arguments: [
    "", "Message", "Message.csv", "Message.JSON", "Message.json.zip", "Message.json.gz.gz", "Message.json~", "json",
    ".json", ".json.gz", ".gz", ".hidden.json", "..json", "Message.json ", "Message.bson", "README.md", "Message.gz",
  ])
  func `another file's name stands for none`(name: String) {
    #expect(ExportInventory.table(fileName: name, database: "app") == nil)
  }

  @Test func `without a database nothing is dropped`() {
    #expect(ExportInventory.table(fileName: "app.Message.json", database: "") == "app.Message")
    #expect(ExportInventory.table(fileName: ".json", database: "") == nil)
  }

  @Test(arguments: [
    ("Message (1).json", "Message"), ("Message(12).json.gz", "Message"), ("Message ().json", "Message ()"),
    ("Message (x).json", "Message (x)"), ("(1).json", "(1)"), ("Message (1) x.json", "Message (1) x"),
  ])
  func `a file that was downloaded once more is of the same table, where no id says which`(
    name: String,
    table: String
  ) throws {
    // Stored ids are keys, and name no table.
    try folder.write(#"[{"_id":"a"}]"#, to: name)
    let file = try #require(try ExportInventory(paths: [folder.path], database: "app").files.first)
    #expect(file.table == table && file.form == .extendedJSON)
  }

  @Test func `the table is the one of the first id, the name's where there is none`() throws {
    try folder.write(#"[{"id":"/db/Message/1"},{"id":"/db/Other/1"}]"#, to: "a.json")
    try folder.write("{\"n\":1,\"id\":\"/db/User/1\"}\n", to: "b.jsonl")
    try folder.write(GzipWriter.gzip(Array(#"[{"id":"/db/_private/1"}]"#.utf8)), to: "c.json.gz")
    // No object, no id, an id that is no reference, an object that cannot be read: the reader will say.
    try folder.write("[]", to: "d.json")
    try folder.write(#"[{"n":1},{"id":"/db/Message/1"}]"#, to: "e.json")
    try folder.write(#"[{"id":"Message"}]"#, to: "f.json")
    try folder.write(#"[{"id":7}]"#, to: "g.json")
    try folder.write(#"[{"id":"/db/Message/1",]"#, to: "h.json")
    try folder.write("", to: "i.json")
    try folder.write("[{\"id\":\"/db/Message/1\"", to: "j.json")
    let inventory = try ExportInventory(paths: [folder.path], database: "app")
    let tables = Dictionary(uniqueKeysWithValues: inventory.files.map { ($0.nameTable, $0.table) })
    #expect(
      tables == [
        "a": "Message", "b": "User", "c": "_private", "d": "d", "e": "e", "f": "f", "g": "g", "h": "h", "i": "i",
        "j": "j",
      ]
    )
  }

  @Test func `a first object longer than what is read at once tells its table too`() throws {
    let text = String(repeating: "a", count: 200_000)
    try folder.write(#"[{"text":"\#(text)","id":"/db/Message/1"}]"#, to: "x.json")
    let inventory = try ExportInventory(paths: [folder.path], database: "app")
    #expect(inventory.files.map(\.table) == ["Message"])
  }

  @Test func `the files of a folder are sorted by table and path, the others named`() throws {
    for name in ["Z.json", "app.A.json", "M.json.gz", "README.md", ".keep", "a.csv", "notes"] {
      try folder.write("", to: name)
    }
    try folder.write(#"[{"id":"/db/A/1"}]"#, to: "z.jsonl")
    let inventory = try ExportInventory(paths: [folder.path], database: "app")
    #expect(inventory.isFolder)
    #expect(inventory.files.map(\.table) == ["A", "A", "M", "Z"])
    #expect(inventory.files.map(\.nameTable) == ["A", "z", "M", "Z"])
    #expect(inventory.files.map(\.path) == ["app.A.json", "z.jsonl", "M.json.gz", "Z.json"].map(folder.path(of:)))
    #expect(inventory.otherFiles == [".keep", "README.md", "a.csv", "notes"])
    for file in inventory.files { #expect(file.identity == (try FileIdentity.of(path: file.path))) }
  }

  @Test func `what is no regular file is among the others, and is not waited for`() throws {
    try folder.write("[]", to: "A.json")
    try folder.write("[]", to: "Folder.json/B.json")
    _ = folder.makeFIFO("Pipe.json")
    let inventory = try ExportInventory(paths: [folder.path], database: "app")
    #expect(inventory.files.map(\.table) == ["A"])
    #expect(inventory.otherFiles == ["Folder.json", "Pipe.json"])
  }

  @Test func `an empty folder holds nothing and is a folder`() throws {
    let inventory = try ExportInventory(paths: [folder.path], database: "app")
    #expect(inventory.files.isEmpty && inventory.otherFiles.isEmpty && inventory.isFolder)
  }

  @Test func `no paths are no files`() throws {
    let inventory = try ExportInventory(paths: [], database: "app")
    #expect(inventory.files.isEmpty && inventory.otherFiles.isEmpty && !inventory.isFolder)
  }

  @Test func `files can be named one by one`() throws {
    let paths = try ["B.json", "A.ndjson"].map { try folder.write("[]", to: $0) }
    try folder.write("[]", to: "C.json")
    let inventory = try ExportInventory(paths: paths, database: "app")
    #expect(!inventory.isFolder)
    #expect(inventory.files.map(\.table) == ["A", "B"])
    #expect(inventory.files.map(\.path) == paths.reversed())
  }

  @Test func `folders and files can be given together`() throws {
    try folder.write("[]", to: "one/A.json")
    try folder.write("[]", to: "two/B.json")
    try folder.write("", to: "two/notes")
    let file = try folder.write("[]", to: "C.json")
    let paths = [file, folder.path(of: "two"), folder.path(of: "one/")]
    let inventory = try ExportInventory(paths: paths, database: "app")
    #expect(inventory.isFolder)
    #expect(inventory.files.map(\.table) == ["A", "B", "C"])
    #expect(inventory.files.map(\.path) == [folder.path(of: "one/A.json"), folder.path(of: "two/B.json"), file])
    #expect(inventory.otherFiles == ["notes"])
  }

  @Test func `a named file has to be one of a table`() throws {
    let notes = try folder.write("[]", to: "notes.txt")
    #expect(failure([notes]) == .notATableFile(path: notes))
    let fifo = folder.makeFIFO("Pipe.json")
    #expect(failure([fifo]) == .cannotRead(.notReadable(path: fifo)))
  }

  @Test func `a named file has to be there`() throws {
    let missing = folder.path(of: "Message.json")
    #expect(failure([missing]) == .cannotRead(.cannotOpen(path: missing, errno: ENOENT)))
    #expect(failure([try folder.write("[]", to: "A.json"), missing]) != nil)
  }

  @Test
  func `a missing folder is told as missing`() {
    let missing = folder.path(of: "export")
    #expect(failure([missing]) == .cannotRead(.cannotOpen(path: missing, errno: ENOENT)))
  }

  @Test func `a link that leads nowhere stops the inventory`() throws {
    let link = folder.path(of: "Message.json")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path(of: "gone"))
    let error = ExportInventory.Failure.cannotRead(.cannotOpen(path: link, errno: ENOENT))
    #expect(failure([folder.path]) == error)
  }

  @Test func `a link is as good as the file`() throws {
    let file = try folder.write("[]", to: "elsewhere/data")
    try folder.write("", to: "export/.keep")
    let link = folder.path(of: "export/Message.json")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let inventory = try ExportInventory(paths: [folder.path(of: "export")], database: "app")
    #expect(inventory.files.map(\.table) == ["Message"])
  }

  private func failure(_ paths: [String]) -> ExportInventory.Failure? {
    do throws(ExportInventory.Failure) {
      _ = try ExportInventory(paths: paths, database: "app")
      return nil
    } catch {
      return error
    }
  }
}
