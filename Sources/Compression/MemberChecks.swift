/// Bytes that were inflated, and what is still to be checked of them.
struct InflatedBytes: Sendable {
  /// How many there are.
  var count = 0
  /// The gzip members that end among them; nil where nothing is inflated, so that there is nothing to check.
  var members: [MemberEnd]? = []
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

  init(library: InflatingLibrary) {
    self.library = library
  }

  /// Takes the bytes that come next.
  ///
  /// - Parameters:
  ///   - bytes: what was inflated.
  ///   - members: those that end in it, in order.
  /// - Returns: the damaged member, where there is one: what stands behind it is not to be used.
  mutating func take(_ bytes: Span<UInt8>, members: [MemberEnd]) -> MemberEnd? {
    var start = 0
    for member in members {
      checksum = library.crc32(checksum, bytes.extracting(start..<member.index))
      guard checksum == member.checksum else { return member }
      (checksum, start) = (0, member.index)
    }
    checksum = library.crc32(checksum, bytes.extracting(start...))
    return nil
  }
}
