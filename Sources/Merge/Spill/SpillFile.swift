import Compression
import Glibc
import Synchronization

/// A file without a name that holds the objects which a run keeps: written once from front to back,
/// then read at any place. The system removes it when it is closed, however the process ends.
///
/// Unchecked, because only `add` has a lock: whoever calls it, or reads after `flush`, on several threads calls nothing
/// else meanwhile.
final class SpillFile: @unchecked Sendable {
  private let descriptor: Int32
  private let folder: String
  private var buffer: [UInt8] = []
  private var writtenBytes: UInt64 = 0
  /// Where each section but the last one ends.
  private var sectionEnds: [UInt64] = []
  private static let bufferBytes = 1 << 20
  private let lock = Mutex(())

  /// - Parameter folder: where the file is to take its room.
  init(folder: String) throws(MergeError) {
    self.folder = folder
    let opened = SystemCall.openUnnamed(in: folder)
    guard opened >= 0 else { throw .temporaryFile(folder: folder, errno: errno) }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// How many bytes were appended.
  var count: UInt64 { writtenBytes + UInt64(buffer.count) }

  /// Ends a section of the backups: within one, what stands further back in them was appended later, and has a larger
  /// offset.
  func endSection() { sectionEnds.append(count) }

  /// The number of the section in which an object was appended, from 0.
  func section(of entry: SpillEntry) -> Int {
    var (low, high) = (0, sectionEnds.count)
    while low < high {
      let middle = (low + high) / 2
      if sectionEnds[middle] <= entry.place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What to throw where the system refuses.
  func failure(_ errno: Int32) -> MergeError { .temporaryFile(folder: folder, errno: errno) }

  func append(_ bytes: Span<UInt8>) throws(MergeError) {
    if buffer.count + bytes.count > Self.bufferBytes { try flush() }
    guard bytes.count <= Self.bufferBytes else {
      // Past the buffer, which would be as large from then on.
      try wrote(bytes.count, problem: SystemCall.write(bytes, to: descriptor))
      return
    }
    buffer.append(contentsOf: bytes)
  }

  func append(_ bytes: [UInt8]) throws(MergeError) { try append(bytes.span) }

  func append(_ records: [some StoredRecord]) throws(MergeError) { try append([UInt8](records)) }

  /// Appends bytes that are put together where they are kept.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - write: appends so many bytes.
  func append(count: Int, _ write: (inout [UInt8]) -> Void) throws(MergeError) {
    if buffer.count + count > Self.bufferBytes { try flush() }
    guard count > Self.bufferBytes else { return write(&buffer) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    write(&bytes)
    try append(bytes)
  }

  /// Appends bytes, also where several threads do so at a time.
  ///
  /// - Returns: the place where they begin.
  func add(_ bytes: [UInt8]) throws(MergeError) -> UInt64 {
    try lock.withLock { (_) throws(MergeError) in
      let place = count
      try append(bytes)
      return place
    }
  }

  /// Writes what is still in memory. Several threads can read then, until something is appended.
  func flush() throws(MergeError) {
    try wrote(buffer.count, problem: SystemCall.write(buffer, to: descriptor))
    buffer.removeAll(keepingCapacity: true)
  }

  /// Counts bytes that were written, unless the system refused.
  private func wrote(_ count: Int, problem: Int32) throws(MergeError) {
    guard problem == 0 else { throw failure(problem) }
    writtenBytes += UInt64(count)
  }

  /// Reads bytes at a place, all of them.
  func bytes(_ count: Int, at offset: UInt64) throws(MergeError) -> [UInt8] {
    if !buffer.isEmpty { try flush() }
    var bytes = [UInt8](repeating: 0, count: count)
    var space = bytes.mutableSpan
    let problem = SystemCall.read(descriptor, into: &space, at: offset)
    guard problem == 0 else { throw failure(problem) }
    return bytes
  }
}
