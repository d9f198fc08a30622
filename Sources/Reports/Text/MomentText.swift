import Values

extension Int64 {
  /// A moment in milliseconds since 1970 as people read it, to the minute in UTC: `2026-11-23 09:14`.
  package var minuteText: String {
    ISODate.text(self)?.minuteText ?? "\(self) ms after 1970"
  }
}

extension String {
  /// The same of a moment's text in ISO 8601.
  package var minuteText: String { String(prefix(16).map { $0 == "T" ? " " : $0 }) }
}
