import Values

extension JSONScanner {
  /// A number and the offset behind it.
  @inlinable
  func number(_ base: UnsafeRawPointer, _ start: Int) throws(JSONError) -> (JSONNumber, Int) {
    @inline(__always) func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }

    var offset = start
    let isNegative = byte(offset) == 0x2D
    if isNegative { offset += 1 }
    var mantissa: UInt64 = 0
    let firstDigit = offset
    while byte(offset) &- 0x30 <= 9 {
      mantissa = mantissa &* 10 &+ UInt64(byte(offset) &- 0x30)
      offset += 1
    }
    let wholeDigits = offset - firstDigit
    guard wholeDigits > 0, wholeDigits == 1 || byte(firstDigit) != 0x30 else {
      throw JSONError(.malformedNumber, at: wholeDigits == 0 ? offset : firstDigit)
    }
    var digits = byte(firstDigit) == 0x30 ? 0 : wholeDigits
    var exponent = 0
    var isPlainInteger = true
    if byte(offset) == 0x2E {
      isPlainInteger = false
      offset += 1
      let fraction = offset
      while byte(offset) &- 0x30 <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(byte(offset) &- 0x30)
        if digits > 0 || byte(offset) != 0x30 { digits += 1 }
        offset += 1
      }
      guard offset > fraction else { throw JSONError(.malformedNumber, at: offset) }
      exponent = fraction - offset
    }
    if byte(offset) | 0x20 == 0x65 {
      isPlainInteger = false
      offset += 1
      let isBelow = byte(offset) == 0x2D
      if isBelow || byte(offset) == 0x2B { offset += 1 }
      let firstExponentDigit = offset
      var written = 0
      while byte(offset) &- 0x30 <= 9 {
        // Far past any number that is told apart from another.
        if written < 1 << 50 { written = written * 10 + Int(byte(offset) &- 0x30) }
        offset += 1
      }
      guard offset > firstExponentDigit else { throw JSONError(.malformedNumber, at: offset) }
      exponent += isBelow ? -written : written
    }
    let number = JSONNumber(
      text: UnsafeRawBufferPointer(start: base + start, count: offset - start),
      isNegative: isNegative,
      mantissa: mantissa,
      digits: digits,
      exponent: exponent,
      isPlainInteger: isPlainInteger
    )
    return (number, offset)
  }
}
