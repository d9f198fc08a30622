import CScan
import Values

extension JSONScanner {
  /// The number at an offset, of which the text is its own.
  @inlinable
  @_lifetime(copy text)
  func number(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> JSONNumber {
    var offset = start
    let isNegative = text[offset] == 0x2D
    if isNegative { offset += 1 }
    var mantissa: UInt64 = 0
    let firstDigit = offset
    offset = Self.digitsEnd(text, offset, addingTo: &mantissa)
    let wholeDigits = offset - firstDigit
    guard wholeDigits > 0, wholeDigits == 1 || text[firstDigit] != 0x30 else {
      throw JSONError(.malformedNumber, at: wholeDigits == 0 ? offset : firstDigit)
    }
    var digits = text[firstDigit] == 0x30 ? 0 : wholeDigits
    var exponent = 0
    var isPlainInteger = true
    if text[offset] == 0x2E {
      isPlainInteger = false
      offset += 1
      let fraction = offset
      if digits == 0 {
        // Zeros at the beginning are no digits that count.
        while text[offset] == 0x30 { offset += 1 }
      }
      let firstCounted = offset
      offset = Self.digitsEnd(text, offset, addingTo: &mantissa)
      digits += offset - firstCounted
      guard offset > fraction else { throw JSONError(.malformedNumber, at: offset) }
      exponent = fraction - offset
    }
    if text[offset] | 0x20 == 0x65 {
      isPlainInteger = false
      offset += 1
      let isBelow = text[offset] == 0x2D
      if isBelow || text[offset] == 0x2B { offset += 1 }
      let firstExponentDigit = offset
      var written = 0
      while text[offset] &- 0x30 <= 9 {
        // Far past any number that is told apart from another.
        if written < 1 << 50 { written = written * 10 + Int(text[offset] &- 0x30) }
        offset += 1
      }
      guard offset > firstExponentDigit else { throw JSONError(.malformedNumber, at: offset) }
      exponent += isBelow ? -written : written
    }
    return JSONNumber(
      text: text.extracting(start..<offset),
      isNegative: isNegative,
      mantissa: mantissa,
      digits: digits,
      exponent: exponent,
      isPlainInteger: isPlainInteger
    )
  }

  /// The offset behind the digits that stand at an offset, and of which the number is appended to a mantissa.
  @usableFromInline
  static func digitsEnd(_ text: Span<UInt8>, _ start: Int, addingTo mantissa: inout UInt64) -> Int {
    precondition(start >= 0 && start <= textCount(text))
    // SAFETY: the NUL behind the text is no digit, and the padding as long as the words that are loaded.
    return unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, let end = unsafe regraft_digits_end(base + start, &mantissa) else {
        return start
      }
      return unsafe end - base
    }
  }
}
