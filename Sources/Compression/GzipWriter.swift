import CZlib

/// Deflates bytes into one gzip member. The same bytes at the same level give the same member: its
/// header tells no name, no time and no system.
package final class GzipWriter {
  // On the heap, because zlib keeps the addresses of both.
  private let stream: UnsafeMutablePointer<z_stream>
  private let header: UnsafeMutablePointer<gz_header>

  /// Where zlib writes to, before the bytes are appended to the caller's.
  private let scratch: UnsafeMutableBufferPointer<UInt8>
  private var isFinished = false

  /// - Parameter level: how hard to try, from 0 (stored) and 1 (fast) to 9 (small).
  package init(level: Int32 = 6) {
    precondition((0...9).contains(level), "no such compression level")
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    header = .allocate(capacity: 1)
    header.initialize(to: gz_header())
    header.pointee.os = GzipWriter.unknownSystem
    scratch = .allocate(capacity: 64 << 10)

    let result = deflateInit2_(
      stream,
      level,
      Z_DEFLATED,
      MAX_WBITS + GzipWriter.withGzipHeader,
      GzipWriter.defaultMemoryLevel,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(result == Z_OK, "zlib has no memory or is another version")
    deflateSetHeader(stream, header)
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    header.deallocate()
    scratch.deallocate()
  }

  /// Deflates `bytes` and appends what zlib gives out of it, perhaps nothing yet, to `output`. Not
  /// after `finish`.
  package func append(_ bytes: [UInt8], into output: inout [UInt8]) {
    precondition(!isFinished, "appending to a finished member")
    bytes.withUnsafeBytes { append($0, into: &output) }
  }

  private func append(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // zlib counts in 32 bits.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(Int32.max)))
      // zlib does not write to its input; it only lacks the `const`.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.assumingMemoryBound(to: UInt8.self).baseAddress)
      stream.pointee.avail_in = UInt32(piece.count)
      deflate(Z_NO_FLUSH, into: &output)
      rest = rest.dropFirst(piece.count)
    }
  }

  /// Appends the rest of the member to `output`. Once only.
  package func finish(into output: inout [UInt8]) {
    precondition(!isFinished, "finishing a finished member")
    isFinished = true
    stream.pointee.next_in = nil
    stream.pointee.avail_in = 0
    deflate(Z_FINISH, into: &output)
  }

  /// `bytes` as one gzip member.
  package static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    let writer = GzipWriter(level: level)
    var output: [UInt8] = []
    writer.append(bytes, into: &output)
    writer.finish(into: &output)
    return output
  }

  /// The number that stands for "unknown" in a header's system byte.
  private static let unknownSystem: Int32 = 255

  /// What zlib wants added to the window bits for a gzip header and trailer.
  private static let withGzipHeader: Int32 = 16

  /// zlib's DEF_MEM_LEVEL, which its header does not show.
  private static let defaultMemoryLevel: Int32 = 8

  /// Lets zlib work until it has taken all input and has no output left to give.
  private func deflate(_ flush: Int32, into output: inout [UInt8]) {
    repeat {
      stream.pointee.next_out = scratch.baseAddress
      stream.pointee.avail_out = UInt32(scratch.count)
      let result = CZlib.deflate(stream, flush)
      // Z_BUF_ERROR says only that the last call had used up everything.
      precondition(result != Z_STREAM_ERROR, "zlib was called wrongly")
      output.append(contentsOf: scratch.prefix(scratch.count - Int(stream.pointee.avail_out)))
    } while stream.pointee.avail_out == 0
  }
}
