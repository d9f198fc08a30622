import TestSupport
import Values

@testable import JSONStream

/// What scanning gave.
enum Outcome: Equatable {
  /// The offset behind the object, and what was told.
  case object(end: Int, events: [String])
  /// The bytes end before the object does.
  case unfinished
  case error(JSONError)
}

/// Scans bytes that lie at their exact length in memory, the padding behind them, hostile but for its first byte.
func scan<Sink: ValueSink>(
  _ bytes: [UInt8],
  from start: Int = 0,
  with scanner: inout JSONScanner,
  into sink: inout Sink
) throws(JSONError) -> Int? {
  let padding = [0] + [UInt8](repeating: 0x22, count: JSONScanner.padding - 1)
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + padding.count, alignment: 1)
  defer { memory.deallocate() }
  memory.copyBytes(from: bytes + padding)
  let padded = UnsafeRawBufferPointer(memory)
  return try scanner.scanObject(padded.span, from: start, into: &sink)
}

/// What scanning a text gives.
func outcome(_ bytes: [UInt8], maxDepth: Int = 200) -> Outcome {
  var scanner = JSONScanner(maxDepth: maxDepth)
  var recorder = EventRecorder()
  do {
    guard let end = try scan(bytes, with: &scanner, into: &recorder) else { return .unfinished }
    return .object(end: end, events: recorder.events)
  } catch {
    return .error(error)
  }
}

func outcome(_ text: String, maxDepth: Int = 200) -> Outcome { outcome(Array(text.utf8), maxDepth: maxDepth) }

extension Outcome {
  var events: [String]? { if case .object(_, let events) = self { events } else { nil } }
  var cause: JSONError.Cause? { if case .error(let error) = self { error.cause } else { nil } }
}
