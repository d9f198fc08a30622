/// Decodes the raw deflate data (RFC 1951) of one gzip member at a time.
protocol Inflater: AnyObject {
  /// Makes ready for the data of another member.
  func reset()

  /// Decodes from `input`, which may be empty, into `output`, from an index on behind which there must be room. Decoded
  /// bytes can be held back for want of room, so there may be output without input.
  func inflate(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from start: Int) -> InflateStep
}

/// What one call of an inflater did.
struct InflateStep {
  /// How many bytes of the input were taken.
  let consumed: Int

  /// How many bytes of the output were written.
  let produced: Int

  /// How the member's data stands now.
  let outcome: InflateOutcome
}

/// How a member's data stands after a call of an inflater.
enum InflateOutcome: Equatable {
  /// More is to come, given more input or more room.
  case unfinished

  /// All of the data is decoded and handed out. `readAhead` holds whole bytes (at most 8) behind the
  /// data that the inflater took from its input already: the beginning of the member's trailer.
  case finished(readAhead: [UInt8])

  /// The data cannot be decoded.
  case damaged
}

/// A library that inflates.
package enum InflatingLibrary: String, CaseIterable, Sendable {
  /// zlib, which is always there.
  case zlib
  #if ISAL
    /// Intel's ISA-L, for x86-64 and Arm; about twice as fast.
    case isal
  #endif

  /// The fastest library of this build.
  package static var fastest: InflatingLibrary {
    #if ISAL
      return .isal
    #else
      return .zlib
    #endif
  }

  /// A new inflater of this library.
  func makeInflater() -> any Inflater {
    switch self {
    case .zlib: ZlibInflater()
    #if ISAL
      case .isal: ISALInflater()
    #endif
    }
  }

  /// The CRC-32 of bytes behind others, of which it is given.
  func crc32(_ checksum: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    switch self {
    case .zlib: zlibCRC32(checksum, bytes)
    #if ISAL
      case .isal: isalCRC32(checksum, bytes)
    #endif
    }
  }
}
