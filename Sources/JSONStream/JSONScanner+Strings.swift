import Values

extension JSONScanner {
  /// A string's text, escapes resolved, and the offset behind its closing quote.
  ///
  /// - Parameter start: the offset behind the opening quote.
  @inlinable
  mutating func string(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int
  ) throws(JSONError) -> (UnsafeRawBufferPointer, Int) {
    let (end, isASCII) = Self.plainEnd(base, start)
    guard base.load(fromByteOffset: end, as: UInt8.self) == 0x22 else {
      return try escapedString(bytes, base, start, plainEnd: end)
    }
    let text = UnsafeRawBufferPointer(start: base + start, count: end - start)
    if !isASCII, !UTF8Validator.shared.isValid(text) { throw JSONError(.notUTF8, at: start) }
    return (text, end + 1)
  }

  /// The offset of the first quote, backslash or control character, and whether all before it is ASCII.
  @inlinable
  static func plainEnd(_ base: UnsafeRawPointer, _ start: Int) -> (Int, isASCII: Bool) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var offset = start
    var seen: UInt64 = 0
    while true {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // A borrow can mark bytes behind the first one that is meant, never one before it.
      let marks =
        ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (word &- ones &* 0x20) & ~word) & highs
      if marks != 0 {
        let index = marks.trailingZeroBitCount >> 3
        seen |= word & (index == 0 ? 0 : UInt64.max >> UInt64(64 - index * 8))
        return (offset + index, seen & highs == 0)
      }
      seen |= word
      offset += 8
    }
  }

  /// A string that holds a backslash, or a control character, which is an error.
  @usableFromInline
  mutating func escapedString(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int,
    plainEnd: Int
  ) throws(JSONError) -> (UnsafeRawBufferPointer, Int) {
    unescaped.removeAll()
    var begin = start
    var offset = plainEnd
    while true {
      unescaped.append(UnsafeRawBufferPointer(rebasing: bytes[begin..<min(offset, bytes.count)]))
      let byte = base.load(fromByteOffset: offset, as: UInt8.self)
      if byte == 0x22 { break }
      guard offset < bytes.count else { throw JSONError(.cutShort, at: offset) }
      guard byte == 0x5C else { throw JSONError(.controlCharacter(byte), at: offset) }
      offset = try escape(bytes, at: offset + 1)
      begin = offset
      offset = Self.plainEnd(base, begin).0
    }
    guard UTF8Validator.shared.isValid(unescaped.bytes) else { throw JSONError(.notUTF8, at: start) }
    return (unescaped.bytes, offset + 1)
  }

  /// Resolves one escape.
  ///
  /// - Parameter offset: the offset behind the backslash.
  /// - Returns: the offset behind the escape.
  private mutating func escape(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(JSONError) -> Int {
    guard offset < bytes.count else { throw JSONError(.cutShort, at: offset) }
    switch bytes[offset] {
    case 0x22, 0x5C, 0x2F: unescaped.append(bytes[offset])
    case 0x62: unescaped.append(0x08)
    case 0x66: unescaped.append(0x0C)
    case 0x6E: unescaped.append(0x0A)
    case 0x72: unescaped.append(0x0D)
    case 0x74: unescaped.append(0x09)
    case 0x75: return try unicodeEscape(bytes, at: offset + 1)
    default: throw JSONError(.malformedEscape, at: offset)
    }
    return offset + 1
  }

  private mutating func unicodeEscape(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(JSONError) -> Int {
    let first = try hexDigits(bytes, at: offset)
    guard 0xD800...0xDFFF ~= first else {
      append(first)
      return offset + 4
    }
    guard first < 0xDC00 else { throw JSONError(.loneSurrogate, at: offset) }
    guard offset + 6 <= bytes.count else { throw JSONError(.cutShort, at: bytes.count) }
    guard bytes[offset + 4] == 0x5C, bytes[offset + 5] == 0x75 else { throw JSONError(.loneSurrogate, at: offset) }
    let second = try hexDigits(bytes, at: offset + 6)
    guard 0xDC00...0xDFFF ~= second else { throw JSONError(.loneSurrogate, at: offset) }
    append(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    return offset + 10
  }

  private func hexDigits(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(JSONError) -> UInt32 {
    guard offset + 4 <= bytes.count else { throw JSONError(.cutShort, at: bytes.count) }
    var value: UInt32 = 0
    for index in offset..<(offset + 4) {
      let digit: UInt8
      switch bytes[index] {
      case 0x30...0x39: digit = bytes[index] - 0x30
      case 0x41...0x46: digit = bytes[index] - 0x41 + 10
      case 0x61...0x66: digit = bytes[index] - 0x61 + 10
      default: throw JSONError(.malformedEscape, at: index)
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func append(_ scalar: UInt32) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { unescaped.append(byte) }
  }
}
