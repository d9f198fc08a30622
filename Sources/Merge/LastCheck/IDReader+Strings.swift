extension IDReader {
  /// Reads the rest of a string that is an id into `text`.
  mutating func readID() throws(LastCheckError) {
    guard try readString(keeping: IDReader.mostKept) else { throw bytes.malformed }
    let isASCII = text.allSatisfy { $0 < 0x80 }
    guard isASCII || String(validating: text, as: UTF8.self) != nil else { throw bytes.malformed }
  }

  /// Reads the rest of a string, its opening quote being read, with its escapes resolved, and puts its
  /// first `limit` bytes into `text`.
  ///
  /// - Returns: whether that is all of it.
  mutating func readString(keeping limit: Int) throws(LastCheckError) -> Bool {
    text.removeAll(keepingCapacity: true)
    var isWhole = true
    while true {
      let run = try bytes.takePlainRun()
      isWhole = keep(run, limit) && isWhole
      switch try bytes.peek() {
      case UInt8(ascii: "\""):
        bytes.take()
        return isWhole
      case UInt8(ascii: "\\"):
        bytes.take()
        let character = try readEscape()
        isWhole = keep(character.utf8, limit) && isWhole
      case .some(0x20...):
        // Only the chunk ended.
        continue
      default:
        throw bytes.malformed
      }
    }
  }

  /// Reads the rest of a string of no interest.
  mutating func skipString() throws(LastCheckError) {
    while !bytes.skipStringInMemory() {
      switch try bytes.peek() {
      case UInt8(ascii: "\\"):
        bytes.take()
        _ = try bytes.next()
      case .some(0x20...):
        // Only the chunk ended.
        continue
      default:
        throw bytes.malformed
      }
    }
  }

  /// Puts `new` behind the text, as far as there is room below `limit`, and tells whether all of it
  /// had room.
  private mutating func keep(_ new: some Collection<UInt8>, _ limit: Int) -> Bool {
    let room = limit - text.count
    text.append(contentsOf: new.prefix(room))
    return new.count <= room
  }

  /// Reads what stands behind a backslash.
  private mutating func readEscape() throws(LastCheckError) -> Unicode.Scalar {
    switch try bytes.next() {
    case UInt8(ascii: "\""): "\""
    case UInt8(ascii: "\\"): "\\"
    case UInt8(ascii: "/"): "/"
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{c}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    case UInt8(ascii: "u"): try readUnicodeEscape()
    default: throw bytes.malformed
    }
  }

  /// Reads what stands behind `\u`: one code unit, and the other half of its pair where it is the
  /// first half of one.
  private mutating func readUnicodeEscape() throws(LastCheckError) -> Unicode.Scalar {
    var code = try readCodeUnit()
    if (0xd800..<0xdc00).contains(code) {
      guard try bytes.next() == UInt8(ascii: "\\"), try bytes.next() == UInt8(ascii: "u") else {
        throw bytes.malformed
      }
      let second = try readCodeUnit()
      guard (0xdc00..<0xe000).contains(second) else { throw bytes.malformed }
      code = 0x10000 + (code - 0xd800) << 10 + (second - 0xdc00)
    }
    // What is left are second halves without a first.
    guard let scalar = Unicode.Scalar(code) else { throw bytes.malformed }
    return scalar
  }

  /// Reads four hexadecimal digits.
  private mutating func readCodeUnit() throws(LastCheckError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = IDReader.hexadecimalValue(of: try bytes.next()) else { throw bytes.malformed }
      code = code << 4 | UInt32(digit)
    }
    return code
  }

  /// The value of a hexadecimal digit; nil for any other byte.
  static func hexadecimalValue(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
