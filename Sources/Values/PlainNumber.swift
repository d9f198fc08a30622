/// A number in the plain space of values, in which its type and its spelling do not count.
///
/// - A whole number in the range of Int64 is itself, exactly.
/// - Any other number of up to 17 significant digits is the nearest double.
/// - A longer number text, and a decimal, is its digits and exponent, zeros stripped; the same as
///   a double when they are that double's shortest digits.
public enum PlainNumber: Codable, Hashable, Sendable {
  case integer(Int64)
  case double(UInt64)
  case decimal(DecimalDigits)

  /// The plain number of another form of numbers.
  @inlinable
  public init(_ value: Double) {
    if let whole = Int64(whole: value) {
      self = .integer(whole)
    } else {
      self = .double(value.isNaN ? Double.nan.bitPattern : value.bitPattern)
    }
  }

  /// The plain number of another form of numbers.
  @inlinable
  public init(_ number: JSONNumber) {
    if number.exponent == 0, number.digits <= 19,
      let whole = Int64(isNegative: number.isNegative, magnitude: number.mantissa)
    {
      self = .integer(whole)
    } else {
      self.init(fraction: number)
    }
  }

  @usableFromInline
  init(fraction number: JSONNumber) {
    guard number.digits > 0 else {
      self = .integer(0)
      return
    }
    guard number.digits <= 19 else {
      self.init(DecimalDigits([UInt8](number.text)), isText: true)
      return
    }
    var (mantissa, digits, exponent) = (number.mantissa, number.digits, number.exponent)
    while mantissa % 10 == 0 {
      mantissa /= 10
      digits -= 1
      exponent += 1
    }
    if exponent >= 0, let whole = Int64(isNegative: number.isNegative, mantissa, timesTenTo: exponent) {
      self = .integer(whole)
      return
    }
    let magnitude = digits <= 17 ? Double(mantissa: mantissa, exponent: exponent) : nil
    if let magnitude, magnitude > 0, magnitude.isFinite {
      self.init(number.isNegative ? -magnitude : magnitude)
    } else {
      self.init(DecimalDigits([UInt8](number.text)), isText: true)
    }
  }

  /// The plain number of another form of numbers.
  public init(_ decimal: Decimal128) {
    switch decimal.kind {
    case .notANumber: self.init(Double.nan)
    case .infinity: self.init(decimal.isNegative ? -Double.infinity : .infinity)
    case .finite(let coefficient, let exponent):
      let digits = Array(String(coefficient).utf8)
      self.init(DecimalDigits(isNegative: decimal.isNegative, digits: digits, exponent: exponent), isText: false)
    }
  }

  /// A decimal by its value alone: the same as a double only where it is exactly that double.
  public init(exactly decimal: Decimal128) {
    self.init(decimal)
    if case .integer = self { return }
    guard case .finite(let coefficient, let exponent) = decimal.kind else { return }
    if let magnitude = Self.double(coefficient, exponent) {
      self.init(decimal.isNegative ? -magnitude : magnitude)
    } else {
      let digits = Array(String(coefficient).utf8)
      self = .decimal(DecimalDigits(isNegative: decimal.isNegative, digits: digits, exponent: exponent))
    }
  }

  /// The double that is exactly `coefficient` × 10^`exponent`, which is not 0, or nil where there is none.
  private static func double(_ coefficient: UInt128, _ exponent: Int) -> Double? {
    // A whole number times a power of two, as every double is.
    var whole = coefficient >> coefficient.trailingZeroBitCount
    for _ in 0..<exponent.magnitude {
      guard exponent < 0 ? whole.isMultiple(of: 5) : whole >> 53 == 0 else { return nil }
      whole = exponent < 0 ? whole / 5 : whole * 5
    }
    guard let significand = Double(exactly: whole) else { return nil }
    return Double(sign: .plus, exponent: exponent + coefficient.trailingZeroBitCount, significand: significand)
  }

  /// - Parameter isText: whether up to 17 digits are the nearest double; other digits have to be a
  ///   double's shortest ones to count as it.
  private init(_ digits: DecimalDigits, isText: Bool) {
    if digits.digits.isEmpty {
      self = .integer(0)
    } else if let whole = digits.integer {
      self = .integer(whole)
    } else if let double = Double(digits.text), double.isFinite, double != 0,
      isText && digits.digits.count <= 17 || DecimalDigits(double.description.utf8.map { $0 }) == digits
    {
      self.init(double)
    } else {
      self = .decimal(digits)
    }
  }
}

/// The digits of a number without zeros at either end, and the power of ten behind them.
public struct DecimalDigits: Codable, Hashable, Sendable {
  /// Whether it is below zero.
  public var isNegative: Bool
  /// ASCII digits; empty for zero.
  public var digits: [UInt8]
  /// The power of ten behind the digits.
  public var exponent: Int

  init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    let significant = digits.drop { $0 == 0x30 }
    let stripped = significant.reversed().drop { $0 == 0x30 }
    self.digits = stripped.reversed()
    self.isNegative = isNegative && !stripped.isEmpty
    self.exponent = stripped.isEmpty ? 0 : exponent + significant.count - stripped.count
  }

  /// The digits of a number's text in JSON's grammar.
  init(_ text: some Collection<UInt8>) {
    var digits: [UInt8] = []
    var exponent = 0
    var isFraction = false
    var rest = Substring(decoding: text, as: UTF8.self)
    if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
      let written = rest[rest.index(after: mark)...]
      // Past this limit, numbers of one sign of the exponent are told apart no more.
      let limit = 1 << 60
      exponent = Int(written).map { min(max($0, -limit), limit) } ?? (written.hasPrefix("-") ? -limit : limit)
      rest = rest[..<mark]
    }
    for byte in rest.utf8 {
      switch byte {
      case 0x2E: isFraction = true
      case 0x30...0x39:
        digits.append(byte)
        if isFraction { exponent -= 1 }
      default: break
      }
    }
    self.init(isNegative: rest.hasPrefix("-"), digits: digits, exponent: exponent)
  }

  /// The number as text: digits, `e`, exponent.
  public var text: String {
    (isNegative ? "-" : "") + (digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self)) + "e\(exponent)"
  }

  /// The number as an integer, where it is one in the range of Int64.
  var integer: Int64? {
    guard exponent >= 0, digits.count <= 19, let mantissa = UInt64(String(decoding: digits, as: UTF8.self)) else {
      return nil
    }
    return Int64(isNegative: isNegative, mantissa, timesTenTo: exponent)
  }
}

extension Int64 {
  /// `mantissa` × 10^`exponent`, or nil where that is out of range.
  init?(isNegative: Bool, _ mantissa: UInt64, timesTenTo exponent: Int) {
    guard exponent <= 19 else { return nil }
    var magnitude = mantissa
    for _ in 0..<exponent {
      let (product, overflows) = magnitude.multipliedReportingOverflow(by: 10)
      if overflows { return nil }
      magnitude = product
    }
    self.init(isNegative: isNegative, magnitude: magnitude)
  }
}
