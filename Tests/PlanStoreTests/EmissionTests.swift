import ExtendedJSON
import Foundation
import GRDB
import ImportFiles
import Merge
import TestSupport
import Testing

@testable import PlanStore

/// Plans that were kept become import files.
@Suite struct EmissionTests {
  private let world: World
  private let path: String
  private let output: String

  init() throws {
    let unique = #"{"indexes":[{"key":{"name":1},"name":"name_1","unique":true}]}"#
    world = try World(
      backup: [
        .init(
          "Message",
          [
            ["_id": "a", "name": "Ann", "chief": "/db/Message/b"],
            ["_id": "b", "name": "Bob", "chief": "/db/Message/c"],
            ["_id": "c", "name": "Cid"], ["_id": "d", "name": "Dan"], ["_id": "kept", "name": "x"],
            ["_id": "taken", "name": "y"],
          ],
          metadata: unique
        ),
        .init("Lost", [["_id": "l"]]), .init("Note", [["_id": "n", "of": "/db/Message/d"], ["_id": "m"]]),
      ],
      export: [
        "Message.json": World.array([#"{"id":"/db/Message/kept","name":"x"}"#, #"{"id":"/db/Message/new","name":"y"}"#]
        ),
        "Note.json": World.array([#"{"id":"/db/Note/m"}"#]),
      ]
    )
    path = world.folder.path(of: "today.plan")
    output = world.folder.path(of: "recovered")
  }

  private func options(_ change: (inout PlanOptions) -> Void = { _ in }) -> PlanOptions {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.keepsEveryObject = true
    change(&options)
    return options
  }

  private func keep(_ change: (inout PlanOptions) -> Void = { _ in }) throws {
    try PlanFile.write(try Planner(options(change)).plan(), to: path, replaces: true)
  }

  private func emit(current: [String] = [], progress: RunProgress? = nil) throws -> Emission.Outcome {
    var emission = try Emission(plan: path, output: output)
    emission.current = current
    emission.temporaryFolder = world.folder.path
    emission.progress = progress
    return emission.run()
  }

  @Test(arguments: [false, true])
  func `it tells its stages, and each ends with all that it had to read`(isFresh: Bool) throws {
    try keep()
    let progress = RunProgress()
    #expect(try emit(current: isFresh ? [world.export] : [], progress: progress).failure == nil)
    let states = progress.states
    let comparing: [RunProgress.Stage] = [
      .writing, .readingImportFiles, .readingExport, .readingExportAgain, .deciding, .readingExportAgain,
    ]
    #expect(states.map(\.stage) == (isFresh ? comparing : [.readingExport]) + [.writing, .lastCheck])
    #expect(states.allSatisfy { $0.bytes == $0.totalBytes ?? 0 })
    #expect(states.filter { $0.totalBytes == nil }.allSatisfy { $0.stage == .writing || $0.stage == .deciding })
  }

  private func decide(_ change: (inout Decisions) -> Void) throws -> DecisionOutcome {
    var decisions = Decisions()
    change(&decisions)
    return try PlanFile.decide(decisions, in: path)
  }

  /// The ids in the import files.
  private func emitted() throws -> [String] {
    let files = world.folder.files.filter { $0.hasPrefix("recovered/import/") }
    return try files.flatMap { name in
      let data = Data(try #require(world.folder.read(name)))
      let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
      return objects.compactMap { $0["id"] as? String }
    }.sorted()
  }

  private func document(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(try #require(world.folder.read("recovered/\(name)"))))
  }

  /// Why objects are withheld, by their ids.
  private func withheld() throws -> [String: String] {
    let entries = try #require(try document("withheld.json") as? [[String: Any]])
    return Dictionary(
      entries.map { ($0["id"] as? String ?? $0["table"] as? String ?? "", $0["reason"] as? String ?? "") }
    ) {
      first,
      _ in first
    }
  }

  private func fresh(_ messages: [String], notes: [String] = [#"{"id":"/db/Note/m"}"#]) throws -> [String] {
    try world.folder.write(World.array(messages), to: "fresh/Message.json")
    try world.folder.write(World.array(notes), to: "fresh/Note.json")
    return [world.folder.path(of: "fresh")]
  }

  private static let kept = [#"{"id":"/db/Message/kept","name":"x"}"#, #"{"id":"/db/Message/new","name":"y"}"#]

  @Test(arguments: [ObjectFormatCase.own, .canonical])
  func `the folder is the one that a recovery writes, to the byte`(format: ObjectFormatCase) throws {
    try keep { $0.outputFormat = format.format }
    let outcome = try emit()
    #expect(outcome.failure == nil && outcome.published == output)
    #expect(outcome.isIncomplete)
    let other = world.folder.path(of: "other")
    _ = try ImportFolder(path: other).publish(try Planner(options { $0.outputFormat = format.format }).plan())
    let names = ["manifest.json", "undo.json", "withheld.json", "import/Message.json", "import/Note.json"]
    for name in names {
      #expect(world.folder.read("recovered/\(name)") == world.folder.read("other/\(name)"), "\(name)")
    }
    #expect(
      try outcome.files.map(\.path) == ImportFolder(path: other + "2").publish(Planner(options()).plan()).map(\.path)
    )
  }

  @Test func `what was taken out is not written, and not counted as selected`() throws {
    try keep()
    #expect(try decide { $0.excluded = ["/db/Message/a", "/db/Note/n"] } == DecisionOutcome(recovered: 3, excluded: 2))
    let outcome = try emit()
    #expect(outcome.failure == nil)
    #expect(try emitted() == ["/db/Message/b", "/db/Message/c", "/db/Message/d"])
    #expect(!world.folder.files.contains("recovered/import/Note.json"))
    let manifest = try #require(try document("manifest.json") as? [String: Any])
    #expect(manifest["excluded"] as? [String] == ["/db/Message/a", "/db/Note/n"])
    for table in try #require(manifest["tables"] as? [[String: Any]]) {
      let figures = ["recovered", "withheld", "selected", "followed"].map { table[$0] as? Int ?? -1 }
      #expect(figures[0] + figures[1] == figures[2] + figures[3], "\(table)")
    }
    let verification = try Verification(folder: output, current: [world.export])
    #expect(verification.isReady)
  }

  @Test func `what a fresh export holds again, or clashes with, is withheld`() throws {
    try keep()
    let current = try fresh(
      Self.kept + [#"{"id":"/db/Message/a","name":"again"}"#, #"{"id":"/db/Message/other","name":"Cid"}"#]
    )
    let outcome = try emit(current: current)
    #expect(outcome.failure == nil)
    #expect(try emitted() == ["/db/Message/b", "/db/Message/d", "/db/Note/n"])
    #expect(
      try withheld() == [
        "/db/Message/a": "in-export", "/db/Message/c": "unique-index", "/db/Message/taken": "unique-index",
        "Lost": "table-stopped",
      ]
    )
    let manifest = try #require(try document("manifest.json") as? [String: Any])
    let inputs = try #require(manifest["exports"] as? [[String: Any]])
    #expect(inputs.map { $0["name"] as? String } == ["Message.json", "Note.json"])
    #expect(inputs[0]["bytes"] as? Int == world.folder.read("fresh/Message.json")?.count)
    let table = try #require((manifest["tables"] as? [[String: Any]])?.first { $0["table"] as? String == "Message" })
    #expect(table["current"] as? Int == 4 && table["recovered"] as? Int == 2 && table["withheld"] as? Int == 3)
    #expect(world.folder.files.allSatisfy { !$0.contains("regraft-emit") })
  }

  @Test func `a fresh export without objects of a table stops it`() throws {
    try keep()
    let outcome = try emit(current: try fresh(Self.kept, notes: []))
    #expect(outcome.isIncomplete)
    #expect(try emitted() == ["a", "b", "c", "d"].map { "/db/Message/\($0)" })
    #expect(try withheld()["Note"] == "table-stopped")
  }

  @Test func `a fresh export without a table's file, or with a damaged one, is refused`() throws {
    try keep()
    try world.folder.write(World.array(Self.kept), to: "fresh/Message.json")
    let current = [world.folder.path(of: "fresh")]
    #expect(try emit(current: current).failure as? VerificationError == .missingTable("Note"))
    try world.folder.write(#"[{"id":"/db/Note/m"}"#, to: "fresh/Note.json")
    #expect(try emit(current: current).failure is MergeError)
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `the plan's own export must be as it was`() throws {
    try keep()
    let note = world.export + "/Note.json"
    let old = try #require(FileManager.default.contents(atPath: note))
    try Data((String(decoding: old, as: UTF8.self) + " ").utf8).write(to: URL(fileURLWithPath: note))
    #expect(try emit().failure as? PlanFileError == .exportChanged(path: note))
    try FileManager.default.removeItem(atPath: note)
    #expect(try emit().failure as? PlanFileError == .exportChanged(path: note))
    try old.write(to: URL(fileURLWithPath: note))
    let new = try world.folder.write(World.array([#"{"id":"/db/Lost/l"}"#]), to: "export/Lost.json")
    #expect(try emit().failure as? PlanFileError == .exportChanged(path: new))
    #expect(!FileManager.default.fileExists(atPath: output))
    try FileManager.default.removeItem(atPath: new)
    #expect(try emit().failure == nil)
  }

  @Test func `a fresh export in which most objects are gone stops the table`() throws {
    let many = (1...150).map { #"{"id":"/db/Message/n\#($0)"}"# }
    try world.folder.write(World.array(Self.kept + many), to: "export/Message.json")
    try keep()
    #expect(try emit(current: try fresh(Self.kept)).isIncomplete)
    #expect(try emitted() == ["/db/Note/n"] && withheld()["Message"] == "table-stopped")
  }

  @Test func `a plan that is written to at the same time is waited for, and a folder that is there is no failure`()
    throws
  {
    try keep()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let writer = try DatabaseQueue(path: path, configuration: configuration)
    let done = DispatchSemaphore(value: 0)
    try writer.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    DispatchQueue.global().async {
      usleep(300_000)
      try? writer.inDatabase { try $0.execute(sql: "COMMIT") }
      done.signal()
    }
    let outcome = try emit()
    done.wait()
    #expect(outcome.failure == nil && outcome.published == output)
  }

  @Test func `what a killed edit has begun is taken back`() throws {
    try keep()
    // A journal whose header says nothing is to be taken back.
    try world.folder.write([UInt8](repeating: 0, count: 512), to: "today.plan-journal")
    #expect(try emit().failure == nil)
    #expect(throws: PlanFileError.notAPlan(path: world.folder.path)) { try PlanFile(path: world.folder.path) }
  }

  @Test func `a fresh export that ends before the plan's own is refused`() throws {
    let moments = ["2021-05-04T10:00:00Z", "2021-05-04T11:00:00Z"]
    func messages(_ moment: String) -> [String] {
      [#"{"id":"/db/Message/kept","name":"x","updatedAt":"\#(moment)"}"#, #"{"id":"/db/Message/new","name":"y"}"#]
    }
    try world.folder.write(World.array(messages(moments[1])), to: "export/Message.json")
    try keep()
    let older = try emit(current: try fresh(messages(moments[0]))).failure as? PlanFileError
    guard case .olderExport(let latest, let planned)? = older else {
      Issue.record("not refused")
      return
    }
    #expect(planned - latest == 3_600_000 && !FileManager.default.fileExists(atPath: output))
    var emission = try Emission(plan: path, output: output)
    emission.current = [world.folder.path(of: "fresh")]
    emission.allowsOlderExport = true
    emission.temporaryFolder = world.folder.path
    #expect(emission.run().failure == nil)
    try FileManager.default.removeItem(atPath: output)
    #expect(try emit(current: try fresh(messages(moments[1]))).failure == nil)
  }

  @Test func `a plan that somebody has tampered with does not get past the last check`() throws {
    try keep()
    try DatabaseQueue(path: path).write { database in
      try database.execute(sql: #"UPDATE objects SET body = '{"id":"/db/Message/kept"}' WHERE id = '/db/Message/a'"#)
    }
    let failure = try emit().failure as? ImportFolderError
    #expect(failure == .lastCheck(.currentID(id: "/db/Message/kept", path: world.export + "/Message.json")))
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test(
    arguments: [
      "UPDATE objects SET body = NULL", "UPDATE objects SET body = 'no JSON'", "UPDATE objects SET id = NULL",
      "UPDATE objects SET followed = 'x', body = x'00'", "UPDATE tables SET recovered = 'many'",
      "UPDATE tables SET recovered = 100", "UPDATE meta SET value = '{'", "DELETE FROM meta", "DROP VIEW recovered",
      "UPDATE export_files SET form = 'other'", "UPDATE inputs SET sha256 = 'other'", "DELETE FROM export_files",
      "UPDATE tables SET name = NULL",
      "UPDATE objects SET followed = -9223372036854775808; INSERT INTO decisions SELECT id, 0, '' FROM objects",
      "UPDATE tables SET selected = 9223372036854775807", "UPDATE tables SET backup = -1",
      "UPDATE withheld_entries SET entry = NULL",
    ]
  )
  func `a plan that somebody has damaged is refused`(statement: String) throws {
    try keep()
    try DatabaseQueue(path: path).write { try $0.execute(sql: statement) }
    #expect(try emit().failure != nil)
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `with strict references, what refers to something taken out is withheld too`() throws {
    try keep { $0.strictReferences = true }
    _ = try decide { $0.excluded = ["/db/Message/c", "/db/Message/d"] }
    #expect(try emit().failure == nil)
    #expect(try emitted() == [])
    #expect(
      try withheld().filter { $0.value == "strict-reference" }.keys.sorted() == [
        "/db/Message/a", "/db/Message/b", "/db/Note/n",
      ]
    )
  }

  @Test func `a reference to what is back is no reason to withhold`() throws {
    try keep { $0.strictReferences = true }
    #expect(try emit(current: try fresh(Self.kept + [#"{"id":"/db/Message/c"}"#])).failure == nil)
    #expect(try emitted() == ["/db/Message/a", "/db/Message/b", "/db/Message/d", "/db/Note/n"])
  }

  @Test func `nor is one to what was taken out, and is back`() throws {
    try keep { $0.strictReferences = true }
    _ = try decide { $0.excluded = ["/db/Message/c"] }
    #expect(try emit(current: try fresh(Self.kept + [#"{"id":"/db/Message/c"}"#])).failure == nil)
    #expect(try emitted() == ["/db/Message/a", "/db/Message/b", "/db/Message/d", "/db/Note/n"])
    #expect(try withheld()["/db/Message/c"] == nil)
  }

  @Test func `a plan whose run was stopped, or that knows none of the named ids, is refused`() throws {
    try keep { $0.maxObjects = 1 }
    guard case .stopped? = try emit().failure as? PlanFileError else {
      Issue.record("not refused")
      return
    }
    try keep { $0.selection.ids = ["/db/Message/nobody"] }
    #expect(try emit().failure as? ImportFolderError == .unknownIDs)
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `of several backups the manifest counts what is written`() throws {
    let older = try world.folder.write(
      ArchiveWriter.archive([.init("Note", [["_id": "m"], ["_id": "o1"], ["_id": "o2"]])]),
      to: "2021-05-01Z.dump"
    )
    try keep {
      $0.backups.append(older)
      $0.selection.allDeleted = true
    }
    _ = try decide { $0.excluded = ["/db/Note/o1"] }
    #expect(try emit().failure == nil)
    let manifest = try #require(try document("manifest.json") as? [String: Any])
    let table = try #require((manifest["tables"] as? [[String: Any]])?.first { $0["table"] as? String == "Note" })
    let sources = try #require(table["sources"] as? [[String: Any]])
    #expect(sources.map { $0["objects"] as? Int } == [1, 1])
    #expect(sources.map { $0["lastSeen"] as? String } == ["2021-05-04Z.dump.gz", "2021-05-01Z.dump"])
  }

  @Test func `by a schema, objects of subclasses are found in the fresh export of their superclass`() throws {
    let classes = #"""
      [{"class":"/db/Message","fields":{"name":{"type":"/db/String"},"chief":{"type":"/db/Message"},
      "tags":{"type":"/db/collection.Map[/db/String,/db/Message]"}}},
      {"class":"/db/Mail","superClass":"/db/Message","fields":{"sent":{"type":"/db/DateTime"}}}]
      """#
    let schema = try SchemaFolder(path: try world.folder.write(classes, to: "schema.json"))
    try keep {
      $0.schema = schema
      $0.selection.tables = ["Message"]
    }
    let file = try PlanFile(path: path)
    #expect(try SchemaFolder.schema(json: try #require(try file.meta("classes")), path: path) == schema.schema)
    #expect(try emit(current: try fresh(Self.kept + [#"{"id":"/db/Message/a"}"#])).failure == nil)
    #expect(try emitted() == ["/db/Message/b", "/db/Message/c", "/db/Message/d"])
  }
}

/// A format of what is written.
enum ObjectFormatCase: Sendable {
  case own, canonical

  var format: ObjectFormat? { self == .own ? nil : .canonicalExtendedJSON }
}
