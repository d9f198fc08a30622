extension Decimal128 {
  /// The decimal that a text means, by the rules of MongoDB's "BSON Decimal128" specification; nil where
  /// it is none, or one that cannot be held exactly.
  package init?(_ text: String) {
    var rest = Substring(text)
    var isNegative = false
    if let sign = rest.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      rest.removeFirst()
    }
    let sign: UInt64 = isNegative ? 1 << 63 : 0
    switch rest.lowercased() {
    case "nan": self.init(low: 0, high: 0x7C00_0000_0000_0000)
    case "inf", "infinity": self.init(low: 0, high: sign | 0x7800_0000_0000_0000)
    default:
      guard let (digits, exponent) = Self.parts(rest), let packed = Self.fit(digits, exponent) else { return nil }
      self.init(
        low: UInt64(truncatingIfNeeded: packed.coefficient),
        high: sign | UInt64(packed.exponent + 6176) << 49 | UInt64(truncatingIfNeeded: packed.coefficient >> 64)
      )
    }
  }

  /// The digits of a number without its point, and the power of ten by which their integer is to be
  /// multiplied.
  private static func parts(_ text: Substring) -> (digits: [UInt8], exponent: Int)? {
    var digits: [UInt8] = []
    var exponent = 0
    var hasPoint = false
    var rest = text.utf8
    while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      rest.removeFirst()
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if 0x30...0x39 ~= byte {
        digits.append(byte - 0x30)
        if hasPoint { exponent -= 1 }
      } else {
        return nil
      }
    }
    guard !digits.isEmpty else { return nil }
    if rest.popFirst() != nil {
      var written = String(Substring(rest))
      let isBelow = written.hasPrefix("-")
      if isBelow || written.hasPrefix("+") { written.removeFirst() }
      guard !written.isEmpty, written.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
      // Far past any exponent that a decimal has.
      let limit = 1 << 40
      let magnitude = min(Int(written) ?? limit, limit)
      exponent += isBelow ? -magnitude : magnitude
    }
    return (digits, exponent)
  }

  /// Brings a number into the range of decimals, where that changes nothing but its form.
  private static func fit(_ digits: [UInt8], _ exponent: Int) -> (coefficient: UInt128, exponent: Int)? {
    var significant = Array(digits.drop { $0 == 0 })
    var exponent = exponent
    guard !significant.isEmpty else { return (0, min(max(exponent, -6176), 6111)) }
    while significant.count > 34 || exponent < -6176 {
      guard significant.count > 1, significant.last == 0 else { return nil }
      significant.removeLast()
      exponent += 1
    }
    while exponent > 6111, significant.count < 34 {
      significant.append(0)
      exponent -= 1
    }
    guard exponent <= 6111 else { return nil }
    return (significant.reduce(0) { $0 * 10 + UInt128($1) }, exponent)
  }
}
