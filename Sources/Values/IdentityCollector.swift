/// Reads which object it is that is walked over, where ids are text, and nothing else of it.
package struct IdentityCollector: StructureSink {
  package private(set) var identity: ObjectIdentity
  @usableFromInline var depth = 0
  /// Whether the member that comes next is `id` (false) or `_id` (true); nil for any other.
  @usableFromInline var isStoredID: Bool?

  package init(identity: ObjectIdentity) { self.identity = identity }

  package mutating func reset() {
    identity.reset()
    depth = 0
    isStoredID = nil
  }

  @inlinable
  package mutating func member(_ name: UnsafeRawBufferPointer) {
    if depth == 1, name.count <= 3 { takeName(name) }
  }

  @inlinable
  package mutating func text(_ bytes: UnsafeRawBufferPointer) {
    if isStoredID != nil { takeText(bytes) }
  }

  @usableFromInline
  mutating func takeName(_ name: UnsafeRawBufferPointer) {
    isStoredID = name.elementsEqual("id".utf8) ? false : name.elementsEqual("_id".utf8) ? true : nil
  }

  @usableFromInline
  mutating func takeText(_ bytes: UnsafeRawBufferPointer) {
    if depth == 1, let isStoredID { identity.take(text: bytes, isStoredID: isStoredID) }
    isStoredID = nil
  }

  @inlinable package mutating func beginObject() { depth += 1 }
  @inlinable package mutating func endObject() { depth -= 1 }
  @inlinable package mutating func beginArray() { depth += 1 }
  @inlinable package mutating func endArray() { depth -= 1 }
  package mutating func beginCodeWithScope(_ code: UnsafeRawBufferPointer) { depth += 1 }
  package mutating func endCodeWithScope() { depth -= 1 }
}
