import CScan
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
      return try escapedString(bytes, base, start, plainEnd: end, isASCII: isASCII)
    }
    let text = UnsafeRawBufferPointer(start: base + start, count: end - start)
    if !isASCII, !UTF8Validator.shared.isValid(text) { throw JSONError(.notUTF8, at: start) }
    return (text, end + 1)
  }

  /// The offset of the first quote, backslash or control character, and whether all before it is ASCII.
  @usableFromInline
  static func plainEnd(_ base: UnsafeRawPointer, _ start: Int) -> (Int, isASCII: Bool) {
    // There is such a byte: the NUL behind the text, with 15 more readable bytes behind it.
    var seen: UInt32 = 0
    let end = regraft_plain_end(base.assumingMemoryBound(to: UInt8.self), start, &seen)
    return (end, seen == 0)
  }

  /// A string that holds a backslash, or a control character, which is an error.
  @usableFromInline
  mutating func escapedString(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int,
    plainEnd: Int,
    isASCII: Bool
  ) throws(JSONError) -> (UnsafeRawBufferPointer, Int) {
    var count = 0
    var begin = start
    var offset = plainEnd
    var isASCII = isASCII
    while true {
      // The NUL behind the text can be the end of a run, but what lies behind it is none of the text.
      let runEnd = min(offset, bytes.count)
      // Room for one character more, which an escape may stand for.
      let output = unescaped.room(for: count + runEnd - begin + 4, keeping: count)
      UnsafeMutableRawBufferPointer(rebasing: output[count...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[begin..<runEnd]))
      count += runEnd - begin
      let byte = base.load(fromByteOffset: offset, as: UInt8.self)
      if byte == 0x22 { break }
      guard offset < bytes.count else { throw JSONError(.cutShort, at: offset) }
      guard byte == 0x5C else { throw JSONError(.controlCharacter(byte), at: offset) }
      offset += 1
      let escaped = base.load(fromByteOffset: offset, as: UInt8.self)
      if let resolved = Self.resolved(escaped) {
        output[count] = resolved
        count += 1
        offset += 1
      } else if escaped == 0x75 {
        let scalar: Unicode.Scalar
        (scalar, offset) = try unicodeEscape(bytes, at: offset + 1)
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          output[count] = byte
          count += 1
        }
      } else {
        throw JSONError(offset < bytes.count ? .malformedEscape : .cutShort, at: offset)
      }
      begin = offset
      let isPlainASCII: Bool
      (offset, isPlainASCII) = Self.plainEnd(base, begin)
      isASCII = isASCII && isPlainASCII
    }
    let text = unescaped.text(count)
    if !isASCII, !UTF8Validator.shared.isValid(text) { throw JSONError(.notUTF8, at: start) }
    return (text, offset + 1)
  }

  /// What a backslash and one character stand for; nil where they stand for nothing by themselves.
  @inline(__always)
  private static func resolved(_ escaped: UInt8) -> UInt8? {
    switch escaped {
    case 0x22, 0x5C, 0x2F: escaped
    case 0x6E: 0x0A
    case 0x74: 0x09
    case 0x72: 0x0D
    case 0x62: 0x08
    case 0x66: 0x0C
    default: nil
    }
  }

  /// - Parameter offset: the offset behind `\u`.
  /// - Returns: the character, and the offset behind the escape, or behind both of a surrogate pair.
  private func unicodeEscape(
    _ bytes: UnsafeRawBufferPointer,
    at offset: Int
  ) throws(JSONError) -> (Unicode.Scalar, Int) {
    let first = try hexDigits(bytes, at: offset)
    if let scalar = Unicode.Scalar(first) { return (scalar, offset + 4) }
    guard first < 0xDC00 else { throw JSONError(.loneSurrogate, at: offset) }
    guard offset + 6 <= bytes.count else { throw JSONError(.cutShort, at: bytes.count) }
    guard bytes[offset + 4] == 0x5C, bytes[offset + 5] == 0x75 else { throw JSONError(.loneSurrogate, at: offset) }
    let second = try hexDigits(bytes, at: offset + 6)
    guard 0xDC00...0xDFFF ~= second, let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw JSONError(.loneSurrogate, at: offset) }
    return (scalar, offset + 10)
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
}
