/// Bytes from hexadecimal digits of either case.
enum Hexadecimal {
  /// Exactly `count` bytes, or nil.
  static func bytes(_ text: [UInt8], count: Int) -> [UInt8]? {
    guard text.count == count * 2 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: text.count, by: 2) {
      guard let high = value(text[index]), let low = value(text[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// The bytes of a UUID with hyphens in their places (8-4-4-4-12), or nil.
  static func uuid(_ text: [UInt8]) -> [UInt8]? {
    let hyphens = [8, 13, 18, 23]
    guard text.count == 36, hyphens.allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
    return bytes(text.enumerated().filter { !hyphens.contains($0.offset) }.map(\.element), count: 16)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
