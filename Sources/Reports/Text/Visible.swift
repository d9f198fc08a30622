extension String {
  /// The text with everything that could steer a terminal or reorder a line written as an escape:
  /// control characters, line separators, bidirectional controls, invisible marks.
  package var visible: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// How many columns of a terminal the text takes: wide characters two, combining marks none.
  package var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

  /// The text in just so many columns: cut with a mark at its end, or with blanks behind it.
  package func fitted(to width: Int) -> String {
    let text = cut(to: width)
    return text + String(repeating: " ", count: max(0, width - text.columns))
  }

  /// The text in at most so many columns: cut with a mark at its end where it has more.
  package func cut(to width: Int) -> String {
    guard columns > width else { return self }
    guard width > 0 else { return "" }
    var text = "", used = 0
    for character in self {
      let next = String(character).columns
      guard used + next < width else { break }
      text.append(character)
      used += next
    }
    return text + "…"
  }
}

extension Unicode.Scalar {
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: 0
    // The vowels and final consonants of Hangul syllables stand in the block of the first one.
    default: (0x1160...0x11FF).contains(value) ? 0 : isWide ? 2 : 1
    }
  }

  /// Whether a terminal shows the character in two columns (Unicode's UAX #11, the blocks that are
  /// wide throughout, and emoji; two regional indicators are one flag).
  private var isWide: Bool {
    if properties.isEmojiPresentation { return !(0x1F1E6...0x1F1FF).contains(value) }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x16FE0...0x16FF1, 0x17000...0x18CFF, 0x1AFF0...0x1B2FB, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
