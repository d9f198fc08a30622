import ArgumentParser
import Foundation
import Values

/// A moment on the command line: a day, which begins at midnight UTC, or a time with its zone.
struct Moment: ExpressibleByArgument {
  /// Since 1970-01-01T00:00:00Z.
  let milliseconds: Int64

  init?(argument: String) {
    let isDay = argument.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil
    let text = isDay ? argument + "T00:00:00Z" : argument
    // Foundation takes the 30th of February for the 2nd of March.
    guard ISODate.moment(of: text.prefix(19) + "Z") != nil, let date = Self.date(text) else { return nil }
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }

  private static func date(_ text: String) -> Date? {
    (try? Date(text, strategy: .iso8601))
      ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
