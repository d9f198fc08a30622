import Synchronization

/// Counts what is read, for whoever looks on from another thread. Several files may be counted together, each on a
/// thread of its own.
///
/// It is told of bytes with every read and of objects with every chunk of them: an atomic addition for each object
/// would cost about as much as looking one up.
package final class ReadCounter: Sendable {
  private let readBytes = Atomic<UInt64>(0)
  private let readObjects = Atomic<UInt64>(0)

  package init() {}

  /// How many bytes were read, as the files store them.
  package var bytes: UInt64 { readBytes.load(ordering: .relaxed) }

  /// How many objects were read.
  package var objects: UInt64 { readObjects.load(ordering: .relaxed) }

  package func add(bytes: Int) { readBytes.wrappingAdd(UInt64(bytes), ordering: .relaxed) }

  package func add(objects: Int) { readObjects.wrappingAdd(UInt64(objects), ordering: .relaxed) }

  /// Counts bytes that need not be read as read, so that the count is at least `bytes`.
  package func reach(bytes: UInt64) { readBytes.max(bytes, ordering: .relaxed) }
}
