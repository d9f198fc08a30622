/// Receives the values of one object in the order in which they stand, one call a value.
///
/// Bytes that are passed in are valid until the call returns.
public protocol ValueSink {
  /// Forgets what was received: the next value is the object itself, from its beginning.
  mutating func reset()

  /// The name of the member whose value comes next, as UTF-8 bytes.
  mutating func member(_ name: UnsafeRawBufferPointer)

  /// The same, where what stands at an address begins with a name that the sink has been told before.
  ///
  /// - Parameters:
  ///   - text: an address with sixteen readable bytes.
  ///   - end: the byte that has to follow the name.
  /// - Returns: how many bytes the name has; 0 where the sink knows of none, and takes nothing.
  mutating func member(knownAt text: UnsafeRawPointer, endedBy end: UInt8) -> Int

  mutating func beginObject()
  mutating func endObject()
  mutating func beginArray()
  mutating func endArray()

  mutating func null()
  mutating func boolean(_ value: Bool)
  /// Text as UTF-8 bytes, escapes resolved.
  mutating func text(_ bytes: UnsafeRawBufferPointer)
  /// A number of a JSON text.
  mutating func number(_ number: JSONNumber)

  mutating func int32(_ value: Int32)
  mutating func int64(_ value: Int64)
  mutating func double(_ value: Double)
  mutating func decimal(_ value: Decimal128)
  /// A moment in milliseconds since 1970-01-01T00:00:00Z.
  mutating func date(_ milliseconds: Int64)
  /// The 12 bytes of an ObjectId.
  mutating func objectID(_ bytes: UnsafeRawBufferPointer)
  mutating func binary(_ bytes: UnsafeRawBufferPointer, subtype: UInt8)
  mutating func regularExpression(pattern: UnsafeRawBufferPointer, options: UnsafeRawBufferPointer)
  mutating func code(_ bytes: UnsafeRawBufferPointer)
  /// Code whose scope, an object, follows.
  mutating func beginCodeWithScope(_ code: UnsafeRawBufferPointer)
  mutating func endCodeWithScope()
  mutating func timestamp(seconds: UInt32, increment: UInt32)
  mutating func symbol(_ bytes: UnsafeRawBufferPointer)
  mutating func pointer(namespace: UnsafeRawBufferPointer, objectID: UnsafeRawBufferPointer)
  mutating func undefined()
  mutating func minKey()
  mutating func maxKey()
}

extension ValueSink {
  /// Knows of no names.
  @inlinable
  public mutating func member(knownAt text: UnsafeRawPointer, endedBy end: UInt8) -> Int { 0 }
}
