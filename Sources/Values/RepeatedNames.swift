/// Looks for objects in which a member's name stands twice, which BSON and JSON both allow, and of which
/// most readers take one.
package struct RepeatedNames: StructureSink {
  /// The first repeated name of the object that was walked over; nil where there is none.
  package private(set) var first: String?

  private struct Name: Hashable {
    /// The number of the object in which it stands.
    var object: Int
    var hash: UInt64
  }

  private let key = FingerprintKey.random()
  private var names: Set<Name> = []
  /// The numbers of the containers that are open.
  private var open: [Int] = []
  private var containers = 0

  package init() {}

  package mutating func reset() {
    first = nil
    names.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    containers = 0
  }

  package mutating func member(_ name: Span<UInt8>) {
    guard first == nil else { return }
    let isNew = names.insert(Name(object: open.last ?? 0, hash: key.hash(name).low)).inserted
    if !isNew { first = String(decoding: name, as: UTF8.self) }
  }

  private mutating func begin() {
    containers += 1
    open.append(containers)
  }

  package mutating func beginObject() { begin() }
  package mutating func endObject() { open.removeLast() }
  package mutating func beginArray() { begin() }
  package mutating func endArray() { open.removeLast() }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) { begin() }
  package mutating func endCodeWithScope() { open.removeLast() }
}
