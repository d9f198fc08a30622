/// Names of members that were met before, with their hashes: objects of a table have the same few names, and to compare
/// one with sixteen bytes of a text is faster than to find its end and to hash it.
@usableFromInline
struct KnownNames: Sendable {
  @usableFromInline
  struct Name: Sendable {
    /// The bytes of the name, the first as the lowest, and all bits of those that count.
    @usableFromInline var first: UInt64 = 0
    @usableFromInline var second: UInt64 = 0
    @usableFromInline var firstMask: UInt64 = 0
    @usableFromInline var secondMask: UInt64 = 0
    @usableFromInline var hash = Fingerprint(low: 0, high: 0)
    /// How many bytes it has; 0 where there is none.
    @usableFromInline var count = 0
  }

  /// By three bytes from their beginning on. The last one of those with the same place stays.
  @usableFromInline private(set) var names = [Name](repeating: Name(), count: 256)
  /// The place of the name that was looked for last and not found.
  @usableFromInline var missing: Int?

  @inlinable init() {}

  @inlinable
  static func place(_ first: UInt64) -> Int {
    Int((UInt32(truncatingIfNeeded: first & 0xFF_FFFF) &* 0x9E37_79B1) >> 24)
  }

  /// The length and the hash of the name that sixteen bytes begin with; a length of 0 where it is not known.
  ///
  /// - Parameter end: the byte that has to follow the name.
  @inlinable
  mutating func find(_ text: Span<UInt8>, endedBy end: UInt8) -> (count: Int, hash: Fingerprint) {
    let first = text.littleEndian(at: 0, as: UInt64.self)
    let second = text.littleEndian(at: 8, as: UInt64.self)
    let place = Self.place(first)
    // SAFETY: a place is one byte, and there are 256 names.
    let found = unsafe names.withUnsafeBufferPointer { names in
      let name = unsafe names[place]
      let isSame = (first ^ name.first) & name.firstMask | (second ^ name.second) & name.secondMask == 0
      return isSame && text[name.count] == end ? (name.count, name.hash) : (0, name.hash)
    }
    if found.0 == 0 { missing = place }
    return found
  }

  /// Notes the name that was just looked for and not found: it will come again.
  ///
  /// One that JSON would have to escape is not noted, since names are compared with what stands in a text.
  @usableFromInline
  mutating func note(_ name: Span<UInt8>, hash: Fingerprint) {
    guard let place = missing else { return }
    missing = nil
    // The byte behind the name is one of the sixteen too, and one of the three behind the first byte.
    guard 2...15 ~= name.count else { return }
    var words: (UInt64, UInt64) = (0, 0)
    for index in name.indices {
      guard name[index] >= 0x20, name[index] != 0x22, name[index] != 0x5C else { return }
      let byte = UInt64(name[index]) << UInt64(index % 8 * 8)
      if index < 8 { words.0 |= byte } else { words.1 |= byte }
    }
    names[place] = Name(
      first: words.0,
      second: words.1,
      firstMask: Self.mask(bytes: name.count),
      secondMask: Self.mask(bytes: name.count - 8),
      hash: hash,
      count: name.count
    )
  }

  private static func mask(bytes: Int) -> UInt64 { bytes <= 0 ? 0 : bytes >= 8 ? .max : (1 << UInt64(bytes * 8)) - 1 }
}
