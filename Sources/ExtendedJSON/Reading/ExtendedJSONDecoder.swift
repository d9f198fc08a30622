import Values

/// Takes the values of a JSON text that is MongoDB Extended JSON (v2 canonical or relaxed, or v1) and
/// tells another sink what they stand for: `{"$oid":"…"}` an ObjectId, and so on.
///
/// The forms are recognised by the rules of the Extended JSON specification: the order of a wrapper's
/// keys does not matter, a known key wants exactly the keys of its wrapper with values of the right
/// types, unknown keys that begin with `$` are plain data, and the object itself is never a wrapper.
/// A number that is written as an integer is an int32 where it fits, else an int64 where it fits, any
/// other one a double.
package struct ExtendedJSONDecoder<Sink: ValueSink>: ValueSink {
  /// What is told the values.
  package var sink: Sink
  /// The known key of the first wrapper that is malformed, or the first name that BSON cannot hold.
  package private(set) var malformedKey: String?

  /// How many containers are open in the sink.
  private var depth = 0
  /// Whether an object has begun of which the first member is not known yet.
  private var isPending = false
  /// An object that may be a wrapper, as far as it is there.
  private var builder: JSONNodeBuilder?

  package init(_ sink: Sink) {
    self.sink = sink
  }

  package mutating func reset() {
    sink.reset()
    malformedKey = nil
    depth = 0
    isPending = false
    builder = nil
  }

  // MARK: Containers

  package mutating func member(_ name: Span<UInt8>) {
    // BSON ends a name with one.
    if name.contains(0) { malformedKey = malformedKey ?? String(decoding: name, as: UTF8.self) }
    if builder != nil {
      builder?.member(name)
    } else if isPending, name.first == UInt8(ascii: "$") {
      isPending = false
      builder = JSONNodeBuilder(firstMember: name)
    } else {
      if isPending { open { $0.beginObject() } }
      sink.member(name)
    }
  }

  package mutating func beginObject() {
    if builder != nil {
      builder?.beginObject()
    } else if depth == 0 {
      open { $0.beginObject() }
    } else {
      isPending = true
    }
  }

  package mutating func endObject() {
    if let node = builder?.end() {
      builder = nil
      tell(node)
    } else if builder == nil {
      if isPending { open { $0.beginObject() } }
      sink.endObject()
      depth -= 1
    }
  }

  package mutating func beginArray() {
    if builder != nil { builder?.beginArray() } else { open { $0.beginArray() } }
  }

  package mutating func endArray() {
    guard builder == nil else {
      _ = builder?.end()
      return
    }
    sink.endArray()
    depth -= 1
  }

  private mutating func open(_ begin: (inout Sink) -> Void) {
    isPending = false
    begin(&sink)
    depth += 1
  }

  // MARK: Values of JSON

  package mutating func null() { if builder == nil { sink.null() } else { builder?.add(.null) } }
  package mutating func boolean(_ value: Bool) {
    if builder == nil { sink.boolean(value) } else { builder?.add(.boolean(value)) }
  }
  package mutating func text(_ bytes: Span<UInt8>) {
    if builder == nil { sink.text(bytes) } else { builder?.add(.text(Array(bytes))) }
  }
  package mutating func number(_ number: JSONNumber) {
    guard builder == nil else {
      builder?.add(.number(Array(number.text)))
      return
    }
    if let whole = number.plainInteger {
      if let small = Int32(exactly: whole) { sink.int32(small) } else { sink.int64(whole) }
    } else {
      sink.double(number.nearestDouble)
    }
  }

  // MARK: Values that JSON does not have, for sinks that are told them all the same

  package mutating func int32(_ value: Int32) { sink.int32(value) }
  package mutating func int64(_ value: Int64) { sink.int64(value) }
  package mutating func double(_ value: Double) { sink.double(value) }
  package mutating func decimal(_ value: Decimal128) { sink.decimal(value) }
  package mutating func date(_ milliseconds: Int64) { sink.date(milliseconds) }
  package mutating func objectID(_ bytes: Span<UInt8>) { sink.objectID(bytes) }
  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) { sink.binary(bytes, subtype: subtype) }
  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    sink.regularExpression(pattern: pattern, options: options)
  }
  package mutating func code(_ bytes: Span<UInt8>) { sink.code(bytes) }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) { sink.beginCodeWithScope(code) }
  package mutating func endCodeWithScope() { sink.endCodeWithScope() }
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    sink.timestamp(seconds: seconds, increment: increment)
  }
  package mutating func symbol(_ bytes: Span<UInt8>) { sink.symbol(bytes) }
  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    sink.pointer(namespace: namespace, objectID: objectID)
  }
  package mutating func undefined() { sink.undefined() }
  package mutating func minKey() { sink.minKey() }
  package mutating func maxKey() { sink.maxKey() }

  // MARK: Nodes

  /// Tells the sink what a node stands for.
  private mutating func tell(_ node: JSONNode) {
    switch node {
    case .null: sink.null()
    case .boolean(let value): sink.boolean(value)
    case .text(let text): sink.text(text.span)
    case .number(let text): WrappedValue.number(text).tell(&sink)
    case .array(let elements):
      sink.beginArray()
      for element in elements { tell(element) }
      sink.endArray()
    case .object(let members):
      switch WrappedValue.read(members) {
      case .value(let value): value.tell(&sink)
      case .codeWithScope(let code, let scope):
        sink.beginCodeWithScope(code.span)
        tell(scope)
        sink.endCodeWithScope()
      case .malformed(let key): malformedKey = malformedKey ?? key
      case .none: tell(members)
      }
    }
  }

  /// Tells the sink an object that is no wrapper.
  private mutating func tell(_ members: [(name: [UInt8], value: JSONNode)]) {
    sink.beginObject()
    for member in members {
      sink.member(member.name.span)
      tell(member.value)
    }
    sink.endObject()
  }
}
