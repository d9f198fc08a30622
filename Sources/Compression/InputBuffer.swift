/// The compressed bytes of a file that were read but not yet consumed, with room for one block.
struct InputBuffer: ~Copyable {
  /// Where the bytes come from.
  let file: FileSource

  private var memory: [UInt8]
  private var start = 0
  private var end = 0
  private var fileEnded = false

  /// A buffer that reads up to `blockBytes` bytes (at least 1) of `file` at a time, or 2 where that is 1.
  init(_ file: FileSource, blockBytes: Int) {
    precondition(blockBytes > 0, "a buffer without room")
    self.file = file
    // So that two bytes can be looked at together whatever the size.
    memory = Array(repeating: 0, count: max(blockBytes, 2))
  }

  /// The bytes that are here to be consumed.
  var unread: Span<UInt8> {
    @_lifetime(borrow self)
    get { memory.span.extracting(start..<end) }
  }

  /// How many bytes of the file were consumed so far.
  var offset: UInt64 {
    file.bytesRead - UInt64(end - start)
  }

  /// Takes the first `count` of the unread bytes away.
  mutating func consume(_ count: Int) {
    precondition(count >= 0 && count <= end - start, "consuming bytes that are not here")
    start += count
  }

  /// Reads on until at least `count` bytes (1 or 2) are unread or the file ends. Does not read where
  /// they are here already.
  ///
  /// - Returns: whether that many bytes are unread now.
  /// - Throws: `CompressionError.cannotRead`.
  mutating func fill(atLeast count: Int) throws(CompressionError) -> Bool {
    precondition(count <= 2, "more bytes than there is room for")
    while end - start < count, !fileEnded {
      if start == end {
        (start, end) = (0, 0)
      } else {
        // At most one byte is left here, for at most two are asked for.
        memory[0] = memory[start]
        (start, end) = (0, 1)
      }
      let read = try file.read(into: &memory, from: end)
      end += read
      fileEnded = read == 0
    }
    return end - start >= count
  }

  /// Consumes one byte; nil at the end of the file.
  ///
  /// - Throws: `CompressionError.cannotRead`.
  mutating func nextByte() throws(CompressionError) -> UInt8? {
    guard try fill(atLeast: 1) else { return nil }
    defer { start += 1 }
    return memory[start]
  }

  /// Moves unread bytes, or where there are none bytes straight from the file, into `output`, from an index on.
  ///
  /// - Returns: how many bytes were moved; 0 at the end of the file.
  /// - Throws: `CompressionError.cannotRead`.
  mutating func copy(
    into output: inout MutableSpan<UInt8>,
    from index: Int
  ) throws(CompressionError) -> Int {
    guard start < end else { return fileEnded ? 0 : try file.read(into: &output, from: index) }
    let count = min(output.count - index, end - start)
    output.copy(memory.span.extracting(start..<(start + count)), to: index)
    start += count
    return count
  }
}
