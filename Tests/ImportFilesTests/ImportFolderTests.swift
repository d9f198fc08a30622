import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

@Suite struct ImportFolderTests {
  private let world: World
  private let output: String

  init() throws {
    world = try World(
      backup: [
        .init("Message", (1...4).map { World.stored("k\($0)") }),
        .init("Other", [World.stored("o1"), World.stored("o2")]),
      ],
      export: [
        "Message.json": World.array([World.exported("k1"), World.exported("k9")]),
        "Other.json": World.array([World.exported("o1", table: "Other")]),
      ]
    )
    output = world.folder.path(of: "recovered")
  }

  private func plan(_ change: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.hashesInputs = true
    change(&options)
    return try Planner(options).plan()
  }

  private func json(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(try #require(world.folder.read("recovered/\(name)"))))
  }

  /// Names in the test's folder that begin as those of unfinished folders do.
  private var leftovers: [String] { world.folder.files.filter { $0.contains(".regraft-") } }

  @Test func `the folder holds the import files, sorted by id, and what was made of them`() throws {
    let files = try ImportFolder(path: output).publish(try plan())
    #expect(
      files.map(\.path) == ["import/Message.json", "import/Other.json", "undo.json", "withheld.json", "manifest.json"]
    )
    let objects = try #require(try json("import/Message.json") as? [[String: Any]])
    #expect(objects.map { $0["id"] as? String } == ["/db/Message/k2", "/db/Message/k3", "/db/Message/k4"])
    #expect((try json("withheld.json") as? [Any])?.isEmpty == true)
    let undo = try #require(try json("undo.json") as? [String: [[String: Any]]])
    #expect(undo["tables"]?.map { ($0["objects"] as? [Any])?.count } == [3, 1])
    let manifest = try #require(try json("manifest.json") as? [String: Any])
    let stated = try #require(manifest["files"] as? [[String: Any]])
    #expect(stated.map { $0["sha256"] as? String } == files.dropLast().map(\.sha256))
    #expect(leftovers.isEmpty)
  }

  @Test func `folders and files are for their owner alone`() throws {
    _ = try ImportFolder(path: output).publish(try plan())
    for name in world.folder.files where name.hasPrefix("recovered") {
      let attributes = try FileManager.default.attributesOfItem(atPath: world.folder.path(of: name))
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(name)")
    }
  }

  @Test func `what a killed run has left is removed, and nothing else`() throws {
    let folder = world.folder
    try folder.write("half", to: ".recovered.regraft-killed/import/Message.json")
    try folder.write("at work", to: ".recovered.regraft-atwork/undo.json")
    try folder.write("longer", to: ".recovered.regraft-1234567/undo.json")
    try folder.write("a file", to: ".recovered.regraft-afilee")
    try folder.write("linked", to: "precious/letter.txt")
    let link = folder.path(of: ".recovered.regraft-linked")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path(of: "precious"))
    let lock = try #require(WorkplaceLock(folder.path(of: ".recovered.regraft-atwork")))
    _ = try withExtendedLifetime(lock) { try ImportFolder(path: output).publish(try plan()) }
    #expect(folder.read(".recovered.regraft-killed/import/Message.json") == nil)
    #expect(!FileManager.default.fileExists(atPath: folder.path(of: ".recovered.regraft-killed")))
    #expect(folder.read(".recovered.regraft-atwork/undo.json") != nil)
    #expect(folder.read(".recovered.regraft-1234567/undo.json") != nil)
    #expect(folder.read(".recovered.regraft-afilee") != nil)
    #expect(folder.read("precious/letter.txt") != nil)
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil)
  }

  @Test func `the same inputs and options give the same bytes`() throws {
    _ = try ImportFolder(path: output).publish(try plan())
    _ = try ImportFolder(path: world.folder.path(of: "again")).publish(try plan())
    for name in ["import/Message.json", "undo.json", "withheld.json", "manifest.json"] {
      #expect(world.folder.read("recovered/\(name)") == world.folder.read("again/\(name)"), "\(name)")
    }
  }

  @Test func `what stands at the place is kept unless it is to be replaced and is one of ours`() throws {
    _ = try ImportFolder(path: output).publish(try plan())
    let before = world.folder.read("recovered/manifest.json")
    #expect(throws: ImportFolderError.exists(path: output)) { try ImportFolder(path: output) }
    _ = try ImportFolder(path: output + "/", replaces: true).publish(try plan { $0.selection.tables = ["Other"] })
    #expect(world.folder.read("recovered/manifest.json") != before)
    #expect(world.folder.read("recovered/import/Message.json") == nil)

    try world.folder.write("mine", to: "home/letter.txt")
    let home = world.folder.path(of: "home")
    #expect(throws: ImportFolderError.notReplaceable(path: home)) { try ImportFolder(path: home, replaces: true) }
    try FileManager.default.createSymbolicLink(atPath: world.folder.path(of: "link"), withDestinationPath: output)
    #expect(throws: ImportFolderError.self) { try ImportFolder(path: world.folder.path(of: "link"), replaces: true) }
    #expect(leftovers.isEmpty)
  }

  @Test func `an id that has come back since the first reading aborts the run with nothing published`() throws {
    let plan = try plan()
    // A file of the same size and time, so that only its ids tell.
    let path = world.folder.path(of: "export/Message.json")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let text = String(decoding: try #require(world.folder.read("export/Message.json")), as: UTF8.self)
    try text.replacing("/db/Message/k9", with: "/db/Message/%6b2".prefix(14)).write(
      toFile: path,
      atomically: false,
      encoding: .utf8
    )
    try text.replacing("/db/Message/k9", with: "/db/Message/k2").write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(attributes[.modificationDate])],
      ofItemAtPath: path
    )
    #expect(throws: ImportFolderError.lastCheck(.currentID(id: "/db/Message/k2", path: path))) {
      try ImportFolder(path: output).publish(plan)
    }
    #expect(world.folder.read("recovered/manifest.json") == nil && leftovers.isEmpty)
  }

  @Test func `an export that changed since the first reading aborts the run`() throws {
    let plan = try plan()
    try world.folder.write(World.array([World.exported("k1"), World.exported("k7")]) + " ", to: "export/Message.json")
    #expect(throws: ImportFolderError.lastCheck(.changed(path: world.folder.path(of: "export/Message.json")))) {
      try ImportFolder(path: output).publish(plan)
    }
    #expect(leftovers.isEmpty)
  }

  @Test func `a file that came into the folder since aborts the run`() throws {
    let plan = try plan()
    try world.folder.write(World.array([World.exported("k2")]), to: "export/Message (1).json")
    #expect(throws: ImportFolderError.lastCheck(.changed(path: world.folder.path(of: "export/Message (1).json")))) {
      try ImportFolder(path: output).publish(plan)
    }
    #expect(leftovers.isEmpty)
  }

  @Test func `an id of another table in a damaged file counts as current`() throws {
    try world.folder.write(
      World.array([World.exported("k1"), World.exported("o2", table: "Other")]),
      to: "export/Message.json"
    )
    #expect(throws: ImportFolderError.self) { try ImportFolder(path: output).publish(try plan()) }
    #expect(leftovers.isEmpty)
  }

  @Test(arguments: ["\n", ","])
  func `an id behind the damage of a file counts as current`(damage: String) throws {
    try world.folder.write(
      #"[\#(World.exported("k1")),{"id":"/db/Message/q","x":"a\#(damage)b"\#(damage)},{ "id" : "/db/Other/\u006f2"}]"#,
      to: "export/Message.json"
    )
    let plan = try plan()
    #expect(plan.tables.map { $0.figures.recovered } == [0, 1])
    #expect(throws: ImportFolderError.self) { try ImportFolder(path: output).publish(plan) }
    #expect(leftovers.isEmpty)
  }

  @Test func `a stopped table stands in the list of what is withheld, with its count where there is one`() throws {
    try world.folder.write("[", to: "export/Message.json")
    _ = try ImportFolder(path: output).publish(try plan())
    let withheld = try #require(try json("withheld.json") as? [[String: Any]])
    #expect(withheld.count == 1 && withheld[0]["reason"] as? String == "table-stopped")
    #expect(withheld[0]["objects"] is NSNull)
  }

  @Test func `a stopped run publishes nothing`() throws {
    let plan = try plan { $0.maxObjects = 1 }
    #expect(throws: ImportFolderError.stopped(plan.stops)) { try ImportFolder(path: output).publish(plan) }
    #expect(!world.folder.files.contains("recovered"))
  }

  @Test func `a place that cannot be written is an error that names it`() throws {
    let file = try world.folder.write("a file", to: "file")
    #expect(throws: ImportFolderError.self) { try ImportFolder(path: file + "/below").publish(try plan()) }
  }

  @Test(arguments: ["../x", "a/b", "..", "logs.AppLog", "日本", "new\nline", String(repeating: "ü", count: 120)])
  func `the file of a table stays within the folder, whatever its name`(table: String) throws {
    let name = ImportShape().fileName(ImportFolder.fileName(table: table), part: 1)
    #expect(!name.contains("/") && !name.contains("\n") && name.utf8.count <= 255 && name.hasSuffix(".json"))
    #expect(!name.hasPrefix("."))
    #expect(ImportFolder.fileName(table: table + "x") != name)
  }
}
