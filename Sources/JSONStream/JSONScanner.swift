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
  /// A string whose escapes have been resolved, and room for more.
  @usableFromInline var resolved = [UInt8](repeating: 0, count: 1 << 10)

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
      return try scan(padded, from: start, into: &sink)
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
    _ text: Span<UInt8>,
    from start: Int,
    into sink: inout Sink
  ) throws(JSONError) -> Int {
    guard start < Self.textCount(text), text[start] == 0x7B else { throw JSONError(.cutShort, at: start) }
    // Emptying an empty one takes a call all the same.
    if !open.isEmpty { open.removeAll(keepingCapacity: true) }
    sink.reset()
    sink.beginObject()
    var isArray = false
    var isFirst = true
    var offset = start + 1
    while true {
      offset = Self.spaceEnd(text, offset)
      if text[offset] == (isArray ? 0x5D : 0x7D) {
        offset += 1
        if isArray { sink.endArray() } else { sink.endObject() }
        guard let outer = open.popLast() else { return offset }
        isArray = outer
        isFirst = false
        continue
      }
      if !isFirst {
        guard text[offset] == 0x2C else { throw JSONError(.unexpectedByte(text[offset]), at: offset) }
        offset = Self.spaceEnd(text, offset + 1)
      }
      isFirst = false
      if !isArray {
        guard text[offset] == 0x22 else { throw JSONError(.unexpectedByte(text[offset]), at: offset) }
        let name = try string(text, offset + 1)
        if name.isResolved {
          sink.member(resolved.span.extracting(name.range))
        } else {
          sink.member(text.extracting(name.range))
        }
        offset = Self.spaceEnd(text, name.end)
        guard text[offset] == 0x3A else { throw JSONError(.unexpectedByte(text[offset]), at: offset) }
        offset = Self.spaceEnd(text, offset + 1)
      }
      switch text[offset] {
      case 0x22:
        let value = try string(text, offset + 1)
        if value.isResolved {
          sink.text(resolved.span.extracting(value.range))
        } else {
          sink.text(text.extracting(value.range))
        }
        offset = value.end
      case 0x7B, 0x5B:
        guard open.count + 1 < maxDepth else { throw JSONError(.tooDeep(limit: maxDepth), at: offset) }
        open.append(isArray)
        isArray = text[offset] == 0x5B
        isFirst = true
        if isArray { sink.beginArray() } else { sink.beginObject() }
        offset += 1
      case 0x2D, 0x30...0x39:
        let number = try number(text, offset)
        sink.number(number)
        offset += number.text.count
      case 0x74:
        offset = try word(text, offset, "true")
        sink.boolean(true)
      case 0x66:
        offset = try word(text, offset, "false")
        sink.boolean(false)
      case 0x6E:
        offset = try word(text, offset, "null")
        sink.null()
      default:
        throw JSONError(.unexpectedByte(text[offset]), at: offset)
      }
    }
  }

  /// The offset of the first byte that is not white space.
  @inlinable
  static func spaceEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
    var offset = start
    while text[offset] <= 0x20 {
      guard text[offset] == 0x20 || text[offset] == 0x0A || text[offset] == 0x0D || text[offset] == 0x09 else { break }
      offset += 1
    }
    return offset
  }

  /// The offset behind a word that has to stand at an offset.
  @inlinable
  func word(_ text: Span<UInt8>, _ start: Int, _ word: String) throws(JSONError) -> Int {
    var offset = start
    for byte in word.utf8 {
      guard text[offset] == byte else { throw JSONError(.unexpectedByte(text[offset]), at: offset) }
      offset += 1
    }
    return offset
  }
}
