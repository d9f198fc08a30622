/// A number of a JSON text, taken apart but not rounded.
public struct JSONNumber: ~Escapable {
  /// The number as it is written (RFC 8259, section 6).
  public var text: Span<UInt8>
  /// Whether it begins with a minus.
  public var isNegative: Bool
  /// The digits, those of the fraction included, as an integer; meaningless past 19 digits.
  public var mantissa: UInt64
  /// How many digits the number has, leading zeros left out.
  public var digits: Int
  /// The power of ten by which the integer of *all* digits is to be multiplied.
  public var exponent: Int
  /// Whether it is written without a fraction and without an exponent.
  public var isPlainInteger: Bool

  /// A number of its parts.
  @inlinable
  @_lifetime(copy text)
  public init(
    text: Span<UInt8>,
    isNegative: Bool,
    mantissa: UInt64,
    digits: Int,
    exponent: Int,
    isPlainInteger: Bool
  ) {
    self.text = text
    self.isNegative = isNegative
    self.mantissa = mantissa
    self.digits = digits
    self.exponent = exponent
    self.isPlainInteger = isPlainInteger
  }

  /// The number, when it is written as an integer in the range of Int64.
  @inlinable
  public var plainInteger: Int64? {
    guard isPlainInteger, digits <= 19 else { return nil }
    return Int64(isNegative: isNegative, magnitude: mantissa)
  }

  /// The double that is nearest to the number; infinite where it is too large for one.
  public var nearestDouble: Double {
    let magnitude =
      (digits <= 19 ? Double(mantissa: mantissa, exponent: exponent) : nil)
      ?? Double(String(decoding: text, as: UTF8.self)).map(\.magnitude) ?? .infinity
    return isNegative ? -magnitude : magnitude
  }
}

extension Int64 {
  /// The integer of a sign and a magnitude, or nil where it is out of range.
  @inlinable
  init?(isNegative: Bool, magnitude: UInt64) {
    if magnitude <= UInt64(Int64.max) {
      self = isNegative ? -Int64(magnitude) : Int64(magnitude)
    } else if isNegative, magnitude == UInt64(Int64.max) + 1 {
      self = .min
    } else {
      return nil
    }
  }

  /// The double as an integer, where it is one in the range of Int64.
  @inlinable
  public init?(whole value: Double) {
    // The comparison comes first: a conversion out of range would trap.
    guard value >= -0x1p63, value < 0x1p63 else { return nil }
    let truncated = Int64(value)
    guard Double(truncated) == value else { return nil }
    self = truncated
  }
}
