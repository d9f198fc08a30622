import Compression
import Foundation
import Merge

/// What a job recovers from.
public enum BatchBackup: Equatable, Sendable {
  /// These files or folders.
  case paths([String])
  /// The newest of those whose paths match a pattern of the shell's.
  case latest(String)

  /// The paths, as they are now; empty where nothing matches.
  public var current: [String] {
    switch self {
    case .paths(let paths): paths
    case .latest(let pattern): Self.newest(SystemCall.paths(matching: pattern)).map { [$0] } ?? []
    }
  }

  /// The newest by the dates in the names where all have one, else by when they were written.
  private static func newest(_ paths: [String]) -> String? {
    let order = BackupOrder(paths: paths).newestFirst
    if order.allSatisfy({ $0.date != nil }) { return order.first?.path }
    return paths.max { (writtenAt($0), $0) < (writtenAt($1), $1) }
  }

  private static func writtenAt(_ path: String) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date ?? .distantPast
  }
}
