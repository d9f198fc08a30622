/// The type that a schema declares for a member.
package indirect enum DeclaredType: Codable, Equatable, Sendable {
  case string, integer, double, boolean
  case dateTime, date, time
  case file, geoPoint
  case jsonObject, jsonArray
  /// A class of the schema: an embedded object where the class is embedded, else a reference.
  case named(String)
  case list(DeclaredType)
  case set(DeclaredType)
  case map(key: DeclaredType, value: DeclaredType)

  /// The type that a text such as `/db/collection.Map[/db/String,/db/User]` means, or nil where it means
  /// none. Blanks may stand around the types within brackets.
  package init?(_ text: some StringProtocol) {
    let prefix = "/db/"
    guard text.hasPrefix(prefix), text.utf8.count > prefix.utf8.count else { return nil }
    let name = text.dropFirst(prefix.count)
    if let bracket = name.firstIndex(of: "[") {
      guard name.hasSuffix("]") else { return nil }
      let inside = name[name.index(after: bracket)...].dropLast()
      // There are no collections of collections.
      guard !inside.contains("[") else { return nil }
      let parts = inside.split(separator: ",", omittingEmptySubsequences: false).map { part in
        DeclaredType(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
      }
      switch (name[..<bracket], parts.count, parts.first ?? nil, parts.last ?? nil) {
      case ("collection.List", 1, let element?, _) where !element.isCollection: self = .list(element)
      case ("collection.Set", 1, let element?, _) where !element.isCollection: self = .set(element)
      case ("collection.Map", 2, let key?, let value?) where !key.isCollection && !value.isCollection:
        self = .map(key: key, value: value)
      default: return nil
      }
      return
    }
    switch name {
    case "String": self = .string
    case "Integer": self = .integer
    case "Double": self = .double
    case "Boolean": self = .boolean
    case "DateTime": self = .dateTime
    case "Date": self = .date
    case "Time": self = .time
    case "File": self = .file
    case "GeoPoint": self = .geoPoint
    case "JsonObject": self = .jsonObject
    case "JsonArray": self = .jsonArray
    default:
      guard !name.hasPrefix("collection.") else { return nil }
      self = .named(String(name))
    }
  }

  private var isCollection: Bool {
    switch self {
    case .list, .set, .map: true
    default: false
    }
  }

  /// The type as a person knows it: `Integer`, `List[String]`, `User`.
  package var name: String {
    switch self {
    case .string: "String"
    case .integer: "Integer"
    case .double: "Double"
    case .boolean: "Boolean"
    case .dateTime: "DateTime"
    case .date: "Date"
    case .time: "Time"
    case .file: "File"
    case .geoPoint: "GeoPoint"
    case .jsonObject: "JsonObject"
    case .jsonArray: "JsonArray"
    case .named(let name): name
    case .list(let element): "List[\(element.name)]"
    case .set(let element): "Set[\(element.name)]"
    case .map(let key, let value): "Map[\(key.name),\(value.name)]"
    }
  }
}
