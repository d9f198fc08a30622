import Compression
import Values

/// The bytes of an archive as pieces of any length, each in one place in memory, with the checksum
/// of those that are documents.
///
/// A piece is a part of the reader's chunk or of `carried`. Who still holds it when the next one is asked for keeps it as
/// it is, which takes time: that memory is copied then before it is written to.
final class ArchiveBytes {
  private let reader: BackgroundReader
  private var chunk: ArraySlice<UInt8> = []
  private var position = 0
  /// A piece that lies across the end of a chunk is put together here.
  private var carried: [UInt8] = []
  /// How many bytes of it have not been passed, which are its last.
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

  deinit { reader.stop() }

  /// See `BackgroundReader`.
  func useSpareTime(for work: @escaping @Sendable () -> Bool) { reader.useSpareTime(for: work) }

  /// The next `count` bytes, or fewer where the archive ends.
  func peek(_ count: Int) throws(CompressionError) -> ArraySlice<UInt8> {
    if carriedCount == 0, chunk.count - position >= count { return chunk[position..<(position + count)] }
    try carry(count)
    let start = carried.count - carriedCount
    return carried[start..<(start + min(count, carriedCount))]
  }

  /// The next four bytes as a number, the lowest first; nil where the archive ends before.
  func peekNumber() throws(CompressionError) -> Int32? {
    if carriedCount == 0, chunk.count - position >= 4 {
      let chunk = chunk
      return chunk.span.littleEndian(at: position)
    }
    let word = try peek(4)
    return word.count == 4 ? word.span.littleEndian(at: 0) : nil
  }

  private func carry(_ count: Int) throws(CompressionError) {
    if carriedCount == 0 {
      takeChecksum()
      carried.removeAll(keepingCapacity: true)
    }
    while carriedCount < count {
      if position == chunk.count {
        counter?.add(objects: uncountedDocuments)
        uncountedDocuments = 0
        // Not held any longer, so that its memory can be filled anew.
        (chunk, position, checkedUpTo) = ([], 0, 0)
        guard let next = try reader.next() else { return }
        chunk = next
      }
      let taken = min(count - carriedCount, chunk.count - position)
      carried += chunk[position..<(position + taken)]
      carriedCount += taken
      position += taken
      checkedUpTo = position
    }
  }

  /// Passes bytes that `peek` gave.
  ///
  /// - Parameter isDocument: whether the checksum covers them.
  func pass(_ count: Int, isDocument: Bool) {
    offset += UInt64(count)
    if carriedCount > 0 {
      let start = carried.count - carriedCount
      if isDocument { checksum.update(carried[start..<(start + count)].span) }
      carriedCount -= count
    } else if isDocument {
      position += count
    } else {
      takeChecksum()
      position += count
      checkedUpTo = position
    }
  }

  /// Passes the documents that come next and lie whole in the reader's chunk, as long as they are taken; all others are
  /// for `document` to hand on.
  ///
  /// - Parameters:
  ///   - isDocument: whether the checksum covers them.
  ///   - take: takes a document, and where it begins in the inflated archive; false where it cannot be taken now.
  func passDocuments(isDocument: Bool, _ take: (_ bytes: Span<UInt8>, _ offset: UInt64) -> Bool) {
    guard carriedCount == 0 else { return }
    let chunk = chunk
    let bytes = chunk.span
    // Counted apart, and passed at once: each access to a member is checked for being the only one.
    let (start, startOffset) = (position, offset)
    var (next, count) = (start, 0)
    while bytes.count - next >= ArchiveReader.documentBytes.lowerBound {
      let length = Int(bytes.littleEndian(at: next) as Int32)
      guard ArchiveReader.documentBytes.contains(length), length <= bytes.count - next, bytes[next + length - 1] == 0,
        take(bytes.extracting(next..<(next + length)), startOffset + UInt64(next - start))
      else { break }
      next += length
      count += 1
    }
    pass(next - start, isDocument: isDocument)
    uncountedDocuments += count
  }

  /// Reads on to the end of the file, or to where it cannot be read: from then on nobody else uses the source.
  func readToEnd() {
    (chunk, position, checkedUpTo) = ([], 0, 0)
    while (try? reader.next()) != nil {}
  }

  /// The checksum goes over whole runs of documents, not over each.
  private func takeChecksum() {
    if checkedUpTo < position {
      checksum.update(chunk[checkedUpTo..<position].span)
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
