import JSONStream
import Values

/// What has changed in an object, as the page's script reads it.
enum ReportDifferences {
  /// How many differences of an object are in the page, and how much of a value, in characters.
  private static let mostRows = 200, mostCharacters = 2000

  /// `{"rows": [[path, kind, backup, current]], "left": N}`, values as the text of their JSON, for a browser's numbers
  /// do not hold every number.
  ///
  /// - Parameter json: a JSON array of `{"path","kind","backup","current"}`.
  static func json(_ json: String, _ masking: ReportMasking) -> JSONText {
    let rows = masking.differences(json).map { difference -> JSONText in
      let (backup, current) = (difference["backup"] ?? .null, difference["current"] ?? .null)
      let kind = difference["kind"] ?? .null
      return .array([difference["path"] ?? .null, kind] + values([backup, current], kind.text ?? ""))
    }
    let left = max(0, rows.count - mostRows)
    return ["rows": .array(Array(rows.prefix(mostRows))), "left": .integer(Int64(left))]
  }

  /// The values of both sides; null where there is none, and on both where the plan does not tell them.
  private static func values(_ sides: [JSONText], _ kind: String) -> [JSONText] {
    if case .null = sides[0], case .null = sides[1] { return [.null, .null] }
    return [kind == "added" ? .null : text(of: sides[0]), kind == "removed" ? .null : text(of: sides[1])]
  }

  private static func text(of value: JSONText) -> JSONText {
    let text = String(decoding: value.serialized(), as: UTF8.self)
    guard text.utf8.count > mostCharacters, text.count > mostCharacters else { return .text(text) }
    return .text("\(text.prefix(mostCharacters))… (\(text.count.counted("character")))")
  }
}
