/// Receives the values of one object in the order in which they stand, one call a value.
///
/// Bytes that are passed in may be gone when the call has returned.
public protocol ValueSink {
  /// Forgets what was received: the next value is the object itself, from its beginning.
  mutating func reset()

  /// The name of the member whose value comes next, as UTF-8 bytes.
  mutating func member(_ name: Span<UInt8>)

  /// The same, where sixteen bytes begin with a name that the sink has been told before.
  ///
  /// - Parameters:
  ///   - text: the sixteen bytes that begin with the name.
  ///   - end: the byte that has to follow the name.
  /// - Returns: how many bytes the name has; 0 where the sink knows of none, and takes nothing.
  mutating func member(knownAt text: Span<UInt8>, endedBy end: UInt8) -> Int

  mutating func beginObject()
  mutating func endObject()
  mutating func beginArray()
  mutating func endArray()

  mutating func null()
  mutating func boolean(_ value: Bool)
  /// Text as UTF-8 bytes, escapes resolved.
  mutating func text(_ bytes: Span<UInt8>)
  /// A number of a JSON text.
  mutating func number(_ number: JSONNumber)

  mutating func int32(_ value: Int32)
  mutating func int64(_ value: Int64)
  mutating func double(_ value: Double)
  mutating func decimal(_ value: Decimal128)
  /// A moment in milliseconds since 1970-01-01T00:00:00Z.
  mutating func date(_ milliseconds: Int64)
  /// The 12 bytes of an ObjectId.
  mutating func objectID(_ bytes: Span<UInt8>)
  mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8)
  mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>)
  mutating func code(_ bytes: Span<UInt8>)
  /// Code whose scope, an object, follows.
  mutating func beginCodeWithScope(_ code: Span<UInt8>)
  mutating func endCodeWithScope()
  mutating func timestamp(seconds: UInt32, increment: UInt32)
  mutating func symbol(_ bytes: Span<UInt8>)
  mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>)
  mutating func undefined()
  mutating func minKey()
  mutating func maxKey()
}

extension ValueSink {
  /// Knows of no names.
  @inlinable
  public mutating func member(knownAt text: Span<UInt8>, endedBy end: UInt8) -> Int { 0 }
}
