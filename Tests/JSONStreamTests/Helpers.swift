import Values

@testable import JSONStream

/// Random numbers that are the same at every run with the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

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
  return try scanner.scanObject(
    UnsafeRawBufferPointer(rebasing: memory[..<bytes.count]),
    from: start,
    into: &sink
  )
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

/// Writes down what a walker says.
struct EventRecorder: ValueSink {
  var events: [String] = []

  private func text(of bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

  mutating func reset() { events = [] }
  mutating func member(_ name: UnsafeRawBufferPointer) { events.append("." + text(of: name)) }
  mutating func beginObject() { events.append("{") }
  mutating func endObject() { events.append("}") }
  mutating func beginArray() { events.append("[") }
  mutating func endArray() { events.append("]") }
  mutating func null() { events.append("null") }
  mutating func boolean(_ value: Bool) { events.append("\(value)") }
  mutating func text(_ bytes: UnsafeRawBufferPointer) { events.append("text " + text(of: bytes)) }
  mutating func number(_ number: JSONNumber) { events.append("number " + text(of: number.text)) }
  mutating func int32(_ value: Int32) { events.append("int32 \(value)") }
  mutating func int64(_ value: Int64) { events.append("int64 \(value)") }
  mutating func double(_ value: Double) { events.append("double \(value)") }
  mutating func decimal(_ value: Decimal128) { events.append("decimal " + value.text) }
  mutating func date(_ milliseconds: Int64) { events.append("date \(milliseconds)") }
  mutating func objectID(_ bytes: UnsafeRawBufferPointer) { events.append("objectID \(Array(bytes))") }
  mutating func binary(_ bytes: UnsafeRawBufferPointer, subtype: UInt8) {
    events.append("binary \(subtype) \(Array(bytes))")
  }
  mutating func regularExpression(pattern: UnsafeRawBufferPointer, options: UnsafeRawBufferPointer) {
    events.append("regex " + text(of: pattern) + " " + text(of: options))
  }
  mutating func code(_ bytes: UnsafeRawBufferPointer) { events.append("code " + text(of: bytes)) }
  mutating func beginCodeWithScope(_ code: UnsafeRawBufferPointer) { events.append("scoped " + text(of: code)) }
  mutating func endCodeWithScope() { events.append("end of scope") }
  mutating func timestamp(seconds: UInt32, increment: UInt32) { events.append("timestamp \(seconds) \(increment)") }
  mutating func symbol(_ bytes: UnsafeRawBufferPointer) { events.append("symbol " + text(of: bytes)) }
  mutating func pointer(namespace: UnsafeRawBufferPointer, objectID: UnsafeRawBufferPointer) {
    events.append("pointer " + text(of: namespace) + " \(Array(objectID))")
  }
  mutating func undefined() { events.append("undefined") }
  mutating func minKey() { events.append("min") }
  mutating func maxKey() { events.append("max") }
}
