import CScan

extension JSONScanner {
  /// Where the members of an object are that say which one it is.
  package struct SkimmedObject {
    /// The offset behind the object.
    package var end: Int
    /// Where the text of the member `id` stands, without its quotes; nil where there is no such text, or one with
    /// escapes, or several.
    package var id: Range<Int>?
  }

  /// Passes over an object of a text that was scanned before, and so is known to be sound: nothing is checked here, and
  /// what is found in any other text means nothing.
  ///
  /// - Parameters:
  ///   - padded: the text, with `padding` bytes behind it of which the first is NUL.
  ///   - start: the offset of the object's `{`.
  /// - Returns: nil where the bytes end before the object does.
  package static func skim(_ padded: Span<UInt8>, from start: Int) -> SkimmedObject? {
    let count = textCount(padded)
    // SAFETY: as in `scanObject`.
    return padded.withUnsafeBytes { skim(UnsafeRawBufferPointer(rebasing: $0[..<count]), from: start) }
  }

  private static func skim(_ bytes: UnsafeRawBufferPointer, from start: Int) -> SkimmedObject? {
    guard let base = bytes.baseAddress else { return nil }
    var skimmed = SkimmedObject(end: start)
    var ids = 0
    var depth = 0
    var offset = start
    while offset < bytes.count {
      switch base.load(fromByteOffset: offset, as: UInt8.self) {
      case 0x22:
        let (end, isPlain) = stringEnd(bytes, base, offset + 1)
        guard end < bytes.count else { return nil }
        if depth == 1, isPlain, end == offset + 3, isID(base, offset + 1) {
          let value = valueStart(base, end + 1)
          guard value ?? 0 < bytes.count else { return nil }
          // Nil where it was a value itself.
          ids += value == nil ? 0 : 1
          if let value, base.load(fromByteOffset: value, as: UInt8.self) == 0x22 {
            let (valueEnd, isPlain) = stringEnd(bytes, base, value + 1)
            guard valueEnd < bytes.count else { return nil }
            skimmed.id = ids == 1 && isPlain ? value + 1..<valueEnd : nil
            offset = valueEnd + 1
            continue
          }
        }
        offset = end + 1
      case 0x7B, 0x5B:
        depth += 1
        offset += 1
      case 0x7D, 0x5D:
        depth -= 1
        offset += 1
        if depth == 0 {
          skimmed.end = offset
          return skimmed
        }
      default: offset += 1
      }
    }
    return nil
  }

  /// The offset of the quote that ends a string, or of the end of the text, and whether there are no escapes in it.
  private static func stringEnd(
    _ bytes: UnsafeRawBufferPointer,
    _ base: UnsafeRawPointer,
    _ start: Int
  ) -> (Int, isPlain: Bool) {
    var isPlain = true
    var offset = start
    while offset < bytes.count {
      (offset, _) = plainEnd(base, offset)
      let byte = base.load(fromByteOffset: offset, as: UInt8.self)
      if byte == 0x22 { return (offset, isPlain) }
      if byte == 0x5C { isPlain = false }
      // Behind a backslash stands a character, which may be a quote.
      offset += byte == 0x5C ? 2 : 1
    }
    return (bytes.count, isPlain)
  }

  /// Whether the two bytes there are `id`.
  private static func isID(_ base: UnsafeRawPointer, _ offset: Int) -> Bool {
    base.load(fromByteOffset: offset, as: UInt8.self) == UInt8(ascii: "i")
      && base.load(fromByteOffset: offset + 1, as: UInt8.self) == UInt8(ascii: "d")
  }

  /// The offset at which the value of a member begins, whose name ends before an offset; nil where no colon follows.
  private static func valueStart(_ base: UnsafeRawPointer, _ start: Int) -> Int? {
    let colon = spaceEnd(base, start)
    let byte = base.load(fromByteOffset: colon, as: UInt8.self)
    // The NUL behind the text: a colon may be still to come.
    guard byte != 0 else { return colon }
    return byte == 0x3A ? spaceEnd(base, colon + 1) : nil
  }
}
