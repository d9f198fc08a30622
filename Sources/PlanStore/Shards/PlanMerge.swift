import Merge

/// Joins the plans of shards to one plan, the same as one run over all ids makes.
///
/// Guards, references, unique indexes and limits are judged now. The export with which the shards were made is read
/// again for that, and must still be as it was.
public struct PlanMerge {
  /// The folder in which temporary files take their room.
  public var temporaryFolder = "/tmp"
  /// What is told how far it is.
  public var progress: RunProgress?

  private let paths: [String]
  private let output: String
  private let replaces: Bool

  /// - Parameters:
  ///   - shards: the plan files of all parts, in any order.
  ///   - output: where the plan file is to appear.
  ///   - replaces: whether an earlier plan file may stand there.
  /// - Throws: `PlanFileError` where something stands there.
  public init(shards: [String], output: String, replaces: Bool = false) throws {
    paths = shards
    self.output = output
    self.replaces = replaces
    try PlanFile.check(path: output, replaces: replaces)
  }

  /// Joins the plans, and writes the one.
  ///
  /// - Throws: `PlanFileError` where the plans are not those of all parts of one run; `MergeError` where the export
  ///   cannot be read any more.
  public func run() throws -> Plan {
    let files = try paths.map { try ShardFile(path: $0) }
    try check(files)
    let plan = try joined(files)
    progress?.begin(.writing)
    try PlanFile.write(
      plan,
      to: output,
      replaces: replaces,
      label: files[0].label,
      shards: ShardRows(files: files)
    )
    return plan
  }

  private func joined(_ files: [ShardFile]) throws -> Plan {
    let kept = files[0].state.options
    var options = try kept.planOptions()
    if let erased = options.erased?.input, erased.sha256 != kept.erasedSHA256 {
      throw PlanFileError.inputChanged(path: erased.path)
    }
    options.keepsEveryObject = true
    options.temporaryFolder = temporaryFolder
    options.progress = progress
    do {
      return try Planner(options).plan(joining: files)
    } catch ShardError.exportChanged(let path) {
      throw PlanFileError.inputChanged(path: path)
    }
  }

  /// Refuses what are not all parts of one run.
  private func check(_ files: [ShardFile]) throws {
    guard let first = files.first else { throw PlanFileError.missingShards([1], of: 1) }
    let count = first.state.shard.count
    var paths: [Int: String] = [:]
    for file in files {
      let shard = file.state.shard
      guard shard.count == count else {
        throw PlanFileError.otherParts(path: file.path, shard, other: first.path, first.state.shard)
      }
      guard file.state.hasInputs(of: first.state) else {
        throw PlanFileError.otherInputs(path: file.path, other: first.path)
      }
      guard file.state.options.agree(with: first.state.options), file.label == first.label else {
        throw PlanFileError.otherOptions(path: file.path, other: first.path)
      }
      if let other = paths.updateValue(file.path, forKey: shard.number) {
        throw PlanFileError.repeatedShard(shard, path: file.path, other: other)
      }
    }
    let missing = (1...count).filter { paths[$0] == nil }
    guard missing.isEmpty else { throw PlanFileError.missingShards(missing, of: count) }
  }
}
