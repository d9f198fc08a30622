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

  /// The length and the hash of the name that stands at an address; a length of 0 where it is not known.
  ///
  /// - Parameters:
  ///   - text: an address with sixteen readable bytes.
  ///   - end: the byte that has to follow the name.
  @inlinable
  mutating func find(_ text: UnsafeRawPointer, endedBy end: UInt8) -> (count: Int, hash: Fingerprint) {
    let first = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
    let second = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let place = Self.place(first)
    let found = names.withUnsafeBufferPointer { names in
      let name = names[place]
      let isSame = (first ^ name.first) & name.firstMask | (second ^ name.second) & name.secondMask == 0
      return isSame && text.load(fromByteOffset: name.count, as: UInt8.self) == end
        ? (name.count, name.hash) : (0, name.hash)
    }
    if found.0 == 0 { missing = place }
    return found
  }

  /// Notes the name that was just looked for and not found: it will come again.
  ///
  /// One that JSON would have to escape is not noted, since names are compared with what stands in a text.
  @usableFromInline
  mutating func note(_ name: UnsafeRawBufferPointer, hash: Fingerprint) {
    guard let place = missing else { return }
    missing = nil
    // The byte behind the name is one of the sixteen too, and one of the three behind the first byte.
    guard 2...15 ~= name.count, let base = name.baseAddress,
      name.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C })
    else { return }
    var words: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(start: base, count: name.count)) }
    names[place] = Name(
      first: UInt64(littleEndian: words.0),
      second: UInt64(littleEndian: words.1),
      firstMask: Self.mask(bytes: name.count),
      secondMask: Self.mask(bytes: name.count - 8),
      hash: hash,
      count: name.count
    )
  }

  private static func mask(bytes: Int) -> UInt64 { bytes <= 0 ? 0 : bytes >= 8 ? .max : (1 << UInt64(bytes * 8)) - 1 }
}
