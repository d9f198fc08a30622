// Documents as BSON (bsonspec.org).

extension Document {
  /// Appends the document to `bytes` as BSON.
  package func appendBSON(to bytes: inout [UInt8]) {
    appendBSONDocument(to: &bytes) { bytes in
      for (name, value) in members {
        appendBSONElement(name: name, value: value, to: &bytes)
      }
    }
  }
}

/// The bytes before a document's type is known: its length comes first, but is known last.
private func appendBSONDocument(to bytes: inout [UInt8], elements: (inout [UInt8]) -> Void) {
  let start = bytes.count
  appendLittleEndian(Int32(0), to: &bytes)
  elements(&bytes)
  bytes.append(0)
  let length = UInt32(bytes.count - start)
  for index in 0..<4 {
    bytes[start + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
  }
}

private func appendBSONElement(name: String, value: Value, to bytes: inout [UInt8]) {
  bytes.append(value.bsonType)
  bytes.append(contentsOf: name.utf8)
  bytes.append(0)
  switch value {
  case .null:
    break
  case .boolean(let flag):
    bytes.append(flag ? 1 : 0)
  case .int32(let number):
    appendLittleEndian(number, to: &bytes)
  case .int64(let number), .date(let number):
    appendLittleEndian(number, to: &bytes)
  case .double(let number):
    appendLittleEndian(number.bitPattern, to: &bytes)
  case .string(let text):
    appendLittleEndian(Int32(text.utf8.count + 1), to: &bytes)
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
  case .array(let elements):
    appendBSONDocument(to: &bytes) { bytes in
      for (index, element) in elements.enumerated() {
        appendBSONElement(name: String(index), value: element, to: &bytes)
      }
    }
  case .document(let document):
    document.appendBSON(to: &bytes)
  }
}

extension Value {
  /// The byte that stands before an element of this type.
  fileprivate var bsonType: UInt8 {
    switch self {
    case .double: 0x01
    case .string: 0x02
    case .document: 0x03
    case .array: 0x04
    case .boolean: 0x08
    case .date: 0x09
    case .null: 0x0A
    case .int32: 0x10
    case .int64: 0x12
    }
  }
}

/// Appends an integer, its lowest byte first.
func appendLittleEndian<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
  withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
}
