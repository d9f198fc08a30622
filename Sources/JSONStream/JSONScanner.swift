import CScan
import Values

/// Walks over one JSON object in memory.
package struct JSONScanner {
  /// How many bytes that are no part of the text have to be readable behind it.
  ///
  /// The first of them must be NUL, which stands in no JSON text: it ends every inner loop, so that
  /// these need no other check, and words of 8 bytes can be loaded.
  package static let padding = Int(REGRAFT_PADDING)

  /// How deep objects and arrays may be nested, the object itself included.
  package var maxDepth: Int

  /// Whether each open container is an array.
  @usableFromInline var open: [Bool] = []
  /// A string whose escapes have been resolved.
  @usableFromInline let unescaped = UnescapedText()

  package init(maxDepth: Int = 200) {
    self.maxDepth = maxDepth
    open.reserveCapacity(64)
  }

  /// Tells the sink the values of the object that begins at `start`.
  ///
  /// - Parameters:
  ///   - padded: the text, with `padding` bytes behind it of which the first is NUL.
  ///   - start: the offset of the object's `{`.
  /// - Returns: the offset behind the object, or nil where the text ends before it does.
  @specialized(where Sink == BodyFingerprinter)
  @inlinable
  package mutating func scanObject<Sink: ValueSink>(
    _ padded: Span<UInt8>,
    from start: Int,
    into sink: inout Sink
  ) throws(JSONError) -> Int? {
    let count = Self.textCount(padded)
    let end = sink.takeObject(json: padded, from: start, maxDepth: maxDepth)
    if end > 0 { return end }
    do throws(JSONError) {
      // SAFETY: the padding, which was checked, is all that the scanner trusts in.
      return try padded.withUnsafeBytes { (bytes) throws(JSONError) in
        try scan(UnsafeRawBufferPointer(rebasing: bytes[..<count]), from: start, into: &sink)
      }
    } catch {
      // The NUL behind the text looks like a fault of the text, but more is to come.
      if error.offset >= count || error.cause == .cutShort { return nil }
      throw error
    }
  }

  /// How many bytes stand before the padding, which has to be there.
  @inlinable
  static func textCount(_ padded: Span<UInt8>) -> Int {
    let count = padded.count - padding
    precondition(count >= 0 && padded[count] == 0, "a text without its padding")
    return count
  }

  @inlinable
  mutating func scan<Sink: ValueSink>(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    into sink: inout Sink
  ) throws(JSONError) -> Int {
    guard let base = bytes.baseAddress, start < bytes.count, bytes[start] == 0x7B else {
      throw JSONError(.cutShort, at: start)
    }
    // Emptying an empty one takes a call all the same.
    if !open.isEmpty { open.removeAll(keepingCapacity: true) }
    sink.reset()
    sink.beginObject()
    var isArray = false
    var isFirst = true
    var offset = start + 1
    while true {
      offset = Self.spaceEnd(base, offset)
      var byte = base.load(fromByteOffset: offset, as: UInt8.self)
      if byte == (isArray ? 0x5D : 0x7D) {
        offset += 1
        if isArray { sink.endArray() } else { sink.endObject() }
        guard let outer = open.popLast() else { return offset }
        isArray = outer
        isFirst = false
        continue
      }
      if !isFirst {
        guard byte == 0x2C else { throw JSONError(.unexpectedByte(byte), at: offset) }
        offset = Self.spaceEnd(base, offset + 1)
        byte = base.load(fromByteOffset: offset, as: UInt8.self)
      }
      isFirst = false
      if !isArray {
        guard byte == 0x22 else { throw JSONError(.unexpectedByte(byte), at: offset) }
        let (name, next) = try string(bytes, base, offset + 1)
        sink.member(name.span)
        offset = Self.spaceEnd(base, next)
        guard base.load(fromByteOffset: offset, as: UInt8.self) == 0x3A else {
          throw JSONError(.unexpectedByte(base.load(fromByteOffset: offset, as: UInt8.self)), at: offset)
        }
        offset = Self.spaceEnd(base, offset + 1)
        byte = base.load(fromByteOffset: offset, as: UInt8.self)
      }
      switch byte {
      case 0x22:
        let (text, next) = try string(bytes, base, offset + 1)
        sink.text(text.span)
        offset = next
      case 0x7B, 0x5B:
        guard open.count + 1 < maxDepth else { throw JSONError(.tooDeep(limit: maxDepth), at: offset) }
        open.append(isArray)
        isArray = byte == 0x5B
        isFirst = true
        if isArray { sink.beginArray() } else { sink.beginObject() }
        offset += 1
      case 0x2D, 0x30...0x39:
        let number = try number(base, offset)
        sink.number(number)
        offset += number.text.count
      case 0x74:
        offset = try word(bytes, base, offset, "true")
        sink.boolean(true)
      case 0x66:
        offset = try word(bytes, base, offset, "false")
        sink.boolean(false)
      case 0x6E:
        offset = try word(bytes, base, offset, "null")
        sink.null()
      default:
        throw JSONError(.unexpectedByte(byte), at: offset)
      }
    }
  }

  /// The offset of the first byte that is not white space.
  @inlinable
  static func spaceEnd(_ base: UnsafeRawPointer, _ start: Int) -> Int {
    var offset = start
    while true {
      let byte = base.load(fromByteOffset: offset, as: UInt8.self)
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return offset }
      offset += 1
    }
  }

  @inlinable
  func word(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int,
    _ word: StaticString
  ) throws(JSONError) -> Int {
    for index in 0..<word.utf8CodeUnitCount {
      guard base.load(fromByteOffset: start + index, as: UInt8.self) == word.utf8Start[index] else {
        throw JSONError(.unexpectedByte(base.load(fromByteOffset: start + index, as: UInt8.self)), at: start + index)
      }
    }
    return start + word.utf8CodeUnitCount
  }
}
