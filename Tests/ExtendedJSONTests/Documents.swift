import BSON
import JSONStream
import Values

@testable import ExtendedJSON

/// BSON by hand: a document is its elements, an element its type, name and value.
enum Value: Sendable {
  case double(Double)
  case text(String)
  case document([(String, Value)])
  case array([Value])
  case binary(UInt8, [UInt8])
  case undefined
  case objectID([UInt8])
  case boolean(Bool)
  case date(Int64)
  case null
  case regularExpression(String, String)
  case pointer(String, [UInt8])
  case code(String)
  case symbol(String)
  case codeWithScope(String, [(String, Value)])
  case int32(Int32)
  case timestamp(seconds: UInt32, increment: UInt32)
  case int64(Int64)
  case decimal(low: UInt64, high: UInt64)
  case minKey, maxKey

  var type: UInt8 {
    switch self {
    case .double: 0x01
    case .text: 0x02
    case .document: 0x03
    case .array: 0x04
    case .binary: 0x05
    case .undefined: 0x06
    case .objectID: 0x07
    case .boolean: 0x08
    case .date: 0x09
    case .null: 0x0A
    case .regularExpression: 0x0B
    case .pointer: 0x0C
    case .code: 0x0D
    case .symbol: 0x0E
    case .codeWithScope: 0x0F
    case .int32: 0x10
    case .timestamp: 0x11
    case .int64: 0x12
    case .decimal: 0x13
    case .maxKey: 0x7F
    case .minKey: 0xFF
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .double(let value): little(value.bitPattern)
    case .text(let text), .code(let text), .symbol(let text): string(text)
    case .document(let members): bson(members)
    case .array(let elements): bson(elements.enumerated().map { (String($0), $1) })
    case .binary(let subtype, let data): little(Int32(data.count)) + [subtype] + data
    case .objectID(let bytes): bytes
    case .boolean(let value): [value ? 1 : 0]
    case .date(let value), .int64(let value): little(value)
    case .regularExpression(let pattern, let options): Array(pattern.utf8) + [0] + Array(options.utf8) + [0]
    case .pointer(let namespace, let objectID): string(namespace) + objectID
    case .codeWithScope(let code, let scope):
      little(Int32(9 + code.utf8.count + bson(scope).count)) + string(code) + bson(scope)
    case .int32(let value): little(value)
    case .timestamp(let seconds, let increment): little(increment) + little(seconds)
    case .decimal(let low, let high): little(low) + little(high)
    case .undefined, .null, .minKey, .maxKey: []
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral text: String) { self = .text(text) }
  init(integerLiteral value: Int32) { self = .int32(value) }
}

/// The bytes of a document.
func bson(_ members: [(String, Value)]) -> [UInt8] {
  let elements = members.flatMap { name, value -> [UInt8] in [value.type] + Array(name.utf8) + [0] + value.bytes }
  return little(Int32(elements.count + 5)) + elements + [0]
}

private func string(_ text: String) -> [UInt8] { little(Int32(text.utf8.count + 1)) + Array(text.utf8) + [0] }

private func little(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// Walks over a BSON document.
func walk(_ document: [UInt8], into sink: inout some ValueSink) throws {
  var walker = BSONWalker(checksText: true)
  try walker.walk(document.span, into: &sink)
}

/// Walks over a JSON object, and makes sure that nothing stands behind it.
func scan(_ json: [UInt8], into sink: inout some ValueSink) throws {
  var scanner = JSONScanner()
  let padded = json + [UInt8](repeating: 0, count: JSONScanner.padding)
  let end = try scanner.scanObject(padded.span, from: 0, into: &sink)
  guard end == json.count else { throw NotOneObject() }
}

struct NotOneObject: Error {}

/// A document in a format of Extended JSON.
func extendedJSON(_ document: [UInt8], _ format: ExtendedJSONWriter.Format) throws -> String {
  var writer = ExtendedJSONWriter(format)
  try walk(document, into: &writer)
  return String(decoding: writer.bytes, as: UTF8.self)
}

/// A document in the Baqend form, and whether it holds what that form cannot hold.
func baqend(
  _ document: [UInt8],
  id: String? = nil,
  renamed: [String: String] = [:]
) throws -> (text: String, isUnwritable: Bool) {
  var writer = BaqendWriter(renamed: renamed)
  writer.id = id
  try walk(document, into: &writer)
  return (String(decoding: writer.bytes, as: UTF8.self), writer.hasUnwritableValue)
}
