import TestSupport
import Testing
import Values

@testable import BSON

@Suite("Walking over BSON")
struct BSONWalkerTests {
  @Test("Every type is told with its value, in the order in which the values stand")
  func everyTypeIsTold() throws {
    var recorder = EventRecorder()
    try walk(everyType, into: &recorder)
    #expect(
      recorder.events == [
        "{", ".double", "double 0.5", ".text", "text tée\u{0}xt", ".object", "{", ".i", "int32 -7", "}", ".array", "[",
        "true", "[", "]", "null", "]", ".binary", "binary 128 [1, 2, 3]", ".old", "binary 2 [9]", ".undefined",
        "undefined", ".oid", "objectID [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", ".no", "false", ".date", "date -1",
        ".null", "null", ".regex", "regex a+ im", ".pointer",
        "pointer db.c [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", ".code", "code f()", ".symbol", "symbol s", ".scoped",
        "scoped g()", "{", ".n", "null", "}", "end of scope", ".int", "int32 -2147483648", ".stamp",
        "timestamp 4294967295 5", ".long", "int64 9223372036854775807", ".decimal", "decimal 1", ".min", "min", ".",
        "max", ".twice", "int32 1", ".twice", "int32 2", "}",
      ]
    )
  }

  @Test("A walker that has met damage walks over the next document as if it were new")
  func reuse() throws {
    var walker = BSONWalker()
    var recorder = EventRecorder()
    let damaged = document(element(0x03, "a", document(element(0x04, "b", document(element(0x21))))))
    #expect(throws: BSONError.self) { try walker.walk(damaged.span, into: &recorder) }
    try walker.walk(document(element(0x0A)).span, into: &recorder)
    #expect(recorder.events == ["{", ".a", "null", "}"])
  }

  @Test("Names of every length end where their NUL stands", arguments: 0...20)
  func names(_ length: Int) throws {
    // High bits and ones before the NUL are what a search by words could take for it.
    for filling in ["x", "\u{1}", "\u{80}", "ÿ"] {
      let name = String(repeating: filling, count: length)
      var recorder = EventRecorder()
      try walk(document(element(0x0A, name), element(0x08, name, [1])), into: &recorder)
      #expect(recorder.events == ["{", "." + name, "null", "." + name, "true", "}"])
    }
  }

  @Test("Text is checked to be UTF-8 where that is asked for")
  func text() {
    let invalid: [UInt8] = [2, 0, 0, 0, 0xE9, 0]
    let documents: [[UInt8]] = [
      document(element(0x02, "a", invalid)), document(element(0x0D, "a", invalid)),
      document(element(0x0E, "a", invalid)), document(element(0x0C, "a", invalid + Array(1...12))),
      document(element(0x0B, "a", [0xE9, 0, 0])), document(element(0x0B, "a", [0x61, 0, 0xE9, 0])),
      document([0x0A, 0xE9, 0]), document(element(0x0F, "a", Int32(15).bytes + invalid + document())),
    ]
    for bytes in documents {
      #expect(damage(bytes)?.cause == .notUTF8)
      #expect(damage(bytes, checksText: false) == nil)
    }
    #expect(damage(document(element(0x02, "a", [4, 0, 0, 0, 0xED, 0xA0, 0x80, 0])))?.cause == .notUTF8)
  }

  /// A document in which that many documents, arrays or codes with a scope are nested, itself included.
  private func nested(_ type: UInt8, _ depth: Int) -> [UInt8] {
    let head = type == 0x0F ? 4 + 5 : 0
    var lengths = [5]
    for _ in 1..<depth { lengths.append((lengths.last ?? 0) + head + 3 + 5) }
    var bytes: [UInt8] = []
    for (index, length) in lengths.reversed().enumerated() {
      if type == 0x0F, index > 0 { bytes += Int32(length + head).bytes + string("") }
      bytes += Int32(length).bytes
      if index < depth - 1 { bytes += element(type) }
    }
    return bytes + Array(repeating: 0, count: depth)
  }

  @Test("Nesting is accepted up to the limit and refused beyond it", arguments: [0x03, 0x04, 0x0F] as [UInt8])
  func depth(_ type: UInt8) {
    #expect(damage(nested(type, 200)) == nil)
    #expect(damage(nested(type, 201))?.cause == .tooDeep(limit: 200))
    #expect(damage(nested(type, 100_000))?.cause == .tooDeep(limit: 200))
    #expect(damage(nested(type, 1), maxDepth: 1) == nil)
    #expect(damage(nested(type, 2), maxDepth: 1)?.cause == .tooDeep(limit: 1))
  }
}
