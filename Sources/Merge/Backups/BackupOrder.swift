import Foundation
import Values

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

  /// The moment that the last part of a path names: a day, perhaps with a time of day behind it, with or
  /// without marks between the numbers.
  package static func date(inName path: String) -> Int64? {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let pattern =
      #/(?:^|[^0-9])(\d{4})[-_.]?([01]\d)[-_.]?([0-3]\d)(?:[T_ -]?([0-2]\d)(?:[:_.h-]?([0-5]\d)(?:[:_.m-]?([0-5]\d))?)?)?(?![0-9])/#
    for match in name.matches(of: pattern) {
      let (_, year, month, day, hour, minute, second) = match.output
      let text = "\(year)-\(month)-\(day)T\(hour ?? "00"):\(minute ?? "00"):\(second ?? "00")Z"
      if let moment = ISODate.moment(of: text) { return moment }
    }
    return nil
  }
}
