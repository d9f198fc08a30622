import Values

/// A small JSON document that is built in memory and then written. Members keep their order, and
/// literals stand for values: `["path": .text(path), "bytes": .integer(size), "stopped": []]`.
package enum JSONText: Sendable {
  case object([(String, JSONText)])
  case array([JSONText])
  case text(String)
  case integer(Int64)
  case boolean(Bool)
  case null
  /// A value that is JSON already; its bytes are written as they are.
  case raw([UInt8])

  /// A moment in milliseconds since 1970 as text in ISO 8601; null where there is none.
  package static func moment(_ milliseconds: Int64?) -> JSONText {
    milliseconds.flatMap(ISODate.text).map { .text($0) } ?? .null
  }

  /// The document as UTF-8 JSON, without a newline at its end.
  ///
  /// - Parameter pretty: whether each member and element has a line of its own, indented by two
  ///   spaces a level; otherwise there is no white space at all.
  package func serialized(pretty: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, depth: pretty ? 0 : nil)
    return bytes
  }

  /// - Parameter depth: how many containers are open, or nil for the compact form.
  private func append(to bytes: inout [UInt8], depth: Int?) {
    switch self {
    case .object(let members):
      Self.append(members, between: ("{", "}"), to: &bytes, depth: depth) { member, bytes, depth in
        JSONString.append(member.0, to: &bytes)
        bytes += (depth == nil ? ":" : ": ").utf8
        member.1.append(to: &bytes, depth: depth)
      }
    case .array(let elements):
      Self.append(elements, between: ("[", "]"), to: &bytes, depth: depth) { element, bytes, depth in
        element.append(to: &bytes, depth: depth)
      }
    case .text(let text): JSONString.append(text, to: &bytes)
    case .integer(let value): bytes += String(value).utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    case .raw(let json): bytes += json
    }
  }

  private static func append<Item>(
    _ items: [Item],
    between brackets: (String, String),
    to bytes: inout [UInt8],
    depth: Int?,
    item appendItem: (Item, inout [UInt8], Int?) -> Void
  ) {
    bytes += brackets.0.utf8
    for (index, item) in items.enumerated() {
      if index > 0 { bytes += ",".utf8 }
      appendLine(to: &bytes, depth: depth.map { $0 + 1 })
      appendItem(item, &bytes, depth.map { $0 + 1 })
    }
    if !items.isEmpty { appendLine(to: &bytes, depth: depth) }
    bytes += brackets.1.utf8
  }

  private static func appendLine(to bytes: inout [UInt8], depth: Int?) {
    guard let depth else { return }
    bytes.append(0x0A)
    bytes += repeatElement(0x20, count: depth * 2)
  }
}

extension JSONText: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  package init(dictionaryLiteral members: (String, JSONText)...) { self = .object(members) }
  package init(arrayLiteral elements: JSONText...) { self = .array(elements) }
}

extension JSONText: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  package init(stringLiteral text: String) { self = .text(text) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
}

/// A string as JSON writes it (RFC 8259, section 7).
package enum JSONString {
  /// Appends a text in quotes. Only what has to be escaped is: quotes, backslashes and the control
  /// characters below U+0020, by their short escapes where they have one, else as `\u00xx`.
  ///
  /// - Parameter text: UTF-8; it is not checked.
  package static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    var start = 0
    for index in text.indices where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
      bytes.append(contentsOf: text.extracting(start..<index))
      appendEscape(text[index], to: &bytes)
      start = index + 1
    }
    bytes.append(contentsOf: text.extracting(start...))
    bytes.append(0x22)
  }

  /// Appends a text in quotes, in the same way.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    append(text.utf8.span, to: &bytes)
  }

  private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case 0x08: bytes += "\\b".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0C: bytes += "\\f".utf8
    case 0x0D: bytes += "\\r".utf8
    case 0x22, 0x5C: bytes += [0x5C, byte]
    default: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
    }
  }
}
