import Glibc

// What arrays of bytes can do, for bytes that are somewhere in memory.

extension Span<UInt8> {
  /// The first byte, where there is one.
  @inlinable package var first: UInt8? { isEmpty ? nil : self[0] }

  /// The integer whose bytes begin at an offset, the lowest first.
  @inlinable
  @inline(__always)
  package func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int,
    as type: Number.Type = Number.self
  ) -> Number {
    precondition(offset >= 0 && offset <= count - MemoryLayout<Number>.size)
    // SAFETY: all bytes are among those of the span, and any bytes make an integer.
    return Number(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Number.self))
  }

  /// Whether a byte is among them.
  @inlinable
  package func contains(_ byte: UInt8) -> Bool { firstIndex(of: byte, from: 0) != nil }

  /// The index of a byte at or behind an index.
  @inlinable
  package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    let rest = extracting(start...)
    // SAFETY: no more is looked at than the bytes that there are.
    return unsafe rest.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = unsafe memchr(base, Int32(byte), bytes.count) else { return nil }
      return unsafe start + (UnsafeRawPointer(found) - base)
    }
  }

  /// Whether the bytes are those of a collection.
  @inlinable
  package func elementsEqual(_ other: some Collection<UInt8>) -> Bool {
    count == other.count && starts(with: other)
  }

  /// Whether the bytes begin with those of a sequence.
  @inlinable
  package func starts(with prefix: some Sequence<UInt8>) -> Bool {
    var index = 0
    for byte in prefix {
      guard index < count, self[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// Whether the bytes are others.
  @inlinable
  package func elementsEqual(_ other: Span<UInt8>) -> Bool { count == other.count && starts(with: other) }

  /// Whether the bytes begin with others.
  @inlinable
  package func starts(with prefix: Span<UInt8>) -> Bool {
    guard count >= prefix.count else { return false }
    // SAFETY: both have as many bytes as the prefix.
    return unsafe withUnsafeBytes { bytes in
      unsafe prefix.withUnsafeBytes { prefix in
        guard let base = bytes.baseAddress, let start = prefix.baseAddress else { return unsafe prefix.isEmpty }
        return unsafe memcmp(base, start, prefix.count) == 0
      }
    }
  }
}

extension [UInt8] {
  /// A copy of some bytes.
  @inlinable
  package init(_ bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// Appends a copy of some bytes.
  @inlinable
  package mutating func append(contentsOf bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension String {
  /// A text of bytes; what is not UTF-8 is replaced.
  @inlinable
  package init(decoding bytes: Span<UInt8>, as encoding: UTF8.Type) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension UnsafeRawBufferPointer {
  /// The bytes as a span, which must not live longer than they do.
  @unsafe
  @inlinable
  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span<UInt8>(_unsafeBytes: self)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}
