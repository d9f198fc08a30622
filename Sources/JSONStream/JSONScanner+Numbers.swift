import CScan
import Values

extension JSONScanner {
  /// The number at an offset, of which the text is its own.
  @inlinable
  @_lifetime(borrow base)
  func number(_ base: UnsafeRawPointer, _ start: Int) throws(JSONError) -> JSONNumber {
    @inline(__always) func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }

    var offset = start
    let isNegative = byte(offset) == 0x2D
    if isNegative { offset += 1 }
    var mantissa: UInt64 = 0
    let firstDigit = offset
    offset = Self.digitsEnd(base, offset, addingTo: &mantissa)
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
      if digits == 0 {
        // Zeros at the beginning are no digits that count.
        while byte(offset) == 0x30 { offset += 1 }
      }
      let firstCounted = offset
      offset = Self.digitsEnd(base, offset, addingTo: &mantissa)
      digits += offset - firstCounted
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
    let text = UnsafeRawBufferPointer(start: base + start, count: offset - start)
    return JSONNumber(
      text: _overrideLifetime(text.span, borrowing: base),
      isNegative: isNegative,
      mantissa: mantissa,
      digits: digits,
      exponent: exponent,
      isPlainInteger: isPlainInteger
    )
  }

  /// The offset behind the digits that stand at an offset, and of which the number is appended to a mantissa.
  @inlinable
  @inline(__always)
  static func digitsEnd(_ base: UnsafeRawPointer, _ start: Int, addingTo mantissa: inout UInt64) -> Int {
    let text = base.assumingMemoryBound(to: UInt8.self)
    guard let end = regraft_digits_end(text + start, &mantissa) else { return start }
    return end - text
  }
}
