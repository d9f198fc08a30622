extension PlainNumber: Comparable {
  /// By value; a number that is not one comes first, as MongoDB sorts it.
  ///
  /// A double counts as its shortest digits where it is compared with digits that no double holds.
  public static func < (first: PlainNumber, second: PlainNumber) -> Bool {
    switch (first, second) {
    case (.integer(let first), .integer(let second)): return first < second
    case (.double(let first), .double(let second)): return isLess(Double(bitPattern: first), Double(bitPattern: second))
    default:
      if let first = first.finiteDigits, let second = second.finiteDigits { return first < second }
      // Beside a double that has no digits any finite number stands for all.
      return isLess(first.unbounded, second.unbounded)
    }
  }

  private static func isLess(_ first: Double, _ second: Double) -> Bool {
    first < second || first.isNaN && !second.isNaN
  }

  /// The double itself where this is NaN or infinite, and 0 for what is finite.
  private var unbounded: Double {
    if case .double(let bits) = self, !Double(bitPattern: bits).isFinite { Double(bitPattern: bits) } else { 0 }
  }

  /// The number's digits; nil for NaN and infinities.
  private var finiteDigits: DecimalDigits? {
    switch self {
    case .integer(let value): DecimalDigits(Array(String(value).utf8))
    case .double(let bits):
      Double(bitPattern: bits).isFinite ? DecimalDigits(Array(Double(bitPattern: bits).description.utf8)) : nil
    case .decimal(let digits): digits
    }
  }
}

extension DecimalDigits: Comparable {
  /// Whether the first is the smaller one.
  public static func < (first: DecimalDigits, second: DecimalDigits) -> Bool {
    guard first.sign == second.sign else { return first.sign < second.sign }
    return first.isNegative ? second.isNearerToZero(than: first) : first.isNearerToZero(than: second)
  }

  private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

  private func isNearerToZero(than other: DecimalDigits) -> Bool {
    let (places, others) = (digits.count + exponent, other.digits.count + other.exponent)
    return places == others ? digits.lexicographicallyPrecedes(other.digits) : places < others
  }
}
