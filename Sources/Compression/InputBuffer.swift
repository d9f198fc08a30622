/// The compressed bytes of a file that were read but not yet consumed, with room for one block.
final class InputBuffer {
  /// Where the bytes come from.
  let file: FileSource

  private let memory: UnsafeMutableRawBufferPointer
  private let blockBytes: Int
  private var start = 0
  private var end = 0
  private var fileEnded = false

  /// A buffer that reads up to `blockBytes` bytes (at least 1) of `file` at a time.
  init(_ file: FileSource, blockBytes: Int) {
    precondition(blockBytes > 0, "a buffer without room")
    self.file = file
    self.blockBytes = blockBytes
    // One more byte than a block, so that two bytes can be looked at together whatever the size.
    memory = .allocate(byteCount: blockBytes + 1, alignment: 16)
  }

  deinit {
    memory.deallocate()
  }

  /// The bytes that are here to be consumed; valid until the next call of `fill` or `nextByte`.
  var unread: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[start..<end])
  }

  /// How many bytes of the file were consumed so far.
  var offset: UInt64 {
    file.bytesRead - UInt64(end - start)
  }

  /// Takes the first `count` of the unread bytes away.
  func consume(_ count: Int) {
    precondition(count >= 0 && count <= end - start, "consuming bytes that are not here")
    start += count
  }

  /// Reads on until at least `count` bytes (1 or 2) are unread or the file ends. Does not read where
  /// they are here already.
  ///
  /// - Returns: whether that many bytes are unread now.
  /// - Throws: `CompressionError.cannotRead`.
  func fill(atLeast count: Int) throws(CompressionError) -> Bool {
    precondition(count <= 2, "more bytes than there is room for beside a block")
    while end - start < count, !fileEnded {
      if start == end {
        (start, end) = (0, 0)
      } else {
        // At most one byte is left here, for at most two are asked for.
        memory[0] = memory[start]
        (start, end) = (0, 1)
      }
      let room = UnsafeMutableRawBufferPointer(rebasing: memory[end..<(end + blockBytes)])
      let read = try file.read(into: room)
      end += read
      fileEnded = read == 0
    }
    return end - start >= count
  }

  /// Consumes one byte; nil at the end of the file.
  ///
  /// - Throws: `CompressionError.cannotRead`.
  func nextByte() throws(CompressionError) -> UInt8? {
    guard try fill(atLeast: 1) else { return nil }
    defer { start += 1 }
    return memory[start]
  }

  /// Moves unread bytes, or where there are none bytes straight from the file, into `output`.
  ///
  /// - Returns: how many bytes were moved; 0 at the end of the file.
  /// - Throws: `CompressionError.cannotRead`.
  func copy(into output: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    guard start < end else { return fileEnded ? 0 : try file.read(into: output) }
    let count = min(output.count, end - start)
    output.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<(start + count)]))
    start += count
    return count
  }
}
