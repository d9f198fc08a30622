import CScan
import Values

extension JSONScanner {
  /// A string, escapes resolved.
  @usableFromInline
  struct StringText {
    /// Where it stands: among the resolved bytes, or in the text itself.
    @usableFromInline var range: Range<Int>
    @usableFromInline var isResolved: Bool
    /// The offset behind its closing quote.
    @usableFromInline var end: Int
  }

  /// - Parameter start: the offset behind the opening quote.
  @usableFromInline
  mutating func string(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> StringText {
    let (end, isASCII) = Self.plainEnd(text, start)
    guard text[end] == 0x22 else { return try escapedString(text, start) }
    if !isASCII, !text.extracting(start..<end).isUTF8 { throw JSONError(.notUTF8, at: start) }
    return StringText(range: start..<end, isResolved: false, end: end + 1)
  }

  /// The offset of the first quote, backslash or control character, and whether all before it is ASCII.
  static func plainEnd(_ text: Span<UInt8>, _ start: Int) -> (Int, isASCII: Bool) {
    precondition(start >= 0 && start <= textCount(text))
    var seen: UInt32 = 0
    // SAFETY: there is such a byte: the NUL behind the text, with 15 more readable bytes behind it.
    let end = unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return start }
      return unsafe regraft_plain_end(base, start, &seen)
    }
    return (end, seen == 0)
  }

  /// A string that holds a backslash, or a control character, which is an error.
  ///
  /// - Parameter start: the offset behind the opening quote.
  private mutating func escapedString(_ text: Span<UInt8>, _ start: Int) throws(JSONError) -> StringText {
    let textCount = Self.textCount(text)
    var count = 0
    var offset = start
    var seen: UInt32 = 0
    while true {
      offset = unescape(text, offset, &count, &seen)
      if resolved.count - count < 16 {
        resolved += [UInt8](repeating: 0, count: resolved.count)
        continue
      }
      if text[offset] == 0x22 { break }
      guard offset < textCount else { throw JSONError(.cutShort, at: offset) }
      guard text[offset] == 0x5C else { throw JSONError(.controlCharacter(text[offset]), at: offset) }
      offset += 1
      guard text[offset] == 0x75 else {
        throw JSONError(offset < textCount ? .malformedEscape : .cutShort, at: offset)
      }
      let scalar: Unicode.Scalar
      (scalar, offset) = try unicodeEscape(text, at: offset + 1)
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        resolved[count] = byte
        count += 1
      }
    }
    if seen != 0, !resolved.span.extracting(..<count).isUTF8 { throw JSONError(.notUTF8, at: start) }
    return StringText(range: 0..<count, isResolved: true, end: offset + 1)
  }

  /// Copies what is plain, or escaped by one character, behind the resolved bytes.
  ///
  /// - Parameter count: how many resolved bytes there are.
  /// - Returns: the offset of what is not, or at which there was no room left.
  private mutating func unescape(_ text: Span<UInt8>, _ start: Int, _ count: inout Int, _ seen: inout UInt32) -> Int {
    precondition(start >= 0 && start <= Self.textCount(text))
    // SAFETY: as in `plainEnd`; what is written stays below the number of bytes that there is room for.
    return unsafe text.withUnsafeBufferPointer { bytes in
      unsafe resolved.withUnsafeMutableBufferPointer { output in
        unsafe regraft_unescape(bytes.baseAddress, start, output.baseAddress, output.count, &count, &seen)
      }
    }
  }

  /// - Parameter offset: the offset behind `\u`.
  /// - Returns: the character, and the offset behind the escape, or behind both of a surrogate pair.
  private func unicodeEscape(_ text: Span<UInt8>, at offset: Int) throws(JSONError) -> (Unicode.Scalar, Int) {
    let textCount = Self.textCount(text)
    let first = try hexDigits(text, at: offset)
    if let scalar = Unicode.Scalar(first) { return (scalar, offset + 4) }
    guard first < 0xDC00 else { throw JSONError(.loneSurrogate, at: offset) }
    guard offset + 6 <= textCount else { throw JSONError(.cutShort, at: textCount) }
    guard text[offset + 4] == 0x5C, text[offset + 5] == 0x75 else { throw JSONError(.loneSurrogate, at: offset) }
    let second = try hexDigits(text, at: offset + 6)
    guard 0xDC00...0xDFFF ~= second, let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw JSONError(.loneSurrogate, at: offset) }
    return (scalar, offset + 10)
  }

  private func hexDigits(_ text: Span<UInt8>, at offset: Int) throws(JSONError) -> UInt32 {
    let textCount = Self.textCount(text)
    guard offset + 4 <= textCount else { throw JSONError(.cutShort, at: textCount) }
    var value: UInt32 = 0
    for index in offset..<(offset + 4) {
      let digit: UInt8
      switch text[index] {
      case 0x30...0x39: digit = text[index] - 0x30
      case 0x41...0x46: digit = text[index] - 0x41 + 10
      case 0x61...0x66: digit = text[index] - 0x61 + 10
      default: throw JSONError(.malformedEscape, at: index)
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
