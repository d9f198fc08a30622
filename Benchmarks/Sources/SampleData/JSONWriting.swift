// Documents as the JSON of Baqend's REST interface.

extension Document {
  /// Appends the document to `bytes` as JSON, without white space.
  package func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      appendJSONString(member.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      appendJSONValue(member.value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// The document as JSON text.
  package var json: String {
    var bytes: [UInt8] = []
    appendJSON(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

private func appendJSONValue(_ value: Value, to bytes: inout [UInt8]) {
  switch value {
  case .null:
    bytes.append(contentsOf: "null".utf8)
  case .boolean(let flag):
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  case .int32(let number):
    bytes.append(contentsOf: number.description.utf8)
  case .int64(let number):
    bytes.append(contentsOf: number.description.utf8)
  case .double(let number):
    // The shortest text that reads back as the same number; for finite numbers it is JSON.
    bytes.append(contentsOf: number.description.utf8)
  case .string(let text):
    appendJSONString(text, to: &bytes)
  case .date(let milliseconds):
    bytes.append(UInt8(ascii: "\""))
    appendDateTime(milliseconds, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  case .array(let elements):
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      appendJSONValue(element, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  case .document(let document):
    document.appendJSON(to: &bytes)
  }
}

private func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "\""))
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "\""):
      bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"):
      bytes.append(contentsOf: #"\\"#.utf8)
    case UInt8(ascii: "\n"):
      bytes.append(contentsOf: #"\n"#.utf8)
    case 0..<0x20:
      bytes.append(contentsOf: #"\u00"#.utf8)
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 0xF))
    default:
      bytes.append(byte)
    }
  }
  bytes.append(UInt8(ascii: "\""))
}

/// The lower-case digit of a number below 16.
func hexDigit(_ number: UInt8) -> UInt8 {
  number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
}
