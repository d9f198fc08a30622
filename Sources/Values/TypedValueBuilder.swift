/// Builds the value that is walked over.
package struct TypedValueBuilder: ValueSink {
  /// The value, when it has ended.
  package private(set) var value: TypedValue?

  private enum Container {
    case object([TypedValue.Member])
    case array([TypedValue])
    case codeWithScope([UInt8], TypedValue)
  }
  private var open: [(container: Container, name: [UInt8])] = []
  private var name: [UInt8] = []

  package init() {}

  package mutating func reset() {
    value = nil
    open.removeAll(keepingCapacity: true)
  }

  package mutating func add(_ value: TypedValue) {
    guard let last = open.indices.last else {
      self.value = value
      return
    }
    switch open[last].container {
    case .object(var members):
      // Taken out first, so that appending copies nothing.
      open[last].container = .array([])
      members.append(TypedValue.Member(name: name, value: value))
      open[last].container = .object(members)
    case .array(var elements):
      open[last].container = .object([])
      elements.append(value)
      open[last].container = .array(elements)
    case .codeWithScope(let code, _): open[last].container = .codeWithScope(code, value)
    }
  }

  private mutating func end() {
    guard let ended = open.popLast() else { return }
    name = ended.name
    switch ended.container {
    case .object(let members): add(.object(members))
    case .array(let elements): add(.array(elements))
    case .codeWithScope(let code, let scope): add(.codeWithScope(code, scope: scope))
    }
  }

  package mutating func member(_ name: Span<UInt8>) { self.name = Array(name) }
  package mutating func beginObject() { open.append((.object([]), name)) }
  package mutating func endObject() { end() }
  package mutating func beginArray() { open.append((.array([]), name)) }
  package mutating func endArray() { end() }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    open.append((.codeWithScope(Array(code), .object([])), name))
  }
  package mutating func endCodeWithScope() { end() }

  package mutating func null() { add(.null) }
  package mutating func boolean(_ value: Bool) { add(.boolean(value)) }
  package mutating func text(_ bytes: Span<UInt8>) { add(.text(Array(bytes))) }
  package mutating func number(_ number: JSONNumber) { add(.number(.init(number))) }
  package mutating func int32(_ value: Int32) { add(.int32(value)) }
  package mutating func int64(_ value: Int64) { add(.int64(value)) }
  package mutating func double(_ value: Double) { add(.double(value)) }
  package mutating func decimal(_ value: Decimal128) { add(.decimal(value)) }
  package mutating func date(_ milliseconds: Int64) { add(.date(milliseconds)) }
  package mutating func objectID(_ bytes: Span<UInt8>) { add(.objectID(Array(bytes))) }
  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    add(.binary(Array(bytes), subtype: subtype))
  }
  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    add(.regularExpression(pattern: Array(pattern), options: Array(options)))
  }
  package mutating func code(_ bytes: Span<UInt8>) { add(.code(Array(bytes))) }
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    add(.timestamp(seconds: seconds, increment: increment))
  }
  package mutating func symbol(_ bytes: Span<UInt8>) { add(.symbol(Array(bytes))) }
  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    add(.pointer(namespace: Array(namespace), objectID: Array(objectID)))
  }
  package mutating func undefined() { add(.undefined) }
  package mutating func minKey() { add(.minKey) }
  package mutating func maxKey() { add(.maxKey) }
}
