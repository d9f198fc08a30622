extension LastCheck {
  /// `text` with its percent-encoding removed. It stays as it is where a `%` is not followed by two
  /// hexadecimal digits, or where the outcome would not be UTF-8.
  static func percentDecoded(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(UInt8(ascii: "%")) else { return text }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard
        let high = rest.popFirst().flatMap(IDReader.hexadecimalValue),
        let low = rest.popFirst().flatMap(IDReader.hexadecimalValue)
      else { return text }
      decoded.append(high << 4 | low)
    }
    return String(validating: decoded, as: UTF8.self) == nil ? text : decoded
  }
}
