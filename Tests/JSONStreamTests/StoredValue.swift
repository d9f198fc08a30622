import BSON

@testable import JSONStream
@testable import Values

/// A value as BSON has it, to be written as BSON and as JSON.
indirect enum StoredValue: Sendable {
  case double(Double)
  case text(String)
  case object([(String, StoredValue)])
  case array([StoredValue])
  case binary([UInt8], UInt8 = 0)
  case undefined
  case objectID([UInt8])
  case boolean(Bool)
  case date(Int64)
  case null
  case regex(String, String)
  case pointer(String, [UInt8])
  case code(String)
  case symbol(String)
  case scopedCode(String, [(String, StoredValue)])
  case int32(Int32)
  case timestamp(UInt32, UInt32)
  case int64(Int64)
  case decimal(UInt64, UInt64)
  case minKey
  case maxKey

  /// The type byte and the bytes of the value.
  var bson: (type: UInt8, bytes: [UInt8]) {
    switch self {
    case .double(let value): (0x01, bytes(value.bitPattern))
    case .text(let text): (0x02, string(text))
    case .object(let members): (0x03, StoredValue.document(members))
    case .array(let elements): (0x04, StoredValue.document(elements.enumerated().map { ("\($0)", $1) }))
    case .binary(let data, let subtype): (0x05, bytes(Int32(data.count)) + [subtype] + data)
    case .undefined: (0x06, [])
    case .objectID(let bytes): (0x07, bytes)
    case .boolean(let value): (0x08, [value ? 1 : 0])
    case .date(let milliseconds): (0x09, bytes(milliseconds))
    case .null: (0x0A, [])
    case .regex(let pattern, let options): (0x0B, Array(pattern.utf8) + [0] + Array(options.utf8) + [0])
    case .pointer(let namespace, let id): (0x0C, string(namespace) + id)
    case .code(let code): (0x0D, string(code))
    case .symbol(let symbol): (0x0E, string(symbol))
    case .scopedCode(let code, let scope): (0x0F, scoped(string(code) + StoredValue.document(scope)))
    case .int32(let value): (0x10, bytes(value))
    case .timestamp(let seconds, let increment): (0x11, bytes(increment) + bytes(seconds))
    case .int64(let value): (0x12, bytes(value))
    case .decimal(let high, let low): (0x13, bytes(low) + bytes(high))
    case .minKey: (0xFF, [])
    case .maxKey: (0x7F, [])
    }
  }

  /// The document with these members.
  static func document(_ members: [(String, StoredValue)]) -> [UInt8] {
    var content: [UInt8] = []
    for (name, value) in members {
      let (type, bytes) = value.bson
      content += [type] + Array(name.utf8) + [0] + bytes
    }
    return withUnsafeBytes(of: Int32(content.count + 5).littleEndian) { Array($0) } + content + [0]
  }

  private func bytes(_ integer: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: integer.littleEndian) { Array($0) }
  }

  private func string(_ text: String) -> [UInt8] { bytes(Int32(text.utf8.count + 1)) + Array(text.utf8) + [0] }

  private func scoped(_ content: [UInt8]) -> [UInt8] { bytes(Int32(content.count + 4)) + content }
}

extension StoredValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(integerLiteral value: Int32) { self = .int32(value) }
  init(floatLiteral value: Double) { self = .double(value) }
  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(nilLiteral: ()) { self = .null }
  init(arrayLiteral elements: StoredValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, StoredValue)...) { self = .object(elements) }
}

/// How an object is taken in a test.
struct Side {
  var form = ObjectIdentity.Form.stored
  var key = FingerprintKey.published
  var ignored: [String] = []
  var mapped: [String: String] = [:]
  var nullEqualsAbsent = true

  private var fingerprinter: BodyFingerprinter {
    BodyFingerprinter(
      identity: ObjectIdentity(table: "Item", form: form),
      key: key,
      roles: MemberRoles(key: key, ignored: ignored, mapped: mapped),
      nullEqualsAbsent: nullEqualsAbsent
    )
  }

  /// Takes a stored object.
  func take(_ members: [(String, StoredValue)]) throws -> BodyFingerprinter {
    var taken = fingerprinter
    var walker = BSONWalker(checksText: true)
    try walker.walk(StoredValue.document(members).span, into: &taken)
    return taken
  }

  func take(_ object: StoredValue) throws -> BodyFingerprinter {
    guard case .object(let members) = object else { return fingerprinter }
    return try take(members)
  }

  /// Takes an object of a JSON text.
  func take(json: String) throws -> BodyFingerprinter {
    var taken = fingerprinter
    var scanner = JSONScanner()
    let bytes = Array(json.utf8)
    guard try scan(bytes, with: &scanner, into: &taken) == bytes.count else { throw JSONError(.cutShort, at: 0) }
    return taken
  }

  func fingerprint(_ object: StoredValue) throws -> Fingerprint { try take(object).fingerprint }
  func fingerprint(json: String) throws -> Fingerprint { try take(json: json).fingerprint }
}
