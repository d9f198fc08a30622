import Foundation
import GRDB
import ImportFiles
import Merge
import Reports
import TestSupport
import Testing

@testable import PlanStore

/// The plan files of shards: what may be done with them, and which of them can be joined.
@Suite struct ShardTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [.init("Message", (1...9).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array((1...5).map { World.exported("k\($0)", text: $0 == 5 ? "new" : nil) })]
    )
  }

  /// Keeps the plan of a part, and gives its path.
  private func part(
    _ number: Int,
    of count: Int,
    _ name: String? = nil,
    label: String? = nil,
    _ change: (inout PlanOptions) -> Void = { _ in }
  ) throws -> String {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.keepsEveryObject = true
    options.shard = Shard(number: number, of: count)
    change(&options)
    let path = world.folder.path(of: name ?? "part-\(number)-of-\(count).plan")
    try PlanFile.write(try Planner(options).plan(), to: path, replaces: true, label: label)
    return path
  }

  private var output: String { world.folder.path(of: "joined.plan") }

  private func join(_ paths: [String]) throws -> Plan {
    var merge = try PlanMerge(shards: paths, output: output)
    merge.temporaryFolder = world.folder.path
    return try merge.run()
  }

  private func expect(_ error: PlanFileError, _ paths: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(throws: error, sourceLocation: sourceLocation) { try join(paths) }
    #expect(!FileManager.default.fileExists(atPath: output), sourceLocation: sourceLocation)
  }

  @Test func `a part can be looked at, and nothing else`() throws {
    let path = try part(2, of: 3)
    let file = try PlanFile(path: path)
    let shard = try #require(Shard(number: 2, of: 3))
    #expect(file.shard == shard)
    var lines: [String] = []
    try PlanPreview(file).write { lines.append($0) }
    #expect(lines[0].hasSuffix(", part 2 of 3: nothing is decided yet"))
    #expect(lines.contains("Recover   nothing before the parts are joined"))
    #expect(lines.last?.contains("merge-plans") == true || lines.contains { $0.contains("`regraft merge-plans`") })
    try file.forEachObject(StoredObjectFilter()) { #expect($0.action == "keep") }

    let refusal = PlanFileError.shard(path: path, shard)
    let emission = try Emission(plan: path, output: world.folder.path(of: "recovered")).run()
    #expect(emission.failure as? PlanFileError == refusal && emission.published == nil)
    #expect(throws: refusal) { try PlanFile.decide(Decisions(), in: path) }
    #expect(throws: refusal) { try PlanReport(file).page() }
  }

  @Test func `the plan of a part is not published`() throws {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    let shard = try #require(Shard(number: 1, of: 1))
    options.shard = shard
    let plan = try Planner(options).plan()
    #expect(plan.totals.recovered == 0 && plan.totals.statuses?[.deleted] == 4 && !plan.isIncomplete)
    let folder = try ImportFolder(path: world.folder.path(of: "recovered"))
    #expect(throws: ImportFolderError.shard(shard)) { try folder.publish(plan) }
  }

  @Test func `all parts of one run are wanted, each once`() throws {
    let parts = try (1...3).map { try part($0, of: 3) }
    expect(.missingShards([2], of: 3), [parts[0], parts[2]])
    expect(.missingShards([1, 3], of: 3), [parts[1]])
    let third = try #require(Shard(number: 3, of: 3))
    expect(.repeatedShard(third, path: parts[2], other: parts[2]), [parts[2], parts[0], parts[2]])
    let other = try part(2, of: 2)
    let half = try #require(Shard(number: 2, of: 2))
    expect(.otherParts(path: other, half, other: parts[2], third), [parts[2], other])
    #expect(try join(parts).totals.recovered == 4)
  }

  @Test func `what is no plan of a part is refused`() throws {
    let first = try part(1, of: 2)
    let whole = try part(1, of: 1, "whole.plan") { $0.shard = nil }
    expect(.notAShard(path: whole), [first, whole])
    expect(.notAPlan(path: world.backup), [first, world.backup])
    let missing = world.folder.path(of: "missing.plan")
    expect(.notThere(path: missing), [first, missing])
  }

  /// Options of which two parts must have the same.
  static let changes: [@Sendable (inout PlanOptions) -> Void] = [
    { $0.selection.tables = ["Message"] }, { $0.selection.query = "{}" }, { $0.comparison.ignoredFields = ["text"] },
    { $0.lifted.form = ["Message"] }, { $0.strictReferences = true }, { $0.maxObjects = 5 },
    { $0.outputFormat = .extendedJSON }, { $0.maskedNames = ["text"] }, { $0.keepsReferrersOfErased = true },
  ]

  @Test(arguments: changes.indices)
  func `parts of different options are not joined`(change: Int) throws {
    let paths = [try part(1, of: 2), try part(2, of: 2, "other", Self.changes[change])]
    expect(.otherOptions(path: paths[1], other: paths[0]), paths)
  }

  @Test func `nor are parts with different labels`() throws {
    let paths = [try part(1, of: 2), try part(2, of: 2, label: "text")]
    expect(.otherOptions(path: paths[1], other: paths[0]), paths)
  }

  @Test func `parts of different inputs are not joined`() throws {
    let first = try part(1, of: 2)
    try world.folder.write(World.array((1...5).map { World.exported("k\($0)") }), to: "export/Message.json")
    let second = try part(2, of: 2)
    expect(.otherInputs(path: second, other: first), [first, second])
    try world.replaceBackup(ArchiveWriter.archive([.init("Message", (1...9).map { World.stored("k\($0)") })]))
    let third = try part(1, of: 2)
    expect(.otherInputs(path: third, other: second), [second, third])
  }

  @Test func `copies of the inputs elsewhere are the same inputs`() throws {
    let first = try part(1, of: 2)
    let copy = world.folder.path(of: "copy")
    try world.folder.write(try #require(world.folder.read("export/Message.json")), to: "copy/Message.json")
    let second = try part(2, of: 2) { $0.current = [copy] }
    #expect(try join([second, first]).totals.recovered == 4)
  }

  @Test func `an export that has changed since is refused`() throws {
    let parts = try (1...2).map { try part($0, of: 2) }
    let path = world.export + "/Message.json"
    try world.folder.write(World.array((1...6).map { World.exported("k\($0)") }), to: "export/Message.json")
    expect(.inputChanged(path: path), parts)
    try FileManager.default.removeItem(atPath: path)
    expect(.inputChanged(path: world.export), parts)
  }

  @Test func `so are erased ids that have`() throws {
    let erased = try ErasedIDs(path: world.folder.write("/db/Message/k9\n", to: "erased"))
    let parts = try (1...2).map { try part($0, of: 2) { $0.erased = erased } }
    #expect(try join(parts).totals.withheld == 1)
    try FileManager.default.removeItem(atPath: output)
    try world.folder.write("/db/Message/k8\n", to: "erased")
    expect(.inputChanged(path: world.folder.path(of: "erased")), parts)
  }

  @Test func `nothing is exchanged unasked`() throws {
    let parts = try (1...2).map { try part($0, of: 2) }
    _ = try join(parts)
    #expect(throws: PlanFileError.exists(path: output)) { try PlanMerge(shards: parts, output: output) }
  }

  /// What may have become of a plan file in other hands.
  @Test(arguments: [
    "UPDATE shard SET state = '{}'", "UPDATE shard SET number = 3", "UPDATE shard SET count = -1",
    "UPDATE shard SET count = 'x'", "DELETE FROM shard",
    "UPDATE shard SET state = replace(state, '\"unchanged\":', '\"unchanged\":-')",
    "UPDATE shard SET state = replace(state, '\"unchanged\":', '\"unchanged\":99999999999999')",
    "UPDATE shard_documents SET backup = 7", "UPDATE shard_documents SET key = NULL",
    "UPDATE shard_documents SET key = x''", "UPDATE shard_documents SET kind = 'other'",
    "UPDATE shard_documents SET traits = 300", "UPDATE shard_documents SET section = 'x'",
    "UPDATE shard_documents SET table_name = x'ff'", "DROP TABLE shard_documents",
    "INSERT INTO shard_references VALUES ('Message', NULL, x'31', 'Message', x'31')",
  ])
  func `a damaged part is refused`(change: String) throws {
    let parts = try (1...2).map { try part($0, of: 2) }
    for path in parts {
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: change) }
      try queue.close()
    }
    #expect(throws: PlanFileError.self) { try join(parts) }
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `documents that are none are withheld or left out, and nothing traps`() throws {
    let parts = try (1...2).map { try part($0, of: 2) }
    for path in parts {
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: "UPDATE shard_documents SET document = x'0102'") }
      try queue.close()
    }
    _ = try? join(parts)
  }
}
