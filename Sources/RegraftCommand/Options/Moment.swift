import ArgumentParser
import Foundation

/// A moment on the command line: a day, which begins at midnight UTC, or a time with its zone.
struct Moment: ExpressibleByArgument {
  /// Since 1970-01-01T00:00:00Z.
  let milliseconds: Int64

  init?(argument: String) {
    let isDay = argument.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil
    guard let date = Self.date(isDay ? argument + "T00:00:00Z" : argument) else { return nil }
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }

  private static func date(_ text: String) -> Date? {
    (try? Date(text, strategy: .iso8601))
      ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
