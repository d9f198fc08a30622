import Values

// The parts of which values consist, each held against the bytes around it.
extension BSONWalker {
  /// A little-endian integer.
  @inlinable
  func load<Number: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: Span<UInt8>,
    at offset: Int,
    end: Int
  ) throws(BSONError) -> Number {
    guard end - offset >= MemoryLayout<Number>.size else { throw BSONError(.cutShort, at: offset) }
    return bytes.littleEndian(at: offset)
  }

  /// The offset of a document's terminator.
  ///
  /// - Parameter limit: the offset at which the document has to end at the latest.
  @inlinable
  func documentEnd(_ bytes: Span<UInt8>, at offset: Int, limit: Int) throws(BSONError) -> Int {
    let length: Int32 = try load(bytes, at: offset, end: limit)
    guard length >= 5, Int(length) <= limit - offset else { throw BSONError(.documentLength(length), at: offset) }
    let end = offset + Int(length) - 1
    guard bytes[end] == 0 else { throw BSONError(.missingTerminator, at: end) }
    return end
  }

  /// The bytes of a string: a length that counts the NUL behind it, text, NUL.
  @inlinable
  @_lifetime(copy bytes)
  func string(_ bytes: Span<UInt8>, at offset: Int, end: Int) throws(BSONError) -> Span<UInt8> {
    let length: Int32 = try load(bytes, at: offset, end: end)
    guard length >= 1, Int(length) <= end - offset - 4 else { throw BSONError(.stringLength(length), at: offset) }
    let start = offset + 4
    let last = start + Int(length) - 1
    guard bytes[last] == 0 else { throw BSONError(.unterminatedString, at: last) }
    let text = bytes.extracting(start..<last)
    try check(text, at: start)
    return text
  }

  /// The offset of the NUL that ends a name.
  @inlinable
  func stringEnd(_ bytes: Span<UInt8>, from start: Int, end: Int) throws(BSONError) -> Int {
    var offset = start
    while end - offset >= 8 {
      let word = bytes.littleEndian(at: offset, as: UInt64.self)
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return offset + zeros.trailingZeroBitCount >> 3 }
      offset += 8
    }
    while offset < end {
      if bytes[offset] == 0 { return offset }
      offset += 1
    }
    throw BSONError(.cutShort, at: start)
  }

  @inlinable
  func check(_ text: Span<UInt8>, at offset: Int) throws(BSONError) {
    if checksText, !text.isUTF8 { throw BSONError(.notUTF8, at: offset) }
  }

  @usableFromInline
  func binary(
    _ bytes: Span<UInt8>,
    at offset: Int,
    end: Int
  ) throws(BSONError) -> (data: Range<Int>, subtype: UInt8) {
    let length: Int32 = try load(bytes, at: offset, end: end)
    guard length >= 0, Int(length) <= end - offset - 5 else { throw BSONError(.binaryLength(length), at: offset) }
    let subtype = bytes[offset + 4]
    let next = offset + 5 + Int(length)
    var start = offset + 5
    if subtype == 2 {
      // The old generic subtype states its length once more.
      let inner: Int32 = try load(bytes, at: start, end: next)
      guard inner == length - 4 else { throw BSONError(.binaryLength(inner), at: start) }
      start += 4
    }
    return (start..<next, subtype)
  }

  /// Where the code is, behind whose NUL the scope's document begins, and the offset of the scope's terminator.
  @usableFromInline
  func codeWithScope(
    _ bytes: Span<UInt8>,
    at offset: Int,
    limit: Int
  ) throws(BSONError) -> (code: Range<Int>, end: Int) {
    let length: Int32 = try load(bytes, at: offset, end: limit)
    guard length >= 14, Int(length) <= limit - offset else { throw BSONError(.codeLength(length), at: offset) }
    let end = offset + Int(length)
    let start = offset + 8
    let code = start..<(start + (try string(bytes, at: offset + 4, end: end)).count)
    let scope = code.upperBound + 1
    let scopeEnd = try documentEnd(bytes, at: scope, limit: end)
    guard scopeEnd + 1 == end else { throw BSONError(.codeLength(length), at: offset) }
    return (code, scopeEnd)
  }
}
