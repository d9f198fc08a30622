import CZlib

/// Deflates bytes into one gzip member. The same bytes at the same level give the same member: its
/// header tells no name, no time and no system.
package final class GzipWriter {
  private var stream: ZlibStream

  /// Where zlib writes to, before the bytes are appended to the caller's.
  private var scratch = [UInt8](repeating: 0, count: 64 << 10)
  private var isFinished = false

  /// - Parameter level: how hard to try, from 0 (stored) and 1 (fast) to 9 (small).
  package init(level: Int32 = 6) {
    precondition((0...9).contains(level), "no such compression level")
    stream = ZlibStream(level: level)
  }

  /// Deflates `bytes` and appends what zlib gives out of it, perhaps nothing yet, to `output`. Not
  /// after `finish`.
  package func append(_ bytes: [UInt8], into output: inout [UInt8]) {
    precondition(!isFinished, "appending to a finished member")
    var start = 0
    while start < bytes.count {
      // zlib counts in 32 bits.
      let end = min(bytes.count, start + Int(Int32.max))
      deflate(bytes.span.extracting(start..<end), Z_NO_FLUSH, into: &output)
      start = end
    }
  }

  /// Appends the rest of the member to `output`. Once only.
  package func finish(into output: inout [UInt8]) {
    precondition(!isFinished, "finishing a finished member")
    isFinished = true
    deflate(Span(), Z_FINISH, into: &output)
  }

  /// `bytes` as one gzip member.
  package static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    let writer = GzipWriter(level: level)
    var output: [UInt8] = []
    writer.append(bytes, into: &output)
    writer.finish(into: &output)
    return output
  }

  /// Lets zlib work until it has taken all input and has no output left to give.
  private func deflate(_ bytes: Span<UInt8>, _ flush: Int32, into output: inout [UInt8]) {
    var consumed = 0
    while true {
      let step = Self.deflate(bytes.extracting(consumed...), flush, with: &stream, into: &scratch)
      // Z_BUF_ERROR says only that the last call had used up everything.
      precondition(step.result != Z_STREAM_ERROR, "zlib was called wrongly")
      consumed += step.consumed
      output += scratch.prefix(step.produced)
      if step.produced < scratch.count { return }
    }
  }

  private static func deflate(
    _ bytes: Span<UInt8>,
    _ flush: Int32,
    with stream: inout ZlibStream,
    into scratch: inout [UInt8]
  ) -> ZlibStream.Step {
    var space = scratch.mutableSpan
    return stream.deflate(bytes, into: &space, flush: flush)
  }
}
