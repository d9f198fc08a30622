import Values

/// Writes down what a walker says.
package struct EventRecorder: ValueSink {
  package private(set) var events: [String] = []

  package init() {}

  private func text(of bytes: Span<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  package mutating func reset() { events = [] }
  package mutating func member(_ name: Span<UInt8>) { events.append("." + text(of: name)) }
  package mutating func beginObject() { events.append("{") }
  package mutating func endObject() { events.append("}") }
  package mutating func beginArray() { events.append("[") }
  package mutating func endArray() { events.append("]") }
  package mutating func null() { events.append("null") }
  package mutating func boolean(_ value: Bool) { events.append("\(value)") }
  package mutating func text(_ bytes: Span<UInt8>) { events.append("text " + text(of: bytes)) }
  package mutating func number(_ number: JSONNumber) { events.append("number " + text(of: number.text)) }
  package mutating func int32(_ value: Int32) { events.append("int32 \(value)") }
  package mutating func int64(_ value: Int64) { events.append("int64 \(value)") }
  package mutating func double(_ value: Double) { events.append("double \(value)") }
  package mutating func decimal(_ value: Decimal128) { events.append("decimal " + value.text) }
  package mutating func date(_ milliseconds: Int64) { events.append("date \(milliseconds)") }
  package mutating func objectID(_ bytes: Span<UInt8>) { events.append("objectID \(Array(bytes))") }
  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    events.append("binary \(subtype) \(Array(bytes))")
  }
  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    events.append("regex " + text(of: pattern) + " " + text(of: options))
  }
  package mutating func code(_ bytes: Span<UInt8>) { events.append("code " + text(of: bytes)) }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) { events.append("scoped " + text(of: code)) }
  package mutating func endCodeWithScope() { events.append("end of scope") }
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    events.append("timestamp \(seconds) \(increment)")
  }
  package mutating func symbol(_ bytes: Span<UInt8>) { events.append("symbol " + text(of: bytes)) }
  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    events.append("pointer " + text(of: namespace) + " \(Array(objectID))")
  }
  package mutating func undefined() { events.append("undefined") }
  package mutating func minKey() { events.append("min") }
  package mutating func maxKey() { events.append("max") }
}
