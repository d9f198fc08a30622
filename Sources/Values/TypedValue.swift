/// A value with all that it contains, exactly as its wire format has it: with BSON's types, and the numbers
/// of a JSON text by their text.
package indirect enum TypedValue: Equatable, Sendable {
  case object([Member])
  case array([TypedValue])
  case null
  case boolean(Bool)
  /// UTF-8 bytes.
  case text([UInt8])
  case number(Number)
  case int32(Int32)
  case int64(Int64)
  case double(Double)
  case decimal(Decimal128)
  /// Milliseconds since 1970-01-01T00:00:00Z.
  case date(Int64)
  case objectID([UInt8])
  case binary([UInt8], subtype: UInt8)
  case regularExpression(pattern: [UInt8], options: [UInt8])
  case code([UInt8])
  case codeWithScope([UInt8], scope: TypedValue)
  case timestamp(seconds: UInt32, increment: UInt32)
  case symbol([UInt8])
  case pointer(namespace: [UInt8], objectID: [UInt8])
  case undefined
  case minKey
  case maxKey

  package struct Member: Equatable, Sendable {
    /// UTF-8 bytes.
    package var name: [UInt8]
    package var value: TypedValue
    package init(name: [UInt8], value: TypedValue) {
      self.name = name
      self.value = value
    }
  }

  /// A number of a JSON text, as `JSONNumber` has it.
  package struct Number: Equatable, Sendable {
    var text: [UInt8]
    var isNegative: Bool
    var mantissa: UInt64
    var digits: Int
    var exponent: Int
    var isPlainInteger: Bool

    package init(_ number: JSONNumber) {
      text = Array(number.text)
      isNegative = number.isNegative
      mantissa = number.mantissa
      digits = number.digits
      exponent = number.exponent
      isPlainInteger = number.isPlainInteger
    }

    /// A finite decimal by its text, which is a number of JSON too; nil for any other.
    package init?(_ decimal: Decimal128) {
      guard case .finite(let coefficient, let exponent) = decimal.kind else { return nil }
      text = Array(decimal.text.utf8)
      isNegative = decimal.isNegative
      mantissa = UInt64(truncatingIfNeeded: coefficient)
      digits = coefficient == 0 ? 0 : String(coefficient).count
      self.exponent = exponent
      isPlainInteger = exponent == 0
    }

    /// Calls `body` with the number, which is valid until it returns.
    package func withNumber<Result>(_ body: (JSONNumber) -> Result) -> Result {
      body(
        JSONNumber(
          text: text.span,
          isNegative: isNegative,
          mantissa: mantissa,
          digits: digits,
          exponent: exponent,
          isPlainInteger: isPlainInteger
        )
      )
    }
  }

  /// The number by its value, where this is one.
  package var plainNumber: PlainNumber? {
    switch self {
    case .number(let number): number.withNumber { PlainNumber($0) }
    case .int32(let value): .integer(Int64(value))
    case .int64(let value): .integer(value)
    case .double(let value): PlainNumber(value)
    case .decimal(let value): PlainNumber(value)
    default: nil
    }
  }

  /// The nearest double, where this is a number.
  package var nearestDouble: Double? {
    switch self {
    case .number(let number): number.withNumber { $0.nearestDouble }
    case .int32(let value): Double(value)
    case .int64(let value): Double(value)
    case .double(let value): value
    case .decimal(let value):
      Number(value).map { number in number.withNumber { $0.nearestDouble } }
        ?? (value.kind == .notANumber ? .nan : value.isNegative ? -.infinity : .infinity)
    default: nil
    }
  }

  /// The value of the first member of that name, where this is an object that has one.
  package func member(_ name: some Collection<UInt8>) -> TypedValue? { member(Array(name)) }

  /// The same.
  package func member(_ name: [UInt8]) -> TypedValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, where this is one.
  package var string: String? {
    if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  /// Whether it counts as absent.
  package var isNull: Bool { self == .null || self == .undefined }
}
