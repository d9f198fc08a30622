/// Builds a tree of some members of an object, and passes over all others.
package struct MemberCollector: ValueSink {
  /// The object with just the chosen members, when it has ended.
  package var tree: ValueTree { builder.tree }

  private let members: [[UInt8]]
  private var builder = ValueTreeBuilder()
  /// How many containers are open.
  private var depth = 0
  /// Whether the member that is walked over was chosen.
  private var isTaking = false

  /// - Parameter members: the names of the chosen members of the object itself.
  package init(members: [String]) {
    self.members = members.map { Array($0.utf8) }
  }

  package mutating func reset() {
    builder.reset()
    depth = 0
    isTaking = false
  }

  package mutating func member(_ name: UnsafeRawBufferPointer) {
    if depth == 1 { isTaking = members.contains { name.elementsEqual($0) } }
    if isTaking { builder.member(name) }
  }

  private mutating func open(_ begin: (inout ValueTreeBuilder) -> Void) {
    if depth == 0 || isTaking { begin(&builder) }
    depth += 1
  }

  private mutating func close(_ end: (inout ValueTreeBuilder) -> Void) {
    depth -= 1
    if depth == 0 || isTaking { end(&builder) }
  }

  private mutating func take(_ value: (inout ValueTreeBuilder) -> Void) {
    if isTaking { value(&builder) }
  }

  package mutating func beginObject() { open { $0.beginObject() } }
  package mutating func endObject() { close { $0.endObject() } }
  package mutating func beginArray() { open { $0.beginArray() } }
  package mutating func endArray() { close { $0.endArray() } }
  package mutating func null() { take { $0.null() } }
  package mutating func boolean(_ value: Bool) { take { $0.boolean(value) } }
  package mutating func text(_ bytes: UnsafeRawBufferPointer) { take { $0.text(bytes) } }
  package mutating func number(_ number: JSONNumber) { take { $0.number(number) } }
  package mutating func int32(_ value: Int32) { take { $0.int32(value) } }
  package mutating func int64(_ value: Int64) { take { $0.int64(value) } }
  package mutating func double(_ value: Double) { take { $0.double(value) } }
  package mutating func decimal(_ value: Decimal128) { take { $0.decimal(value) } }
  package mutating func date(_ milliseconds: Int64) { take { $0.date(milliseconds) } }
  package mutating func objectID(_ bytes: UnsafeRawBufferPointer) { take { $0.objectID(bytes) } }
  package mutating func binary(_ bytes: UnsafeRawBufferPointer, subtype: UInt8) {
    take { $0.binary(bytes, subtype: subtype) }
  }
  package mutating func regularExpression(pattern: UnsafeRawBufferPointer, options: UnsafeRawBufferPointer) {
    take { $0.regularExpression(pattern: pattern, options: options) }
  }
  package mutating func code(_ bytes: UnsafeRawBufferPointer) { take { $0.code(bytes) } }
  package mutating func beginCodeWithScope(_ code: UnsafeRawBufferPointer) {
    open { $0.beginCodeWithScope(code) }
  }
  package mutating func endCodeWithScope() { close { $0.endCodeWithScope() } }
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    take { $0.timestamp(seconds: seconds, increment: increment) }
  }
  package mutating func symbol(_ bytes: UnsafeRawBufferPointer) { take { $0.symbol(bytes) } }
  package mutating func pointer(namespace: UnsafeRawBufferPointer, objectID: UnsafeRawBufferPointer) {
    take { $0.pointer(namespace: namespace, objectID: objectID) }
  }
  package mutating func undefined() { take { $0.undefined() } }
  package mutating func minKey() { take { $0.minKey() } }
  package mutating func maxKey() { take { $0.maxKey() } }
}
