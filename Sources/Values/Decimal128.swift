/// An IEEE 754-2008 decimal of 128 bits in its binary integer encoding, as BSON stores it
/// (MongoDB's "BSON Decimal128" specification).
public struct Decimal128: Equatable, Sendable {
  /// The lower 64 bits.
  public var low: UInt64
  /// The upper 64 bits.
  public var high: UInt64

  /// A decimal of its two halves.
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// What the bits stand for.
  public enum Kind: Equatable {
    /// `coefficient` × 10^`exponent`; a coefficient that is out of range counts as 0.
    case finite(coefficient: UInt128, exponent: Int)
    case infinity
    case notANumber
  }

  /// Whether its sign is minus.
  public var isNegative: Bool { high >> 63 == 1 }

  /// What it is, by its bits.
  public var kind: Kind {
    switch high >> 58 & 0x1F {
    case 0x1F: return .notANumber
    case 0x1E: return .infinity
    default: break
    }
    if high >> 61 & 3 == 3 {
      return .finite(coefficient: 0, exponent: Int(high >> 47 & 0x3FFF) - 6176)
    }
    let coefficient = UInt128(high & 0x1_FFFF_FFFF_FFFF) << 64 | UInt128(low)
    let isInRange = coefficient < 10_000_000_000_000_000_000_000_000_000_000_000
    return .finite(coefficient: isInRange ? coefficient : 0, exponent: Int(high >> 49 & 0x3FFF) - 6176)
  }

  /// The number's text by the specification's rules: digits as they are stored, scientific where
  /// the exponent is above 0 or the number is below 10^-6.
  public var text: String {
    let sign = isNegative ? "-" : ""
    guard case .finite(let coefficient, let exponent) = kind else {
      return kind == .notANumber ? "NaN" : sign + "Infinity"
    }
    let digits = String(coefficient)
    let adjusted = exponent + digits.count - 1
    if exponent > 0 || adjusted < -6 {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + "E" + (adjusted < 0 ? "" : "+") + String(adjusted)
    }
    if exponent == 0 { return sign + digits }
    let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
    return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
  }
}
