import Values

/// Walks over one BSON document.
package struct BSONWalker: Sendable {
  /// How deep documents and arrays may be nested, the document itself included.
  package var maxDepth: Int
  /// Whether strings and names must be UTF-8.
  package var checksText: Bool

  /// The documents, arrays and codes that are open.
  @usableFromInline var open: [Container] = []

  @usableFromInline
  struct Container: Sendable {
    @usableFromInline var kind: Kind
    /// The offset of its terminator.
    @usableFromInline var end: Int
    @inlinable init(kind: Kind, end: Int) {
      self.kind = kind
      self.end = end
    }
  }

  @usableFromInline
  enum Kind: UInt8, Sendable { case document, array, scope }

  package init(maxDepth: Int = 200, checksText: Bool = false) {
    self.maxDepth = maxDepth
    self.checksText = checksText
    open.reserveCapacity(64)
  }

  /// Tells the sink the values of a document, in the order in which they stand.
  ///
  /// - Parameter bytes: the whole document, its length and terminator included, and nothing more.
  @specialized(where Sink == BodyFingerprinter)
  @inlinable
  package mutating func walk<Sink: ValueSink>(
    _ bytes: Span<UInt8>,
    into sink: inout Sink
  ) throws(BSONError) {
    if !checksText, sink.takeObject(bson: bytes, maxDepth: maxDepth) { return }
    // Emptying an empty one takes a call all the same.
    if !open.isEmpty { open.removeAll(keepingCapacity: true) }
    sink.reset()
    var container = Container(kind: .document, end: try documentEnd(bytes, at: 0, limit: bytes.count))
    guard container.end + 1 == bytes.count else {
      throw BSONError(.documentLength(Int32(truncatingIfNeeded: container.end + 1)), at: 0)
    }
    sink.beginObject()
    var offset = 4
    while true {
      guard offset < container.end else {
        guard offset == container.end else { throw BSONError(.cutShort, at: offset) }
        offset += 1
        switch container.kind {
        case .document: sink.endObject()
        case .array: sink.endArray()
        case .scope:
          sink.endObject()
          sink.endCodeWithScope()
        }
        guard let outer = open.popLast() else { return }
        container = outer
        continue
      }
      let type = bytes[offset]
      let value = try name(bytes, at: offset + 1, in: container, into: &sink)
      switch type {
      case 0x03, 0x04:
        let end = try documentEnd(bytes, at: value, limit: container.end)
        guard open.count + 1 < maxDepth else { throw BSONError(.tooDeep(limit: maxDepth), at: value) }
        open.append(container)
        container = Container(kind: type == 0x03 ? .document : .array, end: end)
        if type == 0x03 { sink.beginObject() } else { sink.beginArray() }
        offset = value + 4
      case 0x0F:
        let (code, end) = try codeWithScope(bytes, at: value, limit: container.end)
        guard open.count + 1 < maxDepth else { throw BSONError(.tooDeep(limit: maxDepth), at: value) }
        open.append(container)
        container = Container(kind: .scope, end: end)
        sink.beginCodeWithScope(bytes.extracting(code))
        sink.beginObject()
        offset = code.upperBound + 1 + 4
      default:
        offset = try scalar(bytes, type: type, at: value, end: container.end, into: &sink)
      }
    }
  }

  /// Tells the sink the name of a member; those of an array's elements mean nothing.
  ///
  /// - Returns: the offset behind the name's NUL.
  @inlinable
  @inline(__always)
  func name<Sink: ValueSink>(
    _ bytes: Span<UInt8>,
    at offset: Int,
    in container: Container,
    into sink: inout Sink
  ) throws(BSONError) -> Int {
    let end = try stringEnd(bytes, from: offset, end: container.end)
    if container.kind != .array {
      let name = bytes.extracting(offset..<end)
      try check(name, at: offset)
      sink.member(name)
    }
    return end + 1
  }

  /// Tells the sink one value that is no container.
  ///
  /// - Returns: the offset behind it.
  @inlinable
  func scalar<Sink: ValueSink>(
    _ bytes: Span<UInt8>,
    type: UInt8,
    at offset: Int,
    end: Int,
    into sink: inout Sink
  ) throws(BSONError) -> Int {
    switch type {
    case 0x01:
      sink.double(Double(bitPattern: try load(bytes, at: offset, end: end)))
      return offset + 8
    case 0x02:
      let text = try string(bytes, at: offset, end: end)
      sink.text(text)
      return offset + 5 + text.count
    case 0x07:
      guard end - offset >= 12 else { throw BSONError(.cutShort, at: offset) }
      sink.objectID(bytes.extracting(offset..<(offset + 12)))
      return offset + 12
    case 0x08:
      guard offset < end else { throw BSONError(.cutShort, at: offset) }
      guard bytes[offset] <= 1 else { throw BSONError(.boolean(bytes[offset]), at: offset) }
      sink.boolean(bytes[offset] == 1)
      return offset + 1
    case 0x09:
      sink.date(Int64(bitPattern: try load(bytes, at: offset, end: end)))
      return offset + 8
    case 0x0A:
      sink.null()
      return offset
    case 0x10:
      sink.int32(Int32(bitPattern: try load(bytes, at: offset, end: end)))
      return offset + 4
    case 0x12:
      sink.int64(Int64(bitPattern: try load(bytes, at: offset, end: end)))
      return offset + 8
    default:
      return try rareScalar(bytes, type: type, at: offset, end: end, into: &sink)
    }
  }

  @inlinable
  @inline(never)
  func rareScalar<Sink: ValueSink>(
    _ bytes: Span<UInt8>,
    type: UInt8,
    at offset: Int,
    end: Int,
    into sink: inout Sink
  ) throws(BSONError) -> Int {
    switch type {
    case 0x05:
      let (data, subtype) = try binary(bytes, at: offset, end: end)
      sink.binary(bytes.extracting(data), subtype: subtype)
      return data.upperBound
    case 0x06:
      sink.undefined()
      return offset
    case 0x0B:
      let patternEnd = try stringEnd(bytes, from: offset, end: end)
      let optionsEnd = try stringEnd(bytes, from: patternEnd + 1, end: end)
      let pattern = bytes.extracting(offset..<patternEnd)
      let options = bytes.extracting((patternEnd + 1)..<optionsEnd)
      try check(pattern, at: offset)
      try check(options, at: patternEnd + 1)
      sink.regularExpression(pattern: pattern, options: options)
      return optionsEnd + 1
    case 0x0C:
      let namespace = try string(bytes, at: offset, end: end)
      let start = offset + 5 + namespace.count
      guard end - start >= 12 else { throw BSONError(.cutShort, at: start) }
      sink.pointer(
        namespace: namespace,
        objectID: bytes.extracting(start..<(start + 12))
      )
      return start + 12
    case 0x0D:
      let code = try string(bytes, at: offset, end: end)
      sink.code(code)
      return offset + 5 + code.count
    case 0x0E:
      let symbol = try string(bytes, at: offset, end: end)
      sink.symbol(symbol)
      return offset + 5 + symbol.count
    case 0x11:
      let value: UInt64 = try load(bytes, at: offset, end: end)
      sink.timestamp(seconds: UInt32(value >> 32), increment: UInt32(truncatingIfNeeded: value))
      return offset + 8
    case 0x13:
      let low: UInt64 = try load(bytes, at: offset, end: end)
      sink.decimal(Decimal128(low: low, high: try load(bytes, at: offset + 8, end: end)))
      return offset + 16
    case 0x7F:
      sink.maxKey()
      return offset
    case 0xFF:
      sink.minKey()
      return offset
    default:
      throw BSONError(.unknownType(type), at: offset)
    }
  }
}

extension BSONWalker {
  /// The text of a document's `_id`, where that is its first member and is text: what an index will be
  /// asked for when the document has been walked over. Nothing else is checked.
  @_lifetime(copy document)
  package static func firstID(_ document: Span<UInt8>) -> Span<UInt8>? {
    // Length, type, name and NUL, length of the text.
    let start = 4 + 1 + 4 + 4
    guard document.count > start,
      document.extracting(4..<9).elementsEqual([0x02, 0x5F, 0x69, 0x64, 0])
    else { return nil }
    let length = Int(document.littleEndian(at: 9, as: Int32.self))
    guard length > 0, length <= document.count - start else { return nil }
    return document.extracting(start..<(start + length - 1))
  }
}
