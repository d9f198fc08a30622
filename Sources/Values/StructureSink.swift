/// A sink that looks at names and containers, and at no scalar.
package protocol StructureSink: ValueSink {}

extension StructureSink {
  package mutating func null() {}
  package mutating func boolean(_ value: Bool) {}
  package mutating func text(_ bytes: UnsafeRawBufferPointer) {}
  package mutating func number(_ number: JSONNumber) {}
  package mutating func int32(_ value: Int32) {}
  package mutating func int64(_ value: Int64) {}
  package mutating func double(_ value: Double) {}
  package mutating func decimal(_ value: Decimal128) {}
  package mutating func date(_ milliseconds: Int64) {}
  package mutating func objectID(_ bytes: UnsafeRawBufferPointer) {}
  package mutating func binary(_ bytes: UnsafeRawBufferPointer, subtype: UInt8) {}
  package mutating func regularExpression(pattern: UnsafeRawBufferPointer, options: UnsafeRawBufferPointer) {}
  package mutating func code(_ bytes: UnsafeRawBufferPointer) {}
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {}
  package mutating func symbol(_ bytes: UnsafeRawBufferPointer) {}
  package mutating func pointer(namespace: UnsafeRawBufferPointer, objectID: UnsafeRawBufferPointer) {}
  package mutating func undefined() {}
  package mutating func minKey() {}
  package mutating func maxKey() {}
}
