import Values

/// Reads the objects in which Extended JSON wraps values for which JSON has no form of its own.
enum WrappedValue {
  typealias Member = (name: [UInt8], value: JSONNode)

  /// What an object stands for.
  enum Reading {
    case value(TypedValue)
    case codeWithScope([UInt8], scope: [Member])
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
    if key == "$code", values.count == 2, case .text(let code)? = values[key],
      case .object(let scope)? = values["$scope"]
    {
      return .codeWithScope(code, scope: scope)
    }
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
  private static func value(of key: String, _ values: [String: JSONNode]) -> TypedValue? {
    guard let value = values[key] else { return nil }
    if key == "$binary", values.count == 2 { return legacyBinary(value, type: values["$type"]) }
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
  private static func nested(_ key: String, _ members: [Member]) -> TypedValue? {
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

  private static func legacyBinary(_ value: JSONNode, type: JSONNode?) -> TypedValue? {
    guard case .text(let base64) = value, case .text(let subtype)? = type else { return nil }
    return binary(base64, subtype: subtype)
  }

  private static func binary(_ base64: [UInt8], subtype: [UInt8]) -> TypedValue? {
    guard 1...2 ~= subtype.count, let type = UInt8(String(decoding: subtype, as: UTF8.self), radix: 16),
      subtype.first != UInt8(ascii: "+"), let bytes = Base64.bytes(base64)
    else { return nil }
    return .binary(bytes, subtype: type)
  }

  private static func date(_ value: JSONNode) -> TypedValue? {
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
  static func number(_ text: [UInt8]) -> TypedValue {
    guard let whole = integer(text) else {
      return .double(Double(String(decoding: text, as: UTF8.self)) ?? .infinity)
    }
    return Int32(exactly: whole).map { .int32($0) } ?? .int64(whole)
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
