import Merge

/// Why nothing was published.
public enum ImportFolderError: Error, Equatable, Sendable {
  /// Something stands at the output's place already.
  case exists(path: String)
  /// What stands at the output's place was not made by Regraft, so that it is not replaced.
  case notReplaceable(path: String)
  /// A file or folder cannot be written; `errno` is the system's reason.
  case cannotWrite(path: String, errno: Int32)
  /// The file system cannot exchange two folders in one step.
  case noExchange(path: String)
  /// A guard stops the whole run.
  case stopped([Stop])
  /// The plan is that of a part of all ids, which decides nothing.
  case shard(Shard)
  /// Every id that was named is unknown.
  case unknownIDs
  /// The last check refuses.
  case lastCheck(LastCheckFailure)
}

extension ImportFolderError {
  /// Why a plan cannot be published; nil where it can.
  package init?(of plan: Plan) {
    guard plan.isStopped else { return nil }
    self = plan.stops.isEmpty ? .unknownIDs : .stopped(plan.stops)
  }
}

/// What the last check has found.
public enum LastCheckFailure: Error, Equatable, Sendable {
  /// The export holds an id that was about to be written.
  case currentID(id: String, path: String)
  /// A file of the export is not as it was when it was first read.
  case changed(path: String)
  /// A file cannot be read again.
  case unreadable(path: String)
  /// The two readers counted the objects of a table, or of an import file, differently.
  case count(name: String, first: Int, second: Int)
}
