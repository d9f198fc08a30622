import CZlib

/// The frame of a gzip member (RFC 1952): its header before and its trailer behind the deflate data.
enum GzipMember {
  /// The two bytes that every member begins with.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// Whether bytes are the beginning of a member, as far as its first two.
  static func beginsAsMagic(_ bytes: Span<UInt8>) -> Bool {
    for index in 0..<min(2, bytes.count) where bytes[index] != magic[index] { return false }
    return true
  }

  /// The bits of a header's flag byte that change what is read. The lowest, that the data is probably
  /// text, does not.
  private enum Flag {
    static let headerChecksum: UInt8 = 0x02
    static let extra: UInt8 = 0x04
    static let name: UInt8 = 0x08
    static let comment: UInt8 = 0x10
    static let reserved: UInt8 = 0xe0
  }

  /// Consumes a member's header, the magic included, which must be next in `input`. What the header
  /// tells (name, time, system) is not kept.
  ///
  /// - Throws: `CompressionError.damagedGzip` for `.header` and `.cutShort`, or `.cannotRead`.
  static func skipHeader(of input: inout InputBuffer) throws(CompressionError) {
    var header = HeaderReader()
    try header.skip(magic.count, of: &input)
    let deflate: UInt8 = 8
    guard try header.next(of: &input) == deflate else { throw input.damage(.header) }
    let flags = try header.next(of: &input)
    guard flags & Flag.reserved == 0 else { throw input.damage(.header) }
    let timeExtraFlagsAndSystemBytes = 6
    try header.skip(timeExtraFlagsAndSystemBytes, of: &input)

    if flags & Flag.extra != 0 { try header.skip(Int(try header.nextNumber(of: &input)), of: &input) }
    if flags & Flag.name != 0 { try header.skipText(of: &input) }
    if flags & Flag.comment != 0 { try header.skipText(of: &input) }
    if flags & Flag.headerChecksum != 0 {
      let expected = UInt16(truncatingIfNeeded: header.checksum)
      guard try header.nextNumber(of: &input) == expected else { throw input.damage(.header) }
    }
  }

  /// What a member's trailer tells of what was decoded.
  struct Trailer {
    /// Its CRC-32.
    let checksum: UInt32
    /// The low 32 bits of the number of its bytes: there is room for no more.
    let length: UInt32
  }

  /// Consumes a member's trailer.
  ///
  /// - Parameters:
  ///   - input: where the trailer stands next.
  ///   - readAhead: the trailer's first bytes, as far as the inflater took them from `input`.
  /// - Throws: `CompressionError.damagedGzip` for `.cutShort`, or `.cannotRead`.
  static func trailer(of input: inout InputBuffer, readAhead: [UInt8]) throws(CompressionError) -> Trailer {
    var trailer: UInt64 = 0
    for index in 0..<8 {
      let byte = index < readAhead.count ? readAhead[index] : try input.nextByte()
      guard let byte else { throw input.damage(.cutShort) }
      trailer |= UInt64(byte) << UInt64(8 * index)
    }
    return Trailer(checksum: UInt32(truncatingIfNeeded: trailer), length: UInt32(trailer >> 32))
  }
}

/// Reads the bytes of one member's header and keeps their checksum.
private struct HeaderReader {
  var checksum: UInt32 = 0

  /// The next byte; the file must not end before it.
  mutating func next(of input: inout InputBuffer) throws(CompressionError) -> UInt8 {
    guard let byte = try input.nextByte() else { throw input.damage(.cutShort) }
    let bytes: [UInt8] = [byte]
    checksum = zlibCRC32(checksum, bytes.span)
    return byte
  }

  /// The next two bytes as a number, the lower byte first.
  mutating func nextNumber(of input: inout InputBuffer) throws(CompressionError) -> UInt16 {
    let low = UInt16(try next(of: &input))
    return UInt16(try next(of: &input)) << 8 | low
  }

  /// Takes `count` bytes away.
  mutating func skip(_ count: Int, of input: inout InputBuffer) throws(CompressionError) {
    for _ in 0..<count { _ = try next(of: &input) }
  }

  /// Takes a text and the NUL behind it away.
  mutating func skipText(of input: inout InputBuffer) throws(CompressionError) {
    while try next(of: &input) != 0 {}
  }
}

extension InputBuffer {
  /// The error that tells of damage noticed where reading is now.
  func damage(_ cause: GzipDamage) -> CompressionError {
    .damagedGzip(path: file.path, offset: offset, cause: cause)
  }
}
