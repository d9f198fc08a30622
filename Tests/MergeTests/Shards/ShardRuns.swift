import ImportFiles
import PlanStore
import Reports
import TestSupport

@testable import Merge

/// Runs over all ids and over parts of them, with what their plans say.
struct ShardRuns {
  let folder: TemporaryFolder
  private let options: PlanOptions

  init(_ options: PlanOptions, in folder: TemporaryFolder) {
    self.folder = folder
    var options = options
    options.keepsEveryObject = true
    options.hashesInputs = true
    options.temporaryFolder = folder.path
    self.options = options
  }

  /// What the plan of one run says, by what it is; empty where there is none, for the backups are in a wrong order.
  func whole() throws -> [String: String] {
    let path = folder.path(of: "whole.plan")
    do {
      let plan = try Planner(options).plan()
      try PlanFile.write(plan, to: path, replaces: true)
      return try contents(of: path, plan)
    } catch MergeError.wrongOrder {
      return [:]
    }
  }

  /// Makes the plans of some parts, and gives their paths.
  func parts(_ count: Int) throws -> [String] {
    var paths: [String] = []
    for number in 1...count {
      var options = options
      options.shard = Shard(number: number, of: count)
      let path = folder.path(of: "part-\(number)-of-\(count).plan")
      try PlanFile.write(try Planner(options).plan(), to: path, replaces: true)
      paths.append(path)
    }
    return paths
  }

  /// What the joined plan of so many parts says.
  func joined(_ count: Int) throws -> [String: String] {
    do {
      let path = folder.path(of: "joined-\(count).plan")
      var merge = try PlanMerge(shards: try parts(count).reversed(), output: path, replaces: true)
      merge.temporaryFolder = folder.path
      return try contents(of: path, try merge.run())
    } catch MergeError.wrongOrder {
      return [:]
    }
  }

  /// What differs between the plan of one run and the joined one.
  func differences(_ count: Int) throws -> [String] { Self.differences(try whole(), try joined(count)) }

  static func differences(_ whole: [String: String], _ joined: [String: String]) -> [String] {
    Set(whole.keys).union(joined.keys).sorted().filter { whole[$0] != joined[$0] }.map { name in
      "\(name): \(whole[name] ?? "nothing") ≠ \(joined[name] ?? "nothing")"
    }
  }

  /// All that a plan file and what is emitted from it say.
  private func contents(of path: String, _ plan: Plan) throws -> [String: String] {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    var contents = ["plan --json": text(try PlanJSON.document(plan: plan).serialized())]
    let file = try PlanFile(path: path)
    contents["tables"] = try file.tables().map { "\($0)" }.joined(separator: "\n")
    contents["inputs"] = try file.inputs().map { "\($0)" }.joined(separator: "\n")
    contents["stops"] = try file.stops().map { "\($0)" }.joined(separator: "\n")
    contents["warnings"] = try file.warnings().map { "\($0)" }.joined(separator: "\n")
    for key in [
      "database", "options", "lifted", "manifest", "current", "deleted_changed_first", "deleted_changed_last",
    ] {
      contents[key] = try file.meta(key)
    }
    var lines: [String] = []
    var filter = StoredObjectFilter()
    filter.wantsBodies = true
    try file.forEachObject(filter) { object in
      lines.append(text(StoredObjectJSON.json(object, ReportMasking([])).serialized()) + (object.body ?? ""))
    }
    contents["objects"] = lines.joined(separator: "\n")
    let output = path + ".recovered"
    var emission = try Emission(plan: path, output: output, replaces: true)
    emission.temporaryFolder = folder.path
    let outcome = emission.run()
    contents["failure"] = outcome.failure.map { "\($0)".replacing(path, with: "the plan") }
    for name in outcome.files.map(\.path) {
      contents[name] = text(folder.read("\(output.split(separator: "/").last ?? "")/\(name)") ?? [])
    }
    return contents
  }
}
