import JSONStream
import Reports

/// What has changed in an object, a line a path.
enum ChangeLines {
  /// - Parameter differences: a JSON array of `{"path","kind","backup","current"}`.
  static func lines(_ differences: String, _ masking: ReportMasking) -> [String] {
    masking.differences(differences).map { difference in
      let path = (difference["path"]?.text ?? "").visible
      let (old, new) = (value(difference["backup"]), value(difference["current"]))
      return switch difference["kind"]?.text {
      case "added": "    + \(path): \(new)"
      case "removed": "    - \(path): \(old)"
      default: "    ~ \(path): \(old) → \(new)"
      }
    }
  }

  private static func value(_ value: JSONText?) -> String {
    guard let value else { return "…" }
    if case .null = value { return "…" }
    let text = String(decoding: value.serialized(), as: UTF8.self).visible
    return text.count > 100 ? "\(text.prefix(99))… (\(text.count.counted("character")))" : text
  }
}
