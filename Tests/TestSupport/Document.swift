/// A BSON document that is written member by member, in order:
/// `["_id": "k1", "version": .int64(1), "acl": .null]`.
package struct Document: ExpressibleByDictionaryLiteral, Sendable {
  package typealias Key = String
  package typealias Value = DocumentValue

  package var members: [(name: String, value: Value)]

  package init(_ members: [(String, Value)] = []) { self.members = members.map { ($0.0, $0.1) } }
  package init(dictionaryLiteral members: (String, Value)...) { self.init(members) }

  /// The value of the first member of a name. Setting it replaces that member, or adds one, or with nil
  /// removes it.
  package subscript(name: String) -> Value? {
    get { members.first { $0.name == name }?.value }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// The document as BSON.
  package var bytes: [UInt8] {
    var elements: [UInt8] = []
    for (name, value) in members { elements += [value.type] + Array(name.utf8) + [0] + value.bytes }
    return littleEndian(Int32(elements.count + 5)) + elements + [0]
  }
}

/// A value of the types that tests need; `raw` is any other, by its type byte and its bytes.
package indirect enum DocumentValue: Sendable {
  case string(String)
  case int32(Int32)
  case int64(Int64)
  case double(Double)
  case boolean(Bool)
  /// Milliseconds since 1970.
  case date(Int64)
  case null
  case objectID([UInt8])
  case binary(UInt8, [UInt8])
  case document(Document)
  case array([DocumentValue])
  case raw(UInt8, [UInt8])
}

extension DocumentValue {
  var type: UInt8 {
    switch self {
    case .double: 0x01
    case .string: 0x02
    case .document: 0x03
    case .array: 0x04
    case .binary: 0x05
    case .objectID: 0x07
    case .boolean: 0x08
    case .date: 0x09
    case .null: 0x0A
    case .int32: 0x10
    case .int64: 0x12
    case .raw(let type, _): type
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .double(let value): littleEndian(value.bitPattern)
    case .string(let text): littleEndian(Int32(text.utf8.count + 1)) + Array(text.utf8) + [0]
    case .document(let document): document.bytes
    case .array(let values): Document(values.enumerated().map { (String($0), $1) }).bytes
    case .binary(let subtype, let bytes): littleEndian(Int32(bytes.count)) + [subtype] + bytes
    case .objectID(let bytes): bytes
    case .boolean(let value): [value ? 1 : 0]
    case .date(let milliseconds): littleEndian(milliseconds)
    case .null: []
    case .int32(let value): littleEndian(value)
    case .int64(let value): littleEndian(value)
    case .raw(_, let bytes): bytes
    }
  }
}

extension DocumentValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package typealias Key = String
  package typealias Value = DocumentValue
  package typealias ArrayLiteralElement = DocumentValue

  package init(stringLiteral text: String) { self = .string(text) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(arrayLiteral values: DocumentValue...) { self = .array(values) }
  package init(dictionaryLiteral members: (String, DocumentValue)...) { self = .document(Document(members)) }
}

/// The bytes of an integer, the lowest first.
package func littleEndian<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
