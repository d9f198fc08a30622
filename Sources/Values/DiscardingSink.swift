/// Takes values and keeps nothing, where only their being well-formed is of interest.
package struct DiscardingSink: StructureSink {
  package init() {}

  package mutating func reset() {}
  package mutating func member(_ name: Span<UInt8>) {}
  package mutating func beginObject() {}
  package mutating func endObject() {}
  package mutating func beginArray() {}
  package mutating func endArray() {}
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {}
  package mutating func endCodeWithScope() {}
}
