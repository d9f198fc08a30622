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
  package var columns: Int {
    unicodeScalars.reduce(0) { columns, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control: return columns
      default: return columns + (scalar.isWide ? 2 : 1)
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal shows the character in two columns (Unicode's UAX #11, the blocks that are
  /// wide throughout, and emoji).
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
