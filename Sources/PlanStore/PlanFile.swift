import Compression
import Foundation
import GRDB
import Merge

/// A plan that was kept in a file.
public final class PlanFile {
  /// Where it is.
  public let path: String
  /// Which part of all ids it is the plan of; nil for a plan of all.
  public let shard: Shard?
  let queue: DatabaseQueue

  /// Who decides, or reads, at the same time is waited for.
  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    return configuration
  }

  /// Takes back what a killed program has begun to decide, which cannot be done while a file is only read.
  private static func rollBack(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path + "-journal"), SystemCall.hasAccess(path, W_OK) else { return }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
    try queue.close()
  }

  /// Opens a plan file.
  ///
  /// - Throws: `PlanFileError`.
  public init(path: String) throws {
    self.path = path
    guard let isFolder = SystemCall.isFolder(path) else { throw PlanFileError.notThere(path: path) }
    guard !isFolder else { throw PlanFileError.notAPlan(path: path) }
    var configuration = Self.configuration
    configuration.readonly = true
    do {
      try Self.rollBack(path)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      let (application, version, shard) = try queue.read { database in
        (
          try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
          try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
          try ShardSchema.shard(of: database, path: path)
        )
      }
      self.shard = shard
      guard application == PlanSchema.applicationID else { throw PlanFileError.notAPlan(path: path) }
      guard version == PlanSchema.version else { throw PlanFileError.otherVersion(path: path, version: Int(version)) }
    } catch let error as DatabaseError {
      throw error.resultCode == .SQLITE_NOTADB
        ? PlanFileError.notAPlan(path: path) : PlanFileError.database(path: path, message: error.message ?? "")
    }
  }
}

/// Why a plan file cannot be written or read.
public enum PlanFileError: Error, Equatable, Sendable {
  /// Something stands at the place.
  case exists(path: String)
  case cannotWrite(path: String, errno: Int32)
  case notThere(path: String)
  /// It is no plan file.
  case notAPlan(path: String)
  /// It was written by another version of Regraft.
  case otherVersion(path: String, version: Int)
  /// What stands in it is not what Regraft has written there.
  case damaged(path: String, what: String)
  /// A file of the export that the plan was made with is not as it was then, or not there.
  case exportChanged(path: String)
  /// A fresh export is older than the one that the plan was made with; the latest moments in them.
  case olderExport(latest: Int64, planned: Int64)
  /// Ids of which the plan has no object.
  case unknownIDs(path: String, ids: [String])
  /// A key alone, where the plan has several tables.
  case keyWithoutTable(String)
  /// An id that is to be taken out and in again.
  case contradiction(String)
  /// A guard stopped the run that the plan was made by.
  case stopped(path: String, message: String)
  /// It is the plan of a part of all ids, which decides nothing.
  case shard(path: String, Shard)
  /// It is no plan of a part of all ids.
  case notAShard(path: String)
  /// The plans of two parts were made of different inputs.
  case otherInputs(path: String, other: String)
  /// They were made with different options.
  case otherOptions(path: String, other: String)
  /// They are of different numbers of parts.
  case otherParts(path: String, Shard, other: String, Shard)
  /// Two plans are of one part.
  case repeatedShard(Shard, path: String, other: String)
  /// Of these parts there is no plan.
  case missingShards([Int], of: Int)
  /// A file with which the plans of parts were made is not as it was then.
  case inputChanged(path: String)
  /// SQLite refuses.
  case database(path: String, message: String)
}
