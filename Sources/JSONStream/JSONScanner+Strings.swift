import CScan
import Values

extension JSONScanner {
  /// A string's text, escapes resolved, and the offset behind its closing quote.
  ///
  /// - Parameter start: the offset behind the opening quote.
  @inlinable
  func string(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int
  ) throws(JSONError) -> (UnsafeRawBufferPointer, Int) {
    let (end, isASCII) = Self.plainEnd(base, start)
    guard base.load(fromByteOffset: end, as: UInt8.self) == 0x22 else {
      return try escapedString(bytes, base, start)
    }
    let text = UnsafeRawBufferPointer(start: base + start, count: end - start)
    if !isASCII, !text.span.isUTF8 { throw JSONError(.notUTF8, at: start) }
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
  ///
  /// - Parameter start: the offset behind the opening quote.
  @usableFromInline
  func escapedString(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int
  ) throws(JSONError) -> (UnsafeRawBufferPointer, Int) {
    let text = base.assumingMemoryBound(to: UInt8.self)
    var output = unescaped.memory
    var count = 0
    var offset = start
    var seen: UInt32 = 0
    while true {
      offset = regraft_unescape(text, offset, output.baseAddress, output.count, &count, &seen)
      if output.count - count < 16 {
        unescaped.grow()
        output = unescaped.memory
        continue
      }
      if text[offset] == 0x22 { break }
      guard offset < bytes.count else { throw JSONError(.cutShort, at: offset) }
      guard text[offset] == 0x5C else { throw JSONError(.controlCharacter(text[offset]), at: offset) }
      offset += 1
      guard text[offset] == 0x75 else {
        throw JSONError(offset < bytes.count ? .malformedEscape : .cutShort, at: offset)
      }
      let scalar: Unicode.Scalar
      (scalar, offset) = try unicodeEscape(bytes, at: offset + 1)
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        output[count] = byte
        count += 1
      }
    }
    let resolved = UnsafeRawBufferPointer(rebasing: output[..<count])
    if seen != 0, !resolved.span.isUTF8 { throw JSONError(.notUTF8, at: start) }
    return (resolved, offset + 1)
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
