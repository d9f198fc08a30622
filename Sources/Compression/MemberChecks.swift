/// Bytes that were inflated, and what is still to be checked of them.
struct InflatedBytes: Sendable {
  /// How many there are; perhaps none where a member ends.
  let count: Int
  /// The gzip members that end among them; nil where nothing is inflated, so that there is nothing to check.
  let members: [MemberEnd]?

  /// Whether there is nothing more.
  var isEnd: Bool { count == 0 && members?.isEmpty ?? true }
}

/// Where a gzip member ends among inflated bytes.
struct MemberEnd: Sendable {
  /// How many of the bytes stand before its end.
  let index: Int
  /// The CRC-32 that its trailer tells.
  let checksum: UInt32
  /// What is wrong where its bytes have another one.
  let damage: CompressionError
}

/// Holds the checksums of gzip members against what their trailers tell, which is no work for a thread that others wait for.
struct MemberChecks {
  private let library: InflatingLibrary
  /// Of the bytes of the present member so far.
  private var checksum: UInt32 = 0
  /// What is wrong with the first damaged member, behind which nothing is to be used.
  private(set) var damage: CompressionError?

  init(library: InflatingLibrary) {
    self.library = library
  }

  /// Takes the bytes that come next.
  ///
  /// - Parameters:
  ///   - bytes: the memory of what was read, exactly.
  ///   - read: what was read.
  /// - Returns: how many of the bytes are to be used: those up to the end of a damaged member, else all.
  mutating func take(_ bytes: Span<UInt8>, _ read: InflatedBytes) -> Int {
    guard let members = read.members else { return read.count }
    var start = 0
    for member in members {
      checksum = library.crc32(checksum, bytes.extracting(start..<member.index))
      guard checksum == member.checksum else {
        damage = member.damage
        return member.index
      }
      (checksum, start) = (0, member.index)
    }
    checksum = library.crc32(checksum, bytes.extracting(start...))
    return read.count
  }
}
