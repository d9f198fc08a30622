import TestSupport
import Values

@testable import ExtendedJSON

/// Makes stored objects that hold every type of some, with names that look like no wrapper.
struct RandomDocuments {
  typealias Members = [(String, Value)]

  enum Kind: CaseIterable {
    case double, text, document, array, binary, uuid, undefined, objectID, boolean, date, null, regularExpression
    case pointer, code, symbol, codeWithScope, int32, timestamp, int64, decimal, minKey, maxKey

    /// Those that v1 of Extended JSON tells from others.
    static let legacy: [Kind] = allCases.filter { $0 != .pointer }
    /// Those that the Baqend form can hold.
    static let baqend: [Kind] = [
      .double, .text, .document, .array, .undefined, .objectID, .boolean, .date, .null, .symbol, .int32, .int64,
    ]
  }

  private var generator: SeededGenerator
  private let kinds: [Kind]
  /// Whether all values are such as the Baqend form can hold.
  private var isBaqend: Bool { !kinds.contains(.minKey) }

  init(seed: UInt64, kinds: [Kind]) {
    generator = SeededGenerator(seed: seed)
    self.kinds = kinds
  }

  /// An object with a value of each kind, some of them under one name.
  mutating func document() -> Members {
    var members: Members = [
      ("_id", .objectID(bytes(12))), ("version", .int32(3)), ("createdAt", .date(moment())),
      ("acl", .document([("read", .document([("*", pick(["allow", "deny"]))]))])),
    ]
    for kind in kinds { members.append((name(), value(kind, depth: 1))) }
    return members.shuffled(using: &generator)
  }

  // MARK: Values

  private mutating func value(_ kind: Kind, depth: Int) -> Value {
    switch kind {
    case .double: .double(double())
    case .text: .text(text())
    case .document: .document(members(depth: depth + 1))
    case .array: .array((0..<count(4, depth: depth)).map { _ in value(pick(kinds), depth: depth + 1) })
    case .binary: .binary(pick([0, 3, 5, 0x80]), bytes(number(6)))
    case .uuid: .binary(4, bytes(16))
    case .undefined: .undefined
    case .objectID: .objectID(bytes(12))
    case .boolean: .boolean(flip())
    case .date: .date(isBaqend || flip() ? moment() : integer())
    case .null: .null
    case .regularExpression: .regularExpression(text(), String("imsx".shuffled(using: &generator).prefix(number(5))))
    case .pointer: .pointer(text(), bytes(12))
    case .code: .code(text())
    case .symbol: .symbol(text())
    case .codeWithScope: .codeWithScope(text(), members(depth: depth + 1))
    case .int32: .int32(Int32(truncatingIfNeeded: integer()))
    case .timestamp: .timestamp(seconds: UInt32(truncatingIfNeeded: integer()), increment: UInt32(number(9)))
    case .int64: .int64(integer())
    case .decimal: decimal()
    case .minKey: .minKey
    case .maxKey: .maxKey
    }
  }

  private mutating func members(depth: Int) -> Members {
    (0..<count(5, depth: depth)).map { _ in (name(), value(pick(kinds), depth: depth)) }
  }

  private mutating func count(_ limit: Int, depth: Int) -> Int { depth > 4 ? 0 : number(limit) }

  private mutating func double() -> Double {
    let value = pick([
      Double(bitPattern: generator.next()), Double(integer()), Double(number(2000)) / 8, -0.0, 0x1p53, 0x1p63,
      0x1p-1070, .nan, .infinity, -.infinity,
    ])
    return isBaqend && !value.isFinite ? 0 : value
  }

  private mutating func decimal() -> Value {
    let texts = ["NaN", "Infinity", "-Infinity", "-0E+3", "9.999999999999999999999999999999999E+6144", "1E-6176"]
    if number(4) == 0 { return .decimal(pick(texts)) }
    return .decimal("\(flip() ? "-" : "")\(generator.next())\(number(1000))E\(number(80) - 40)")
  }

  private mutating func text() -> String {
    let pieces = [
      "a", "é", "e\u{301}", "\"", "\\", "/", "\n", "\u{1}", "😀", "\u{2028}", "2020-01-01T00:00:00.50Z", "5", "$oid",
      "*",
    ]
    return (0..<number(5)).map { _ in pick(pieces) }.joined()
  }

  /// Often the name of another member as well, and never that of a wrapper.
  private mutating func name() -> String { flip() ? pick(["", "a", "b", "$x"]) : text() + "_" }
  /// A moment that has a text.
  private mutating func moment() -> Int64 { Int64.random(in: ISODate.range, using: &generator) }
  /// An integer of any length.
  private mutating func integer() -> Int64 { Int64(bitPattern: generator.next()) >> Int64(number(64)) }
  private mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }
  private mutating func flip() -> Bool { Bool.random(using: &generator) }
  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
  private mutating func pick<Item>(_ items: [Item]) -> Item { items[number(items.count)] }
}

// MARK: Objects that are made of others

extension RandomDocuments {
  /// The same members in another order, at every level.
  mutating func shuffled(_ members: Members) -> Members {
    members.map { ($0, shuffled($1)) }.shuffled(using: &generator)
  }

  private mutating func shuffled(_ value: Value) -> Value {
    switch value {
    case .document(let members): .document(shuffled(members))
    case .array(let elements): .array(elements.map { shuffled($0) })
    case .codeWithScope(let code, let scope): .codeWithScope(code, shuffled(scope))
    default: value
    }
  }

  /// The members with one scalar of the body changed, at any depth; an empty container gets one.
  mutating func changed(_ members: Members) -> Members {
    let body = members.indices.filter { !["_id", "version", "createdAt", "acl"].contains(members[$0].0) }
    var changed = members
    let index = pick(body)
    changed[index].1 = self.changed(members[index].1)
    return changed
  }

  private mutating func changed(_ value: Value) -> Value {
    switch value {
    case .double(let double): return .double(double.isNaN ? 0 : -double.nextUp)
    case .text(let text): return .text(text + "x")
    case .document(var members):
      guard !members.isEmpty else { return .document([("added", 0)]) }
      let index = number(members.count)
      members[index].1 = changed(members[index].1)
      return .document(members)
    case .array(var elements):
      guard !elements.isEmpty else { return .array([0]) }
      let index = number(elements.count)
      elements[index] = changed(elements[index])
      return .array(elements)
    case .binary(let subtype, let bytes): return .binary(subtype, bytes + [0])
    case .undefined, .null: return .boolean(false)
    case .objectID(let bytes): return .objectID(bytes.dropLast() + [~bytes[11]])
    case .boolean(let value): return .boolean(!value)
    case .date(let milliseconds): return .date(milliseconds ^ 1)
    case .regularExpression(let pattern, let options): return .regularExpression(pattern + "x", options)
    case .pointer(let namespace, let bytes): return .pointer(namespace + "x", bytes)
    case .code(let code): return .code(code + "x")
    case .symbol(let symbol): return .symbol(symbol + "x")
    case .codeWithScope(let code, var scope):
      guard !scope.isEmpty else { return .codeWithScope(code + "x", scope) }
      let index = number(scope.count)
      scope[index].1 = changed(scope[index].1)
      return .codeWithScope(code, scope)
    case .int32(let integer): return .int32(integer ^ 1)
    case .timestamp(let seconds, let increment): return .timestamp(seconds: seconds, increment: increment ^ 1)
    case .int64(let integer): return .int64(integer ^ 1)
    case .decimal: return .decimal("123456789.125")
    case .minKey: return .maxKey
    case .maxKey: return .minKey
    }
  }
}
