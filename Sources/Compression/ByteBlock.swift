import Glibc

/// A block of bytes in memory, which can grow in place: the system moves the pages of a large one, so that it is never
/// there twice. Its bytes are zero until they are written to, and those that it grows by are any.
///
/// SAFETY: the memory is the block's alone, is there until the block goes, and is as long as `count` says; whoever holds
/// a span of it keeps the block from being changed.
@safe
package struct ByteBlock: ~Copyable {
  @usableFromInline private(set) var memory: UnsafeMutableRawPointer
  package private(set) var count: Int

  /// Fails where there is not so much memory.
  package init?(count: Int) {
    precondition(count > 0, "a block without room")
    guard let memory = unsafe calloc(count, 1) else { return nil }
    unsafe self.memory = unsafe memory
    self.count = count
  }

  deinit { unsafe free(memory) }

  /// The bytes.
  @inlinable
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe Span<UInt8>(_unsafeStart: memory.assumingMemoryBound(to: UInt8.self), count: count)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Makes the block larger, its bytes being kept.
  ///
  /// - Returns: false where there is not so much memory; all is as it was then.
  package mutating func grow(to count: Int) -> Bool {
    precondition(count >= self.count, "a block that becomes smaller")
    guard let memory = unsafe realloc(memory, count) else { return false }
    unsafe self.memory = unsafe memory
    self.count = count
    return true
  }

  /// Reads the next bytes of a source to a place.
  ///
  /// - Returns: how many bytes were written, possibly fewer than there is room for; 0 at the end.
  /// - Throws: what the source throws.
  package mutating func read(_ source: InflatingSource, at range: Range<Int>) throws(CompressionError) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    // SAFETY: the place is within the memory, which is the block's alone.
    var space = unsafe MutableSpan<UInt8>(
      _unsafeStart: (memory + range.lowerBound).assumingMemoryBound(to: UInt8.self),
      count: range.count
    )
    return try source.read(into: &space)
  }

  /// Makes bytes zero.
  package mutating func clear(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    unsafe _ = memset(memory + range.lowerBound, 0, range.count)
  }

  /// Moves bytes to the beginning.
  package mutating func moveToBeginning(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    unsafe memmove(memory, memory + range.lowerBound, range.count)
  }
}

extension [UInt8] {
  /// Bytes that may be any: memory to read into, which is not made zero first, as it is often used once and then more of
  /// it than is written to.
  ///
  /// - Parameter count: how many bytes there are.
  init(unwritten count: Int) {
    // SAFETY: there is room for so many, and whatever is in memory makes bytes.
    self = unsafe Array(unsafeUninitializedCapacity: count) { _, initializedCount in initializedCount = count }
  }
}

extension MutableSpan<UInt8> {
  /// Puts a copy of bytes to an index, where there has to be room for them.
  package mutating func copy(_ bytes: Span<UInt8>, to index: Int) {
    precondition(index >= 0 && bytes.count <= count - index)
    // SAFETY: there is as much room as there are bytes, which are others than these.
    unsafe withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { bytes in
        guard let base = target.baseAddress, let source = bytes.baseAddress else { return }
        unsafe memcpy(base + index, source, bytes.count)
      }
    }
  }
}
