import JSONStream

/// JSON as it stands in a page.
enum PageJSON {
  /// The document in ASCII, and without the characters that mean something in HTML: they, and all that are not ASCII,
  /// are written as `\u003c`. They stand in texts only, so that the document stays the same.
  static func bytes(_ document: JSONText) -> [UInt8] {
    let json = document.serialized()
    guard json.contains(where: isEscaped) else { return json }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count + json.count / 4)
    for unit in String(decoding: json, as: UTF8.self).utf16 {
      if let byte = UInt8(exactly: unit), !isEscaped(byte) {
        bytes.append(byte)
      } else {
        let digits = String(unit, radix: 16)
        bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      }
    }
    return bytes
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), 0x7F...: true
    default: false
    }
  }
}
