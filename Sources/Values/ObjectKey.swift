/// The key of an object in its table, and the normal form of its id: `/db/TABLE/KEY`, the key
/// percent-encoded as JavaScript's `encodeURIComponent` does.
package enum ObjectKey {
  /// The beginning of every reference to an object.
  package static let referencePrefix = "/db/"

  /// The id of a key in a table.
  package static func normalID(table: String, key: some Sequence<UInt8>) -> String {
    referencePrefix + table + "/" + encode(key)
  }

  /// The key with everything but `A-Z a-z 0-9 - _ . ! ~ * ' ( )` as `%XX`.
  package static func encode(_ key: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(key.underestimatedCount)
    for byte in key {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F, 0x2E, 0x21, 0x7E, 0x2A, 0x27, 0x28, 0x29:
        text.append(byte)
      default:
        text += [0x25, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
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
    // Byte by byte: a slash and a combining mark behind it are one Character.
    guard reference.utf8.starts(with: referencePrefix.utf8) else { return nil }
    let rest = reference.utf8.dropFirst(referencePrefix.utf8.count)
    guard let slash = rest.firstIndex(of: 0x2F), slash > rest.startIndex else { return nil }
    var key: [UInt8] = []
    let encoded = Array(rest[rest.index(after: slash)...])
    guard decode(encoded.span, into: &key), !key.isEmpty else { return nil }
    return (String(decoding: rest[..<slash], as: UTF8.self), key)
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
