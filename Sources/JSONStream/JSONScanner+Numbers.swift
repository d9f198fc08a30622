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
  ///
  /// Eight at a time, as long as so many follow (D. Lemire, "Quickly parsing eight digits").
  @inlinable
  @inline(__always)
  static func digitsEnd(_ base: UnsafeRawPointer, _ start: Int, addingTo mantissa: inout UInt64) -> Int {
    var offset = start
    while true {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let values = word ^ 0x3030_3030_3030_3030
      guard (values | (values &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { break }
      let pairs = values &* 10 &+ values >> 8
      let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
      let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
      mantissa = mantissa &* 100_000_000 &+ (low &+ high) >> 32
      offset += 8
    }
    while true {
      let digit = base.load(fromByteOffset: offset, as: UInt8.self) &- 0x30
      guard digit <= 9 else { return offset }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      offset += 1
    }
  }
}
