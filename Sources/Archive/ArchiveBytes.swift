import Compression

/// The bytes of an archive as pieces of any length, each in one place in memory, with the checksum
/// of those that are documents.
final class ArchiveBytes {
  private let reader: BackgroundReader
  private var chunk = UnsafeRawBufferPointer(start: nil, count: 0)
  private var position = 0
  /// A piece that lies across the end of a chunk is put together here.
  private var carried = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
  private var carriedCount = 0

  /// How many bytes have been passed.
  private(set) var offset: UInt64 = 0
  private var checksum = CRC64()
  /// The position in the chunk up to which the checksum, where it counts, has been taken.
  private var checkedUpTo = 0

  private let counter: ReadCounter?
  /// How many documents have been passed that the counter does not know of.
  var uncountedDocuments = 0

  /// - Parameter counter: what counts the documents.
  init(_ reader: BackgroundReader, counter: ReadCounter? = nil) {
    self.reader = reader
    self.counter = counter
  }

  deinit {
    reader.stop()
    carried.deallocate()
  }

  /// The next `count` bytes, or fewer where the archive ends; valid until the next call.
  func peek(_ count: Int) throws(CompressionError) -> UnsafeRawBufferPointer {
    if carriedCount == 0, chunk.count - position >= count {
      return UnsafeRawBufferPointer(rebasing: chunk[position..<(position + count)])
    }
    try carry(count)
    return UnsafeRawBufferPointer(rebasing: carried[..<min(count, carriedCount)])
  }

  private func carry(_ count: Int) throws(CompressionError) {
    if carriedCount == 0 { takeChecksum() }
    while carriedCount < count {
      if position == chunk.count {
        counter?.add(objects: uncountedDocuments)
        uncountedDocuments = 0
        guard let next = try reader.next() else { return }
        (chunk, position, checkedUpTo) = (next, 0, 0)
      }
      let taken = min(count - carriedCount, chunk.count - position)
      reserve(carriedCount + taken)
      UnsafeMutableRawBufferPointer(rebasing: carried[carriedCount..<(carriedCount + taken)])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: chunk[position..<(position + taken)]))
      carriedCount += taken
      position += taken
      checkedUpTo = position
    }
  }

  private func reserve(_ count: Int) {
    guard count > carried.count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, carried.count * 2), alignment: 8)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: carried[..<carriedCount]))
    carried.deallocate()
    carried = larger
  }

  /// Passes bytes that `peek` gave.
  ///
  /// - Parameter isDocument: whether the checksum covers them.
  func pass(_ count: Int, isDocument: Bool) {
    offset += UInt64(count)
    if carriedCount > 0 {
      if isDocument { checksum.update(UnsafeRawBufferPointer(rebasing: carried[..<count])) }
      if carriedCount > count {
        carried.copyMemory(from: UnsafeRawBufferPointer(rebasing: carried[count..<carriedCount]))
      }
      carriedCount -= count
    } else if isDocument {
      position += count
    } else {
      takeChecksum()
      position += count
      checkedUpTo = position
    }
  }

  /// The checksum goes over whole runs of documents, not over each.
  private func takeChecksum() {
    if checkedUpTo < position {
      checksum.update(UnsafeRawBufferPointer(rebasing: chunk[checkedUpTo..<position]))
    }
    checkedUpTo = position
  }

  /// Goes on with the checksum of another namespace.
  ///
  /// - Returns: the checksum up to here.
  func exchangeChecksum(_ other: CRC64) -> CRC64 {
    takeChecksum()
    let ended = checksum
    checksum = other
    return ended
  }
}
