import Foundation

/// In which order several backups are read: the newest first, by the dates in their names where all have
/// one, else as they are given, the last one being the newest.
package struct BackupOrder: Equatable, Sendable {
  /// A backup, with the moment in its name.
  package struct Backup: Equatable, Sendable {
    package var path: String
    /// In milliseconds since 1970; nil where the name has none.
    package var date: Int64?
  }

  /// The backups, the newest first.
  package let newestFirst: [Backup]

  /// - Parameter paths: the backups as they are given.
  package init(paths: [String]) {
    let backups = paths.map { Backup(path: $0, date: Self.date(inName: $0)) }
    newestFirst =
      backups.allSatisfy { $0.date != nil }
      ? backups.enumerated().sorted { ($1.element.date ?? 0, $1.offset) < ($0.element.date ?? 0, $0.offset) }
        .map(\.element)
      : backups.reversed()
  }

  /// The moment that the last part of a path names, in milliseconds since 1970; nil where it names none.
  package static func date(inName path: String) -> Int64? {
    FileNameDate.milliseconds(in: URL(fileURLWithPath: path).lastPathComponent)
  }
}
