extension TypedValue {
  /// The value of a tree, as far as the tree has kept its type: a number is one of a JSON text, an ObjectId
  /// and a symbol are text, and code with its scope is an array of the two.
  package init(_ tree: ValueTree) {
    switch tree {
    case .object(let members):
      self = .object(members.map { Member(name: Array($0.name.utf8), value: TypedValue($0.value)) })
    case .array(let elements): self = .array(elements.map { TypedValue($0) })
    case .text(let text): self = .text(Array(text.utf8))
    case .number(.integer(let value)): self = .number(Number(value))
    case .number(.double(let bits)):
      let value = Double(bitPattern: bits)
      self = value.isFinite ? .number(Number(DecimalDigits(Array(value.description.utf8)))) : .double(value)
    case .number(.decimal(let digits)): self = .number(Number(digits))
    case .boolean(let value): self = .boolean(value)
    case .null: self = .null
    case .date(let milliseconds): self = .date(milliseconds)
    case .other(let type, let bytes): self = Self.other(type, bytes)
    }
  }

  /// A value that only BSON has, by what `ValueTreeBuilder` makes of it.
  private static func other(_ type: String, _ bytes: [UInt8]) -> TypedValue {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    switch type {
    case "regular expression" where parts.count == 2: return .regularExpression(pattern: parts[0], options: parts[1])
    case "pointer" where parts.count == 2: return .pointer(namespace: parts[0], objectID: parts[1])
    case "timestamp":
      let numbers = String(decoding: bytes, as: UTF8.self).split(separator: ":").compactMap { UInt32($0) }
      return numbers.count == 2 ? .timestamp(seconds: numbers[0], increment: numbers[1]) : .undefined
    case "min key": return .minKey
    case "max key": return .maxKey
    case _ where type.hasPrefix("code"): return .code(bytes)
    default: return .binary(bytes, subtype: type.split(separator: " ").last.flatMap { UInt8($0) } ?? 0)
    }
  }
}

extension TypedValue.Number {
  /// An integer, written as one.
  fileprivate init(_ value: Int64) {
    text = Array(String(value).utf8)
    isNegative = value < 0
    mantissa = value.magnitude
    digits = value == 0 ? 0 : String(value.magnitude).count
    exponent = 0
    isPlainInteger = true
  }

  fileprivate init(_ number: DecimalDigits) {
    text = Array(number.text.utf8)
    isNegative = number.isNegative
    mantissa = UInt64(String(decoding: number.digits, as: UTF8.self)) ?? 0
    digits = number.digits.count
    exponent = number.exponent
    isPlainInteger = false
  }
}
