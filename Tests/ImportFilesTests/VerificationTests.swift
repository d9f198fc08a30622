import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

@Suite struct VerificationTests {
  private let world: World
  private let output: String

  init() throws {
    let unique = #"{"indexes":[{"key":{"text":1},"name":"unique","unique":true}]}"#
    world = try World(
      backup: [.init("Message", (1...3).map { World.stored("k\($0)") }, metadata: unique)],
      export: ["Message.json": World.array([World.exported("k1")])]
    )
    output = world.folder.path(of: "recovered")
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.hashesInputs = true
    _ = try ImportFolder(path: output).publish(try Planner(options).plan())
  }

  private func verify(export objects: [String]) throws -> Verification {
    try world.folder.write(World.array(objects), to: "fresh/Message.json")
    return try Verification(folder: output, current: [world.folder.path(of: "fresh")])
  }

  @Test func `a folder is ready while none of its objects is there`() throws {
    let verification = try verify(export: [World.exported("k1")])
    #expect(verification.isReady && !verification.isImported)
    #expect(verification.files.map { $0.count(.absent) } == [2])
  }

  @Test func `each object that is there is said, with whether it is as it was written`() throws {
    let verification = try verify(export: [
      World.exported("k1"), World.exported("k2", version: 9), World.exported("k3", text: "new"),
    ])
    #expect(!verification.isReady && !verification.isImported)
    #expect(verification.files[0].objects.map(\.state) == [.same, .changed])
  }

  @Test func `after the import all objects are the same`() throws {
    let verification = try verify(export: [
      World.exported("k3", version: 2), World.exported("k2"), World.exported("k5"),
    ])
    #expect(verification.isImported)
  }

  @Test func `a value that was taken since would clash`() throws {
    let verification = try verify(export: [World.exported("k1"), World.exported("k8", text: "text of k2")])
    #expect(!verification.isReady)
    #expect(verification.files[0].objects.map { $0.clash?.otherID } == ["/db/Message/k8", nil])
  }

  @Test func `a file that is not as it was written is not ready`() throws {
    let text = String(decoding: try #require(world.folder.read("recovered/import/Message.json")), as: UTF8.self)
    try world.folder.write(text.replacing("text of k2", with: "text of kx"), to: "recovered/import/Message.json")
    let verification = try verify(export: [World.exported("k1")])
    #expect(!verification.isReady && verification.files[0].isIntact == false)
  }

  @Test func `a file that the manifest does not name is not ready`() throws {
    try world.folder.write("[]", to: "recovered/import/More.json")
    let verification = try verify(export: [World.exported("k1")])
    #expect(!verification.isReady && verification.unexpectedFiles == ["import/More.json"])
  }

  @Test(arguments: ["undo.json", "withheld.json"])
  func `the files beside the import files have to be as they were written, too`(name: String) throws {
    try world.folder.write("{}", to: "recovered/\(name)")
    let verification = try verify(export: [World.exported("k1")])
    #expect(!verification.isReady && verification.unexpectedFiles == [name])
  }

  @Test func `a damaged import file is told as what it is`() throws {
    try world.folder.write("[{", to: "recovered/import/Message.json")
    #expect {
      try verify(export: [World.exported("k1")])
    } throws: { error in
      if case .importFile = error as? VerificationError { true } else { false }
    }
  }

  @Test func `a file of another table that holds one of the ids counts, and one that cannot be read is an error`()
    throws
  {
    try world.folder.write(#"[{"id":"/db/Q/1"},{"id":"/db/Message/k2"}]"#, to: "fresh/Q.json")
    #expect(try verify(export: [World.exported("k1")]).files[0].objects.map(\.state) == [.changed, .absent])
    try world.folder.write(#"[{"id":"/db/Q/1"},{"x":,"id":"/db/Message/k2"}]"#, to: "fresh/Q.json")
    #expect(throws: ImportFolderError.self) { try verify(export: [World.exported("k1")]) }
  }

  @Test func `an export that is empty or cut to a page says nothing of what is absent`() throws {
    #expect(try verify(export: [World.exported("k1"), World.exported("k9")]).isReady)
    let empty = try verify(export: [])
    #expect(!empty.isReady && empty.files[0].doubt == .empty)
  }

  @Test func `stored keys that are encoded are so in what was written, too`() throws {
    let own = try World(
      backup: [.init("Message", [["_id": "k1"], ["_id": "a%20b"]])],
      export: ["Message.json": #"[{"id":"/db/Message/k1"}]"#]
    )
    var options = PlanOptions(backup: own.backup, current: [own.export])
    options.temporaryFolder = own.folder.path
    options.comparison.encodedKeys = ["Message"]
    options.outputFormat = .canonicalExtendedJSON
    let output = own.folder.path(of: "recovered")
    _ = try ImportFolder(path: output).publish(try Planner(options).plan())
    #expect(try Verification(folder: output, current: [own.export]).isReady)
    try own.folder.write(#"[{"id":"/db/Message/k1"},{"id":"/db/Message/a%20b"}]"#, to: "fresh/Message.json")
    let verification = try Verification(folder: output, current: [own.folder.path(of: "fresh")])
    #expect(!verification.isReady && verification.files[0].objects.map(\.state) == [.same])
  }

  @Test func `a clash is found however deep the export is nested`() throws {
    let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    let verification = try verify(export: [
      World.exported("k1"), #"{"id":"/db/Message/k7","deep":\#(deep)}"#, World.exported("k8", text: "text of k2"),
    ])
    #expect(verification.files[0].objects.map { $0.clash?.otherID } == ["/db/Message/k8", nil])
  }

  @Test func `without the table's export nothing can be said`() throws {
    try world.folder.write("[]", to: "fresh/Other.json")
    #expect(throws: VerificationError.missingTable("Message")) {
      try Verification(folder: output, current: [world.folder.path(of: "fresh")])
    }
    #expect(throws: MergeError.self) { try verify(export: ["7"]) }
    #expect(throws: VerificationError.self) { try Verification(folder: world.export, current: [world.export]) }
  }
}
