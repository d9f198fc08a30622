import JSONStream
import Values

/// Keeps the values of private members out of what is shown of a plan.
package struct ReportMasking {
  private let names: MaskedNames
  /// As they stand in sentences.
  private let visibleNames: [String]

  /// - Parameter names: names beside those that begin with `_`.
  package init(_ names: [String]) {
    self.names = MaskedNames(names)
    visibleNames = names.map(\.visible)
  }

  /// Whether the values of members of this name, or of one of the names in a dotted path, are private.
  package func masks(_ path: String) -> Bool { maskedPath(path) != nil }

  /// The beginning of a path that ends at a masked member, or nil where the path leads to none.
  func maskedPath(_ path: String) -> String? {
    var steps = DifferencePath.steps(path)
    guard let index = steps.firstIndex(where: { names.contains(Array($0.name.utf8)) }) else { return nil }
    steps.removeSubrange((index + 1)...)
    return steps.map(\.text).joined(separator: ".")
  }

  /// A value without the masked members in it.
  func masked(_ value: JSONText) -> JSONText {
    switch value {
    case .object(let members):
      .object(members.filter { !names.contains(Array($0.0.utf8)) }.map { ($0.0, masked($0.1)) })
    case .array(let elements): .array(elements.map(masked))
    default: value
    }
  }

  /// Differences of an object without the values of masked members: `{"path","kind","backup","current"}` each. What
  /// differs below one masked member is told once.
  ///
  /// - Parameter json: a JSON array of such differences.
  package func differences(_ json: String) -> [JSONText] {
    var maskedPaths: Set<String> = []
    return (JSONTextBuilder.value(of: json)?.elements ?? []).compactMap { difference in
      guard let path = difference["path"]?.text, let kind = difference["kind"]?.text else { return nil }
      guard let masked = maskedPath(path) else {
        let sides = ["backup", "current"].map { difference[$0].map(self.masked) ?? .null }
        return ["path": .text(path), "kind": .text(kind), "backup": sides[0], "current": sides[1]]
      }
      guard maskedPaths.insert(masked).inserted else { return nil }
      return [
        "path": .text(masked), "kind": .text(masked == path ? kind : "changed"), "backup": .null, "current": .null,
      ]
    }
  }

  /// A sentence, or a word in its place where it is about a masked member, whose value may stand in it.
  package func sentence(_ sentence: String) -> String {
    visibleNames.contains { !$0.isEmpty && sentence.contains($0) } ? "not shown: it is about a masked member" : sentence
  }
}

/// The path of a difference, taken apart.
enum DifferencePath {
  /// The steps, each with the text that stands for it in the path: a name, perhaps in quotes, or a position.
  static func steps(_ path: String) -> [(text: String, name: String)] {
    var steps: [(text: String, name: String)] = []
    var text = ""
    var isQuoted = false
    var isEscaped = false
    func end() { steps.append((text, name(text))) }
    for scalar in path.unicodeScalars {
      if scalar == ".", !isQuoted {
        end()
        text = ""
        continue
      }
      if scalar == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = scalar == "\\" && !isEscaped
      text.unicodeScalars.append(scalar)
    }
    end()
    return steps
  }

  private static func name(_ text: String) -> String {
    guard text.hasPrefix("\""), case .text(let name)? = JSONTextBuilder.value(of: text) else { return text }
    return name
  }
}
