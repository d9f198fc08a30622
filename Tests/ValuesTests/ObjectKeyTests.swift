import TestSupport
import Testing

@testable import Values

@Suite("Object keys")
struct ObjectKeyTests {
  @Test(
    "A key is encoded as encodeURIComponent does",
    arguments: [
      ("", ""), ("AZaz09-_.!~*'()", "AZaz09-_.!~*'()"), ("a b", "a%20b"), ("a/b", "a%2Fb"), ("100%", "100%25"),
      (";,/?:@&=+$#", "%3B%2C%2F%3F%3A%40%26%3D%2B%24%23"), ("é", "%C3%A9"), ("😀", "%F0%9F%98%80"),
      ("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"), ("\u{0}\u{7F}", "%00%7F"), ("[x]", "%5Bx%5D"),
    ]
  )
  func encoding(_ key: String, _ encoded: String) {
    #expect(ObjectKey.encode(Array(key.utf8)) == encoded)
    #expect(ObjectKey.normalID(table: "Item", key: Array(key.utf8)) == "/db/Item/" + encoded)
    var decoded: [UInt8] = []
    let isValid = ObjectKey.decode(Array(encoded.utf8).span, into: &decoded)
    #expect(isValid)
    #expect(decoded == Array(key.utf8))
  }

  @Test(
    "All readings of a key have one fixed hash",
    arguments: ["a%20b", "100%", "%2525", "%25252F", "%%32%35", "%2%35", "%C3%A9", "%C3", "a%zz%41", "%25%2525%"]
  )
  func fixedHashes(_ text: String) {
    var readings = [Array(text.utf8)]
    for _ in 0..<4 {
      var decoded: [UInt8] = []
      let last = readings[readings.count - 1]
      guard ObjectKey.decode(last.span, into: &decoded) else { break }
      readings.append(decoded)
    }
    #expect(Set(readings.map(ObjectKey.fixedHash)).count == 1)
    #expect(ObjectKey.fixedHash(readings[0]) != ObjectKey.fixedHash(readings[0] + [0x61]))
  }

  @Test("A key that is encoded a million times is hashed in one pass", .timeLimit(.minutes(1)))
  func encodedOften() {
    let key = Array(("%" + String(repeating: "25", count: 1_000_000)).utf8)
    #expect(ObjectKey.fixedHash(key) == ObjectKey.fixedHash([0x25]))
  }

  @Test(
    "A reference names a table and a key",
    arguments: [
      ("/db/Item/a", "Item", "a"), ("/db/logs.AppLog/a", "logs.AppLog", "a"), ("/db/Item/a%2Fb", "Item", "a/b"),
      ("/db/Item/a/b", "Item", "a/b"), ("/db/Item/%c3%A9", "Item", "é"), ("/db/Item/é", "Item", "é"),
      ("/db/Item//", "Item", "/"), ("/db/Item/\u{301}a", "Item", "\u{301}a"), ("/db/Item/😀", "Item", "😀"),
      ("/db/Item/%00", "Item", "\u{0}"), ("/db/\u{301}Item/a", "\u{301}Item", "a"),
    ]
  )
  func references(_ text: String, _ table: String, _ key: String) throws {
    let reference = try #require(ObjectKey.parse(reference: text))
    #expect(reference.table.utf8.elementsEqual(table.utf8))
    #expect(reference.key == Array(key.utf8))
  }

  @Test(
    "Other texts are no references",
    arguments: [
      "", "/", "/db", "/db/", "/db//", "/db//a", "/db/Item", "/db/Item/", "db/Item/a", "/DB/Item/a", " /db/Item/a",
      "/db/Item/%", "/db/Item/%4", "/db/Item/a%", "/db/Item/%4g", "/db/Item/%zz", "/db/Item/%FF", "/db/Item/%C3",
      "/db/Item/%ED%A0%80", "/db/Item/%+1",
    ]
  )
  func noReferences(_ text: String) {
    #expect(ObjectKey.parse(reference: text) == nil)
  }

  @Test("Any key is read back from its id")
  func roundTrip() {
    let seed: UInt64 = 14
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      var key = ""
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let scalar = UInt32.random(in: 0...(Bool.random(using: &generator) ? 0x7F : 0x10FFFF), using: &generator)
        key.unicodeScalars.append(Unicode.Scalar(scalar) ?? "%")
      }
      let id = ObjectKey.normalID(table: "Item", key: Array(key.utf8))
      if ObjectKey.parse(reference: id)?.key != Array(key.utf8) { Issue.record("\(id) (seed \(seed))") }
    }
  }
}
