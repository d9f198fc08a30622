import TestSupport
import Values

@testable import BSON

extension FixedWidthInteger {
  /// The integer's bytes, the lowest first.
  var bytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

/// A document of elements, its length and terminator added.
func document(_ elements: [UInt8]...) -> [UInt8] {
  let content = elements.flatMap { $0 }
  return Int32(content.count + 5).bytes + content + [0]
}

/// An element: type, name, the bytes of its value.
func element(_ type: UInt8, _ name: String = "a", _ value: [UInt8] = []) -> [UInt8] {
  [type] + Array(name.utf8) + [0] + value
}

/// A string: length, text, NUL.
func string(_ text: String) -> [UInt8] {
  Int32(text.utf8.count + 1).bytes + Array(text.utf8) + [0]
}

/// A document with a value of every type, some of them nested.
let everyType = document(
  element(0x01, "double", (0.5).bitPattern.bytes),
  element(0x02, "text", string("tée\u{0}xt")),
  element(0x03, "object", document(element(0x10, "i", Int32(-7).bytes))),
  element(0x04, "array", document(element(0x08, "0", [1]), element(0x04, "1", document()), element(0x0A, "x"))),
  element(0x05, "binary", Int32(3).bytes + [0x80, 1, 2, 3]),
  element(0x05, "old", Int32(5).bytes + [2] + Int32(1).bytes + [9]),
  element(0x06, "undefined"),
  element(0x07, "oid", Array(1...12)),
  element(0x08, "no", [0]),
  element(0x09, "date", Int64(-1).bytes),
  element(0x0A, "null"),
  element(0x0B, "regex", Array("a+\0im\0".utf8)),
  element(0x0C, "pointer", string("db.c") + Array(1...12)),
  element(0x0D, "code", string("f()")),
  element(0x0E, "symbol", string("s")),
  element(0x0F, "scoped", Int32(20).bytes + string("g()") + document(element(0x0A, "n"))),
  element(0x10, "int", Int32.min.bytes),
  element(0x11, "stamp", UInt32(5).bytes + UInt32.max.bytes),
  element(0x12, "long", Int64.max.bytes),
  element(0x13, "decimal", UInt64(1).bytes + UInt64(0x3040_0000_0000_0000).bytes),
  element(0xFF, "min"),
  element(0x7F, ""),
  element(0x10, "twice", Int32(1).bytes),
  element(0x10, "twice", Int32(2).bytes)
)

/// Walks over bytes that lie at their exact length in memory.
func walk<Sink: ValueSink>(
  _ bytes: [UInt8],
  maxDepth: Int = 200,
  checksText: Bool = true,
  into sink: inout Sink
) throws(BSONError) {
  var walker = BSONWalker(maxDepth: maxDepth, checksText: checksText)
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
  defer { memory.deallocate() }
  memory.copyBytes(from: bytes)
  let document = UnsafeRawBufferPointer(memory)
  try walker.walk(document.span, into: &sink)
}

/// What is wrong with a document, or nil.
func damage(_ bytes: [UInt8], maxDepth: Int = 200, checksText: Bool = true) -> BSONError? {
  do {
    var sink = EventCounter()
    try walk(bytes, maxDepth: maxDepth, checksText: checksText, into: &sink)
    return nil
  } catch {
    return error
  }
}

/// Touches every byte that a walker hands out, and counts what it says.
struct EventCounter: ValueSink {
  var opened = 0
  var closed = 0
  var touched: UInt64 = 0

  private mutating func touch(_ bytes: Span<UInt8>) {
    for index in bytes.indices { touched &+= UInt64(bytes[index]) }
  }

  mutating func reset() { self = EventCounter() }
  mutating func member(_ name: Span<UInt8>) { touch(name) }
  mutating func beginObject() { opened += 1 }
  mutating func endObject() { closed += 1 }
  mutating func beginArray() { opened += 1 }
  mutating func endArray() { closed += 1 }
  mutating func null() {}
  mutating func boolean(_ value: Bool) {}
  mutating func text(_ bytes: Span<UInt8>) { touch(bytes) }
  mutating func number(_ number: JSONNumber) { touch(number.text) }
  mutating func int32(_ value: Int32) {}
  mutating func int64(_ value: Int64) {}
  mutating func double(_ value: Double) {}
  mutating func decimal(_ value: Decimal128) {}
  mutating func date(_ milliseconds: Int64) {}
  mutating func objectID(_ bytes: Span<UInt8>) { touch(bytes) }
  mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) { touch(bytes) }
  mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    touch(pattern)
    touch(options)
  }
  mutating func code(_ bytes: Span<UInt8>) { touch(bytes) }
  mutating func beginCodeWithScope(_ code: Span<UInt8>) { touch(code) }
  mutating func endCodeWithScope() {}
  mutating func timestamp(seconds: UInt32, increment: UInt32) {}
  mutating func symbol(_ bytes: Span<UInt8>) { touch(bytes) }
  mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    touch(namespace)
    touch(objectID)
  }
  mutating func undefined() {}
  mutating func minKey() {}
  mutating func maxKey() {}
}
