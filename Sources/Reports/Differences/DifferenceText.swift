import Values

/// Differences as a person reads them, one a line.
package struct DifferenceText {
  private let space: ValueSpace

  /// How much of a value is shown, in characters.
  private static let shown = 60
  /// How much of what two long texts have in common is shown before they differ, in characters.
  private static let context = 12

  /// - Parameter space: in which the values were compared.
  package init(_ space: ValueSpace) { self.space = space }

  /// `~ text: "old" → "new"`, `- gone: 1`, `+ new: 2`.
  package func line(_ difference: Difference) -> String {
    let path = difference.pathText.visible
    return switch difference.change {
    case .changed(let old, let new): "~ \(path): \(text(old, new))"
    case .removed(let value): "- \(path): \(text(value))"
    case .added(let value): "+ \(path): \(text(value))"
    case .moved(let value, let target):
      "~ \(path): moved from \(difference.position) to \(target): \(text(value))"
    case .masked(let kind): "\(Self.mark(kind)) \(path): \(kind.rawValue), not shown"
    }
  }

  /// The lines of the first differences, and one that says how many more there are.
  package func lines(_ differences: [Difference], limit: Int) -> [String] {
    let left = differences.count - limit
    let lines = differences.prefix(limit).map(line)
    return left > 0 ? lines + ["… and \(left.counted("more difference"))"] : lines
  }

  private static func mark(_ kind: Difference.Kind) -> String {
    switch kind {
    case .changed: "~"
    case .removed: "-"
    case .added: "+"
    }
  }

  // MARK: Values

  private func text(_ old: TypedValue, _ new: TypedValue) -> String {
    guard case .text(let oldBytes) = old, case .text(let newBytes) = new else { return "\(text(old)) → \(text(new))" }
    let (old, new) = (String(decoding: oldBytes, as: UTF8.self), String(decoding: newBytes, as: UTF8.self))
    // Two long texts are shown from where they differ.
    let common = zip(old, new).prefix { $0 == $1 }.count
    let start = max(old.count, new.count) > Self.shown ? max(0, common - Self.context) : 0
    return "\(text(old, from: start)) → \(text(new, from: start))"
  }

  private func text(_ value: TypedValue) -> String {
    switch value {
    case .text(let bytes): return text(String(decoding: bytes, as: UTF8.self), from: 0)
    case .object(let members): return shortened(value, "\(members.count.counted("member"))")
    case .array(let elements): return shortened(value, "\(elements.count.counted("element"))")
    default: return shortened(value, nil)
    }
  }

  /// A text in quotes, from one of its characters on, with its length where it is not shown whole.
  private func text(_ text: String, from start: Int) -> String {
    let rest = text.dropFirst(start)
    let shown = rest.count > Self.shown ? rest.prefix(Self.shown) + "…" : rest
    let quoted = Self.quoted((start > 0 ? "…" : "") + shown)
    return text.count > shown.count ? "\(quoted) (\(text.count.counted("character")))" : quoted
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: TypedValue.text(Array(text.utf8)).json(.typed), as: UTF8.self).visible
  }

  /// Any other value as JSON.
  private func shortened(_ value: TypedValue, _ size: String?) -> String {
    let json = String(decoding: value.json(space), as: UTF8.self)
    guard json.count > Self.shown else { return json.visible }
    return "\(json.prefix(Self.shown).description.visible)… (\(size ?? json.count.counted("character")))"
  }
}

extension Difference {
  /// The position at which the path ends.
  fileprivate var position: Int {
    if case .position(let position)? = path.last { position } else { 0 }
  }
}
