/// Receives the values of one object in the order in which they stand, one call a value.
///
/// Bytes that are passed in may be gone when the call has returned.
public protocol ValueSink {
  /// Forgets what was received: the next value is the object itself, from its beginning.
  mutating func reset()

  /// Takes an object of a JSON text as a whole, where the sink has a faster way than one call a value.
  ///
  /// - Parameters:
  ///   - padded: the text, with 32 bytes behind it of which the first is NUL.
  ///   - start: the offset of the object's `{`.
  ///   - maxDepth: how deep objects and arrays may be nested, the object itself included.
  /// - Returns: the offset behind the object; 0 where nothing was taken, as where the text is not sound.
  mutating func takeObject(json padded: Span<UInt8>, from start: Int, maxDepth: Int) -> Int

  /// Takes a BSON document as a whole, in the same way. Texts are not checked for being UTF-8.
  ///
  /// - Returns: whether it was taken.
  mutating func takeObject(bson document: Span<UInt8>, maxDepth: Int) -> Bool

  /// The name of the member whose value comes next, as UTF-8 bytes.
  mutating func member(_ name: Span<UInt8>)

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
  /// Takes nothing.
  @inlinable
  public mutating func takeObject(json padded: Span<UInt8>, from start: Int, maxDepth: Int) -> Int { 0 }

  /// Takes nothing.
  @inlinable
  public mutating func takeObject(bson document: Span<UInt8>, maxDepth: Int) -> Bool { false }
}
