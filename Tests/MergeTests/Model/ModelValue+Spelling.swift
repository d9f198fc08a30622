import TestSupport

// One value has many spellings; which one is drawn at random.
extension ModelValue {
  /// The value as a backup may store it.
  func stored(_ random: inout SeededGenerator) -> Document.Value {
    switch self {
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .whole(let value):
      var spellings: [Document.Value] = [.int64(value)]
      if let small = Int32(exactly: value) { spellings.append(.int32(small)) }
      if value.magnitude < 1 << 53 { spellings.append(.double(Double(value))) }
      return random.element(of: spellings)
    case .double(let value): return .double(value)
    case .text(let text): return .string(text)
    case .date(let milliseconds):
      return random.chance(0.8) ? .date(milliseconds) : .string(ModelDate.spelled(milliseconds, &random))
    case .objectID(let bytes): return random.chance(0.7) ? .objectID(bytes) : .string(ModelKey.hex(bytes))
    case .binary(let bytes): return .binary(0, bytes)
    case .array(let elements): return .array(elements.map { $0.stored(&random) })
    case .object(let members):
      return .document(Document(Self.spelled(members, &random).map { ($0.name, $0.value.stored(&random)) }))
    }
  }

  /// The value as the text of the REST interface may have it.
  func json(_ random: inout SeededGenerator) -> String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return "\(value)"
    case .whole(let value): return "\(value)" + random.element(of: ["", "", ".0", "e0", ".00E+0"])
    case .double(let value): return "\(value)"
    case .text(let text): return Self.quoted(text, &random)
    case .date(let milliseconds): return "\"\(ModelDate.spelled(milliseconds, &random))\""
    case .objectID(let bytes): return "\"\(ModelKey.hex(bytes))\""
    case .binary: preconditionFailure("the REST interface has no binary")
    case .array(let elements): return "[" + elements.map { $0.json(&random) }.joined(separator: ",") + "]"
    case .object(let members):
      let texts = Self.spelled(members, &random).map { Self.quoted($0.name, &random) + ":" + $0.value.json(&random) }
      return "{" + texts.joined(separator: random.element(of: [",", ", ", "\n,\t"])) + "}"
    }
  }

  /// The members in some order; of those that are null some are left out.
  private static func spelled(_ members: [ModelMember], _ random: inout SeededGenerator) -> [ModelMember] {
    members.filter { $0.value != .null || random.chance(0.5) }.shuffled(using: &random)
  }

  private static func quoted(_ text: String, _ random: inout SeededGenerator) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      if scalar.value < 0x20 || random.chance(0.05) {
        return String(scalar).utf16.map { unit in
          let digits = String(unit, radix: 16, uppercase: random.chance(0.5))
          return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        .joined()
      }
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      case "/": return random.chance(0.1) ? "\\/" : "/"
      default: return String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}

extension ModelDate {
  /// A text of a moment, with zeros at the end of its fraction or without.
  static func spelled(_ milliseconds: Int64, _ random: inout SeededGenerator) -> String {
    let text = String(text(milliseconds).dropLast())
    let zeros = String(repeating: "0", count: Int.random(in: 0...3, using: &random))
    return text + (zeros.isEmpty || text.contains(".") ? "" : ".") + zeros + "Z"
  }
}

extension SeededGenerator {
  /// True with this probability.
  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// One of several, of which there is at least one.
  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
