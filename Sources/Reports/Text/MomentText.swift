import Values

extension Int64 {
  /// A moment in milliseconds since 1970 as people read it, to the minute in UTC: `2026-11-23 09:14`.
  package var minuteText: String {
    guard let text = ISODate.text(self) else { return "\(self) ms after 1970" }
    return String(text.prefix(16).map { $0 == "T" ? " " : $0 })
  }
}
