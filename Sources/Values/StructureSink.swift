/// A sink that looks at names and containers, and at no scalar.
package protocol StructureSink: ValueSink {}

extension StructureSink {
  package mutating func null() {}
  package mutating func boolean(_ value: Bool) {}
  package mutating func text(_ bytes: Span<UInt8>) {}
  package mutating func number(_ number: JSONNumber) {}
  package mutating func int32(_ value: Int32) {}
  package mutating func int64(_ value: Int64) {}
  package mutating func double(_ value: Double) {}
  package mutating func decimal(_ value: Decimal128) {}
  package mutating func date(_ milliseconds: Int64) {}
  package mutating func objectID(_ bytes: Span<UInt8>) {}
  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {}
  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {}
  package mutating func code(_ bytes: Span<UInt8>) {}
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {}
  package mutating func symbol(_ bytes: Span<UInt8>) {}
  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {}
  package mutating func undefined() {}
  package mutating func minKey() {}
  package mutating func maxKey() {}
}
