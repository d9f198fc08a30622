/// The key of an object in its table, and the normal form of its id: `/db/TABLE/KEY`, the key
/// percent-encoded as JavaScript's `encodeURIComponent` does.
package enum ObjectKey {
  /// The beginning of every reference to an object. Computed, as a stored constant of another module is asked for by a call.
  @inlinable package static var referencePrefix: String { "/db/" }

  /// Whether bytes begin as every reference does.
  @inlinable
  package static func isLikelyReference(_ bytes: Span<UInt8>) -> Bool {
    bytes.count > 5 && bytes[0] == UInt8(ascii: "/") && bytes[1] == UInt8(ascii: "d") && bytes[2] == UInt8(ascii: "b")
      && bytes[3] == UInt8(ascii: "/")
  }

  /// The id of a key in a table.
  package static func normalID(table: String, key: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(referencePrefix.utf8.count + table.utf8.count + 1 + key.count)
    text += referencePrefix.utf8
    text += table.utf8
    text.append(UInt8(ascii: "/"))
    encode(key, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The key with everything but `A-Z a-z 0-9 - _ . ! ~ * ' ( )` as `%XX`.
  package static func encode(_ key: [UInt8]) -> String {
    var text: [UInt8] = []
    encode(key, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func encode(_ key: [UInt8], to text: inout [UInt8]) {
    for byte in key {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F, 0x2E, 0x21, 0x7E, 0x2A, 0x27, 0x28, 0x29:
        text.append(byte)
      default:
        text += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
    }
  }

  /// The bytes of a percent-encoded text.
  ///
  /// - Returns: whether every `%` begins a valid `%XX` and the whole is UTF-8.
  @usableFromInline
  static func decode(_ text: Span<UInt8>, into key: inout [UInt8]) -> Bool {
    key.removeAll(keepingCapacity: true)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0x25 {
        guard index + 2 < text.count, let high = hexValue(text[index + 1]), let low = hexValue(text[index + 2]) else {
          return false
        }
        key.append(high << 4 | low)
        index += 3
      } else {
        key.append(byte)
        index += 1
      }
    }
    return key.span.isUTF8
  }

  /// The table and the key that a reference names, or nil where the text is no reference.
  package static func parse(reference: String) -> (table: String, key: [UInt8])? {
    parse(reference: Array(reference.utf8).span)
  }

  /// The same of a text's bytes.
  package static func parse(reference: Span<UInt8>) -> (table: String, key: [UInt8])? {
    let start = referencePrefix.utf8.count
    guard isLikelyReference(reference), let slash = reference.firstIndex(of: UInt8(ascii: "/"), from: start),
      slash > start
    else { return nil }
    var key: [UInt8] = []
    guard decode(reference.extracting((slash + 1)...), into: &key), !key.isEmpty else { return nil }
    return (String(decoding: reference.extracting(start..<slash), as: UTF8.self), key)
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
