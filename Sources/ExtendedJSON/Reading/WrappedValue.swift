import Values

/// A value for which JSON has no form of its own, as Extended JSON wraps it.
enum WrappedValue {
  case int32(Int32)
  case int64(Int64)
  case double(Double)
  case decimal(Decimal128)
  case date(Int64)
  case objectID([UInt8])
  case binary([UInt8], subtype: UInt8)
  case regularExpression(pattern: [UInt8], options: [UInt8])
  case code([UInt8])
  case codeWithScope([UInt8], scope: [(name: [UInt8], value: JSONNode)])
  case timestamp(seconds: UInt32, increment: UInt32)
  case symbol([UInt8])
  case pointer(namespace: [UInt8], objectID: [UInt8])
  case undefined
  case minKey
  case maxKey

  typealias Member = (name: [UInt8], value: JSONNode)

  /// What an object stands for.
  enum Reading {
    case value(WrappedValue)
    /// It has a known key, and not the members that go with it.
    case malformed(key: String)
    /// It is no wrapper.
    case none
  }

  /// Reads an object whose first member's name begins with `$`.
  static func read(_ members: [Member]) -> Reading {
    var values: [String: JSONNode] = [:]
    for member in members { values[String(decoding: member.name, as: UTF8.self)] = member.value }
    guard values.count == members.count else { return .none }
    guard let key = values.keys.filter({ knownKeys.contains($0) }).min() else { return legacyRegularExpression(values) }
    return value(of: key, values).map { .value($0) } ?? .malformed(key: key)
  }

  private static let knownKeys: Set<String> = [
    "$oid", "$symbol", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$binary", "$uuid", "$code",
    "$timestamp", "$regularExpression", "$dbPointer", "$date", "$minKey", "$maxKey", "$undefined",
  ]

  /// v1 has no key of its own for regular expressions: `$regex` is a query operator as well.
  private static func legacyRegularExpression(_ values: [String: JSONNode]) -> Reading {
    guard values.count == 2, case .text(let pattern)? = values["$regex"], case .text(let options)? = values["$options"],
      !pattern.contains(0), !options.contains(0)
    else { return .none }
    return .value(.regularExpression(pattern: pattern, options: options))
  }

  /// The value of a wrapper, or nil where its members are not right.
  private static func value(of key: String, _ values: [String: JSONNode]) -> WrappedValue? {
    guard let value = values[key] else { return nil }
    switch key {
    case "$binary" where values.count == 2: return legacyBinary(value, type: values["$type"])
    case "$code" where values.count == 2:
      guard case .text(let code) = value, case .object(let scope)? = values["$scope"] else { return nil }
      return .codeWithScope(code, scope: scope)
    default: break
    }
    guard values.count == 1 else { return nil }
    switch (key, value) {
    case ("$oid", .text(let text)): return Hexadecimal.bytes(text, count: 12).map { .objectID($0) }
    case ("$symbol", .text(let text)): return .symbol(text)
    case ("$code", .text(let text)): return .code(text)
    case ("$numberInt", .text(let text)): return integer(text).flatMap(Int32.init(exactly:)).map { .int32($0) }
    case ("$numberLong", .text(let text)): return integer(text).map { .int64($0) }
    case ("$numberDouble", .text(let text)): return double(text).map { .double($0) }
    case ("$numberDecimal", .text(let text)):
      return Decimal128(String(decoding: text, as: UTF8.self)).map { .decimal($0) }
    case ("$uuid", .text(let text)): return Hexadecimal.uuid(text).map { .binary($0, subtype: 4) }
    case ("$minKey", .number(let text)) where text == [0x31]: return .minKey
    case ("$maxKey", .number(let text)) where text == [0x31]: return .maxKey
    case ("$undefined", .boolean(true)): return .undefined
    case ("$date", _): return date(value)
    case (_, .object(let members)): return nested(key, members)
    default: return nil
    }
  }

  /// The value of a wrapper around another object.
  private static func nested(_ key: String, _ members: [Member]) -> WrappedValue? {
    var values: [String: JSONNode] = [:]
    for member in members { values[String(decoding: member.name, as: UTF8.self)] = member.value }
    guard values.count == 2, members.count == 2 else { return nil }
    switch key {
    case "$binary":
      guard case .text(let base64)? = values["base64"], case .text(let subtype)? = values["subType"] else { return nil }
      return binary(base64, subtype: subtype)
    case "$regularExpression":
      guard case .text(let pattern)? = values["pattern"], case .text(let options)? = values["options"],
        !pattern.contains(0), !options.contains(0)
      else { return nil }
      return .regularExpression(pattern: pattern, options: options)
    case "$timestamp":
      guard let seconds = unsigned(values["t"]), let increment = unsigned(values["i"]) else { return nil }
      return .timestamp(seconds: seconds, increment: increment)
    case "$dbPointer":
      guard case .text(let namespace)? = values["$ref"], case .object(let id)? = values["$id"],
        case .value(.objectID(let bytes)) = read(id)
      else { return nil }
      return .pointer(namespace: namespace, objectID: bytes)
    default: return nil
    }
  }

  private static func legacyBinary(_ value: JSONNode, type: JSONNode?) -> WrappedValue? {
    guard case .text(let base64) = value, case .text(let subtype)? = type else { return nil }
    return binary(base64, subtype: subtype)
  }

  private static func binary(_ base64: [UInt8], subtype: [UInt8]) -> WrappedValue? {
    guard 1...2 ~= subtype.count, let type = UInt8(String(decoding: subtype, as: UTF8.self), radix: 16),
      subtype.first != UInt8(ascii: "+"), let bytes = Base64.bytes(base64)
    else { return nil }
    return .binary(bytes, subtype: type)
  }

  private static func date(_ value: JSONNode) -> WrappedValue? {
    switch value {
    case .text(let text): return DateText.milliseconds(text).map { .date($0) }
    case .number(let text): return integer(text).map { .date($0) }
    case .object(let members):
      guard case .value(.int64(let milliseconds)) = read(members) else { return nil }
      return .date(milliseconds)
    default: return nil
    }
  }

  // MARK: Numbers

  /// The value of a JSON number by its text.
  init(number text: [UInt8]) {
    if let whole = Self.integer(text) {
      self = Int32(exactly: whole).map { .int32($0) } ?? .int64(whole)
    } else {
      self = .double(Double(String(decoding: text, as: UTF8.self)) ?? .infinity)
    }
  }

  private static func integer(_ text: [UInt8]) -> Int64? {
    guard text.first != UInt8(ascii: "+") else { return nil }
    return Int64(String(decoding: text, as: UTF8.self))
  }

  private static func unsigned(_ node: JSONNode?) -> UInt32? {
    guard case .number(let text)? = node else { return nil }
    return integer(text).flatMap(UInt32.init(exactly:))
  }

  private static func double(_ text: [UInt8]) -> Double? {
    switch String(decoding: text, as: UTF8.self) {
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    case "NaN": return .nan
    case let text:
      // Swift reads hexadecimal numbers and words as well.
      guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
      return Double(text)
    }
  }
}
