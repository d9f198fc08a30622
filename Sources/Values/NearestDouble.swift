extension Double {
  /// The double that is nearest to `mantissa` × 10^`exponent`, ties to even, or nil where the
  /// quick ways do not decide it.
  ///
  /// Clinger's exact case first (both factors are doubles), then the algorithm of Eisel and Lemire
  /// ("Number Parsing at a Gigabyte per Second", 2021) with 128-bit powers of ten.
  @usableFromInline
  init?(mantissa: UInt64, exponent: Int) {
    if mantissa == 0 {
      self = 0
    } else if mantissa < 1 << 53, -22...22 ~= exponent {
      let power = PowersOfTen.exact[abs(exponent)]
      self = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    } else if let value = Double(eiselLemire: mantissa, exponent: exponent) {
      self = value
    } else {
      return nil
    }
  }

  private init?(eiselLemire mantissa: UInt64, exponent: Int) {
    guard PowersOfTen.range ~= exponent else { return nil }
    let power = PowersOfTen.rounded[exponent - PowersOfTen.range.lowerBound]
    let shift = mantissa.leadingZeroBitCount
    let shifted = mantissa << UInt64(shift)
    var binaryExponent = (217_706 * exponent) >> 16 + 64 + 1023 - shift

    var (high, low) = shifted.multipliedFullWidth(by: power.high)
    if high & 0x1FF == 0x1FF, low &+ shifted < shifted {
      let second = shifted.multipliedFullWidth(by: power.low)
      let (merged, carried) = low.addingReportingOverflow(second.high)
      let mergedHigh = high &+ (carried ? 1 : 0)
      if mergedHigh & 0x1FF == 0x1FF, merged &+ 1 == 0, second.low &+ shifted < shifted { return nil }
      (high, low) = (mergedHigh, merged)
    }

    let top = high >> 63
    var significand = high >> (top + 9)
    binaryExponent -= Int(1 ^ top)
    // Exactly between two doubles, as far as these bits tell.
    if low == 0, high & 0x1FF == 0, significand & 3 == 1 { return nil }
    significand += significand & 1
    significand >>= 1
    if significand >> 53 > 0 {
      significand >>= 1
      binaryExponent += 1
    }
    guard 1...2046 ~= binaryExponent else { return nil }
    self = Double(bitPattern: UInt64(binaryExponent) << 52 | significand & (1 << 52 - 1))
  }
}

/// Powers of ten in the forms that reading a number needs.
enum PowersOfTen {
  /// 10^0 to 10^22, which are doubles exactly.
  static let exact: [Double] = (0...22).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

  /// The exponents that `rounded` has: those whose power of five fits into 126 bits.
  static let range = -54...54

  /// The first 128 bits of each power of ten, rounded down.
  static let rounded: [(high: UInt64, low: UInt64)] = range.map { exponent in
    let power = (0..<abs(exponent)).reduce(UInt128(1)) { power, _ in power * 5 }
    let bits = exponent >= 0 ? power << UInt128(power.leadingZeroBitCount) : reciprocal(of: power)
    return (UInt64(truncatingIfNeeded: bits >> 64), UInt64(truncatingIfNeeded: bits))
  }

  /// The first 128 bits of 1 / `divisor`, by long division.
  private static func reciprocal(of divisor: UInt128) -> UInt128 {
    var remainder: UInt128 = 1
    while remainder < divisor { remainder <<= 1 }
    var quotient: UInt128 = 0
    for _ in 0..<128 {
      quotient <<= 1
      if remainder >= divisor {
        remainder -= divisor
        quotient |= 1
      }
      remainder <<= 1
    }
    return quotient
  }
}
