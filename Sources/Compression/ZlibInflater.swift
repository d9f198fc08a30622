import CZlib

/// An inflater by zlib.
final class ZlibInflater: Inflater {
  // On the heap, because zlib keeps the stream's address and refuses a stream that moved.
  private let stream: UnsafeMutablePointer<z_stream>

  private(set) var checksum: UInt32 = 0

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // A negative number of window bits asks for raw deflate data: the member's header and trailer
    // are read by us, so that their errors can be told apart.
    let result = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(result == Z_OK, "zlib has no memory or is another version")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func reset() {
    inflateReset(stream)
    checksum = 0
  }

  func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
    // zlib counts in 32 bits.
    let offered = UInt32(clamping: input.count)
    let room = UInt32(clamping: output.count)
    // zlib does not write to its input; it only lacks the `const`.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = offered
    stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
    stream.pointee.avail_out = room

    let result = CZlib.inflate(stream, Z_NO_FLUSH)
    let produced = room - stream.pointee.avail_out
    checksum = UInt32(
      truncatingIfNeeded: crc32_z(
        uLong(checksum),
        output.assumingMemoryBound(to: UInt8.self).baseAddress,
        Int(produced)
      )
    )
    return InflateStep(
      consumed: Int(offered - stream.pointee.avail_in),
      produced: Int(produced),
      outcome: ZlibInflater.outcome(of: result)
    )
  }

  private static func outcome(of result: Int32) -> InflateOutcome {
    switch result {
    // zlib takes no whole byte behind the data.
    case Z_STREAM_END: return .finished(readAhead: [])
    // Z_BUF_ERROR says only that there was nothing to do.
    case Z_OK, Z_BUF_ERROR: return .unfinished
    case Z_DATA_ERROR: return .damaged
    default: preconditionFailure("zlib has no memory or was called wrongly")
    }
  }
}
