import Values

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
    let textCount = textCount(padded)
    var skimmed = SkimmedObject(end: start)
    var ids = 0
    var depth = 0
    var offset = start
    while offset < textCount {
      switch padded[offset] {
      case 0x22:
        let (end, isPlain) = stringEnd(padded, offset + 1)
        guard end < textCount else { return nil }
        if depth == 1, isPlain, padded.extracting((offset + 1)..<end).elementsEqual("id".utf8) {
          let value = valueStart(padded, end + 1)
          guard value ?? 0 < textCount else { return nil }
          // Nil where it was a value itself.
          ids += value == nil ? 0 : 1
          if let value, padded[value] == 0x22 {
            let (valueEnd, isPlain) = stringEnd(padded, value + 1)
            guard valueEnd < textCount else { return nil }
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
  private static func stringEnd(_ text: Span<UInt8>, _ start: Int) -> (Int, isPlain: Bool) {
    let textCount = textCount(text)
    var isPlain = true
    var offset = start
    while offset < textCount {
      (offset, _) = plainEnd(text, offset)
      if text[offset] == 0x22 { return (offset, isPlain) }
      if text[offset] == 0x5C { isPlain = false }
      // Behind a backslash stands a character, which may be a quote.
      offset += text[offset] == 0x5C ? 2 : 1
    }
    return (textCount, isPlain)
  }

  /// The offset at which the value of a member begins, whose name ends before an offset; nil where no colon follows.
  private static func valueStart(_ text: Span<UInt8>, _ start: Int) -> Int? {
    let colon = spaceEnd(text, start)
    // The NUL behind the text: a colon may be still to come.
    guard text[colon] != 0 else { return colon }
    return text[colon] == 0x3A ? spaceEnd(text, colon + 1) : nil
  }
}
