import Values

// Most objects are in memory from one end to the other and have one `id`, a plain text: these are read without asking at
// each byte whether more has to be read. All others, and all that is wrong, are left to `readObject`, which takes them byte
// by byte.
extension IDReader.Bytes {
  /// Takes the object whose bracket is next, if it is such a one.
  ///
  /// - Returns: where its id stands in the memory; nil where nothing was taken.
  mutating func takeObjectInMemory() -> Range<Int>? {
    var objects = ObjectsInMemory(next: position, end: end)
    guard let id = objects.takeObject(memory.span) else { return nil }
    position = objects.next
    uncountedObjects += 1
    return id
  }
}

/// A walk over one object of a text in memory. What it is given is always the same memory.
private struct ObjectsInMemory {
  /// The offset of the next byte.
  var next: Int
  /// The offset behind the last byte that there is.
  let end: Int

  /// How many brackets may be open at a time: a bit for each.
  private static let deepest = 64

  /// Takes the object that is next.
  ///
  /// - Returns: where its id stands; nil where it has none, or more than one, or is to be read byte by byte.
  mutating func takeObject(_ memory: Span<UInt8>) -> Range<Int>? {
    guard nextVisible(memory) == UInt8(ascii: "{") else { return nil }
    var id: Range<Int>?
    // Which of the open brackets are those of objects, the innermost as the lowest bit.
    var kinds: UInt64 = 1
    var depth = 1
    var isFirst = true
    while depth > 0 {
      let isObject = kinds & 1 == 1
      var byte = nextVisible(memory)
      if byte == UInt8(ascii: isObject ? "}" : "]") {
        kinds >>= 1
        depth -= 1
        isFirst = false
        continue
      }
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { return nil }
        byte = nextVisible(memory)
      }
      isFirst = false

      var isID = false
      if isObject {
        guard byte == UInt8(ascii: "\""), let name = takeString(memory) else { return nil }
        if depth == 1 {
          // One with an escape may be an id that is spelled otherwise.
          guard name.isPlain else { return nil }
          isID =
            name.range.count == 2 && memory[name.range.lowerBound] == UInt8(ascii: "i")
            && memory[name.range.lowerBound + 1] == UInt8(ascii: "d")
        }
        guard nextVisible(memory) == UInt8(ascii: ":") else { return nil }
        byte = nextVisible(memory)
      }

      switch byte {
      case UInt8(ascii: "\""):
        guard let text = takeString(memory) else { return nil }
        guard isID else { continue }
        guard id == nil, text.isPlain, isASCII(memory, text.range) else { return nil }
        id = text.range
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < Self.deepest else { return nil }
        kinds = kinds << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
        depth += 1
        isFirst = true
      default:
        guard IDReader.isScalar(byte) else { return nil }
        while next < end, IDReader.isScalar(memory[next]) { next += 1 }
      }
    }
    return id
  }

  /// Takes the next byte that is not white space; NUL, which stands nowhere in a JSON text, where there is none.
  @inline(__always)
  private mutating func nextVisible(_ memory: Span<UInt8>) -> UInt8 {
    while next < end {
      let byte = memory[next]
      next += 1
      if byte > 0x20 { return byte }
      guard
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
          || byte == UInt8(ascii: "\t")
      else { return 0 }
    }
    return 0
  }

  /// Takes the rest of a string.
  ///
  /// - Returns: where it stands, and whether nothing in it is escaped; nil where it is faulty or does not end.
  @inline(__always)
  private mutating func takeString(_ memory: Span<UInt8>) -> (range: Range<Int>, isPlain: Bool)? {
    let start = next
    var isPlain = true
    while true {
      next = IDReader.Bytes.plainEnd(memory, from: next, before: end)
      guard next < end else { return nil }
      if memory[next] == UInt8(ascii: "\"") {
        next += 1
        return (start..<(next - 1), isPlain)
      }
      guard memory[next] == UInt8(ascii: "\\"), next + 1 < end else { return nil }
      isPlain = false
      next += 2
    }
  }

  private func isASCII(_ memory: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for offset in range where memory[offset] >= 0x80 { return false }
    return true
  }
}
