/// A value with all that it contains, for what is small, shown, or compared member by member.
package indirect enum ValueTree: Codable, Equatable, Sendable {
  case object([Member])
  case array([ValueTree])
  case text(String)
  case number(PlainNumber)
  case boolean(Bool)
  case null
  /// Milliseconds since 1970-01-01T00:00:00Z.
  case date(Int64)
  /// A value of a type that only BSON has, by the type's name and its content.
  case other(type: String, bytes: [UInt8])

  package struct Member: Codable, Equatable, Sendable {
    package var name: String
    package var value: ValueTree
    package init(name: String, value: ValueTree) {
      self.name = name
      self.value = value
    }
  }

  /// The value of the last member of that name, where this is an object that has one.
  package subscript(name: String) -> ValueTree? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  package var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  package var integer: Int64? {
    if case .number(.integer(let value)) = self { value } else { nil }
  }

  package var elements: [ValueTree] {
    if case .array(let elements) = self { elements } else { [] }
  }

  package var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }
}

/// Builds the tree of the object that is walked over.
package struct ValueTreeBuilder: ValueSink {
  /// The object, when it has ended.
  package private(set) var tree = ValueTree.null

  private enum Container {
    case object([ValueTree.Member])
    case array([ValueTree])
  }
  private var open: [(container: Container, name: String)] = []
  private var name = ""

  package init() {}

  package mutating func reset() {
    tree = .null
    open.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ value: ValueTree) {
    guard let last = open.indices.last else {
      tree = value
      return
    }
    switch open[last].container {
    case .object(var members):
      // Taken out first, so that appending copies nothing.
      open[last].container = .array([])
      members.append(ValueTree.Member(name: name, value: value))
      open[last].container = .object(members)
    case .array(var elements):
      open[last].container = .object([])
      elements.append(value)
      open[last].container = .array(elements)
    }
  }

  private mutating func end() {
    guard let ended = open.popLast() else { return }
    name = ended.name
    switch ended.container {
    case .object(let members): add(.object(members))
    case .array(let elements): add(.array(elements))
    }
  }

  private func string(_ bytes: Span<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  package mutating func member(_ name: Span<UInt8>) { self.name = string(name) }
  package mutating func beginObject() { open.append((.object([]), name)) }
  package mutating func endObject() { end() }
  package mutating func beginArray() { open.append((.array([]), name)) }
  package mutating func endArray() { end() }
  package mutating func null() { add(.null) }
  package mutating func boolean(_ value: Bool) { add(.boolean(value)) }
  package mutating func text(_ bytes: Span<UInt8>) { add(.text(string(bytes))) }
  package mutating func number(_ number: JSONNumber) { add(.number(PlainNumber(number))) }
  package mutating func int32(_ value: Int32) { add(.number(.integer(Int64(value)))) }
  package mutating func int64(_ value: Int64) { add(.number(.integer(value))) }
  package mutating func double(_ value: Double) { add(.number(PlainNumber(value))) }
  package mutating func decimal(_ value: Decimal128) { add(.number(PlainNumber(value))) }
  package mutating func date(_ milliseconds: Int64) { add(.date(milliseconds)) }
  package mutating func objectID(_ bytes: Span<UInt8>) { add(.text(Hex.text(bytes))) }
  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    add(.other(type: "binary \(subtype)", bytes: Array(bytes)))
  }
  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    // A set of letters, which Extended JSON has sorted and a driver may not.
    add(.other(type: "regular expression", bytes: Array(pattern) + [0] + Array(options).sorted()))
  }
  package mutating func code(_ bytes: Span<UInt8>) { add(.other(type: "code", bytes: Array(bytes))) }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    beginArray()
    add(.other(type: "code with scope", bytes: Array(code)))
  }
  package mutating func endCodeWithScope() { endArray() }
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    add(.other(type: "timestamp", bytes: Array("\(seconds):\(increment)".utf8)))
  }
  package mutating func symbol(_ bytes: Span<UInt8>) { text(bytes) }
  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    add(.other(type: "pointer", bytes: Array(namespace) + [0] + Array(objectID)))
  }
  package mutating func undefined() { null() }
  package mutating func minKey() { add(.other(type: "min key", bytes: [])) }
  package mutating func maxKey() { add(.other(type: "max key", bytes: [])) }
}
