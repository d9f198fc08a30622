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
    guard case .array(let differences)? = JSONTextBuilder.value(of: json) else { return .null }
    var rows: [JSONText] = []
    var maskedPaths: Set<String> = []
    for case .object(let members) in differences {
      let difference = Dictionary(members) { first, _ in first }
      guard case .text(let path)? = difference["path"], case .text(let kind)? = difference["kind"] else { continue }
      if let masked = masking.maskedPath(path) {
        // Once, however many values below it differ.
        guard maskedPaths.insert(masked).inserted else { continue }
        rows.append([.text(masked), .text(masked == path ? kind : "changed"), .null, .null])
      } else {
        let sides = [difference["backup"] ?? .null, difference["current"] ?? .null]
        rows.append(.array([.text(path), .text(kind)] + values(sides, kind, masking)))
      }
    }
    let left = max(0, rows.count - mostRows)
    return ["rows": .array(Array(rows.prefix(mostRows))), "left": .integer(Int64(left))]
  }

  /// The values of both sides; null where there is none, and on both where the plan does not tell them.
  private static func values(_ sides: [JSONText], _ kind: String, _ masking: ReportMasking) -> [JSONText] {
    if case .null = sides[0], case .null = sides[1] { return [.null, .null] }
    return [
      kind == "added" ? .null : text(of: sides[0], masking), kind == "removed" ? .null : text(of: sides[1], masking),
    ]
  }

  private static func text(of value: JSONText, _ masking: ReportMasking) -> JSONText {
    let text = String(decoding: masking.masked(value).serialized(), as: UTF8.self)
    guard text.utf8.count > mostCharacters, text.count > mostCharacters else { return .text(text) }
    return .text("\(text.prefix(mostCharacters))… (\(text.count.counted("character")))")
  }
}
