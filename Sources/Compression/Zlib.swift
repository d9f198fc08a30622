import CZlib

/// A stream of zlib, which inflates or deflates. Its calls take spans in place of addresses.
///
/// SAFETY: zlib is given the beginning and the length of spans that are there as long as the call takes, and writes to
/// the output alone. The stream is on the heap, because zlib keeps its address and that of the header, and is ended once.
@safe
struct ZlibStream: ~Copyable {
  /// What a call of zlib did.
  struct Step {
    /// How many bytes of the input were taken.
    let consumed: Int

    /// How many bytes of the output were written.
    let produced: Int

    /// What zlib says to it.
    let result: Int32
  }

  private let stream: UnsafeMutablePointer<z_stream>

  /// Nil where the stream inflates.
  private let header: UnsafeMutablePointer<gz_header>?

  /// A stream that inflates raw deflate data.
  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe header = nil
    // A negative number of window bits asks for raw deflate data: the member's header and trailer
    // are read by us, so that their errors can be told apart.
    let result = unsafe inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(result == Z_OK, "zlib has no memory or is another version")
  }

  /// A stream that deflates into a gzip member.
  ///
  /// - Parameter level: how hard to try, from 0 to 9.
  init(level: Int32) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let header = UnsafeMutablePointer<gz_header>.allocate(capacity: 1)
    unsafe header.initialize(to: gz_header())
    unsafe header.pointee.os = ZlibStream.unknownSystem
    unsafe self.header = header
    let result = unsafe deflateInit2_(
      stream,
      level,
      Z_DEFLATED,
      MAX_WBITS + ZlibStream.withGzipHeader,
      ZlibStream.defaultMemoryLevel,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(result == Z_OK, "zlib has no memory or is another version")
    _ = unsafe deflateSetHeader(stream, header)
  }

  deinit {
    if let header = unsafe header {
      _ = unsafe deflateEnd(stream)
      unsafe header.deallocate()
    } else {
      _ = unsafe inflateEnd(stream)
    }
    unsafe stream.deallocate()
  }

  /// The number that stands for "unknown" in a header's system byte.
  private static let unknownSystem: Int32 = 255

  /// What zlib wants added to the window bits for a gzip header and trailer.
  private static let withGzipHeader: Int32 = 16

  /// zlib's DEF_MEM_LEVEL, which its header does not show.
  private static let defaultMemoryLevel: Int32 = 8

  /// Makes ready for other data, where the stream inflates.
  mutating func reset() {
    _ = unsafe inflateReset(stream)
  }

  /// Inflates.
  mutating func inflate(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from start: Int) -> Step {
    unsafe step(input, into: &output, from: start) { stream in unsafe CZlib.inflate(stream, Z_NO_FLUSH) }
  }

  /// Deflates.
  ///
  /// - Parameter flush: what of it is to be handed out.
  mutating func deflate(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, flush: Int32) -> Step {
    unsafe step(input, into: &output, from: 0) { stream in unsafe CZlib.deflate(stream, flush) }
  }

  private mutating func step(
    _ input: Span<UInt8>,
    into output: inout MutableSpan<UInt8>,
    from start: Int,
    _ call: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> Step {
    precondition(start >= 0 && start <= output.count)
    return unsafe input.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        // zlib counts in 32 bits.
        let offered = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count - start)
        // zlib does not write to its input; it only lacks the `const`.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        unsafe stream.pointee.avail_in = offered
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_out = room
        let result = unsafe call(stream)
        return unsafe Step(
          consumed: Int(offered - stream.pointee.avail_in),
          produced: Int(room - stream.pointee.avail_out),
          result: result
        )
      }
    }
  }
}

/// The CRC-32 of bytes behind others, of which it is given.
func zlibCRC32(_ checksum: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
  // SAFETY: no more bytes are read than there are.
  unsafe bytes.withUnsafeBufferPointer { bytes in
    unsafe UInt32(truncatingIfNeeded: crc32_z(uLong(checksum), bytes.baseAddress, bytes.count))
  }
}
