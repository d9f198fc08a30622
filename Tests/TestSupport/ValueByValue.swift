import Values

/// Has a sink told every value by a call of its own, also where it could take an object as a whole.
package struct ValueByValue<Sink: ValueSink>: ValueSink {
  package var sink: Sink

  package init(_ sink: Sink) { self.sink = sink }

  package mutating func reset() { sink.reset() }
  package mutating func member(_ name: Span<UInt8>) { sink.member(name) }
  package mutating func beginObject() { sink.beginObject() }
  package mutating func endObject() { sink.endObject() }
  package mutating func beginArray() { sink.beginArray() }
  package mutating func endArray() { sink.endArray() }
  package mutating func null() { sink.null() }
  package mutating func boolean(_ value: Bool) { sink.boolean(value) }
  package mutating func text(_ bytes: Span<UInt8>) { sink.text(bytes) }
  package mutating func number(_ number: JSONNumber) { sink.number(number) }
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
}
