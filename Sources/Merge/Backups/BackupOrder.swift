import Foundation

/// The order of several backups: by the dates in their names where all have one, else as they were given, the
/// last one being the newest.
package struct BackupOrder: Equatable, Sendable {
  package struct Backup: Equatable, Sendable {
    package var path: String
    /// The date in its name, in milliseconds since 1970; nil where there is none.
    package var date: Int64?
  }

  package let newestFirst: [Backup]

  /// - Parameter paths: the backups as they were given. Of two with one date the later one is the newer.
  package init(paths: [String]) {
    let given = paths.map { path in
      Backup(path: path, date: FileNameDate.milliseconds(in: URL(fileURLWithPath: path).lastPathComponent))
    }
    let areDated = given.allSatisfy { $0.date != nil }
    newestFirst = given.enumerated().sorted { first, second in
      let dates = areDated ? (first.element.date ?? 0, second.element.date ?? 0) : (0, 0)
      return (dates.0, first.offset) > (dates.1, second.offset)
    }.map(\.element)
  }
}
