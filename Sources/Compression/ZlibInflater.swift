import CZlib

/// An inflater by zlib.
final class ZlibInflater: Inflater {
  private var stream = ZlibStream()

  func reset() { stream.reset() }

  func inflate(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from start: Int) -> InflateStep {
    let step = stream.inflate(input, into: &output, from: start)
    return InflateStep(
      consumed: step.consumed,
      produced: step.produced,
      outcome: ZlibInflater.outcome(of: step.result)
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
