import Compression
import Foundation
import TestSupport
import Testing
import Values

@testable import Merge

@Suite struct IDReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The ids in a file of this text, read in chunks of several sizes, which must all give the same.
  private func ids(in text: String) throws -> [String] {
    try ids(in: Array(text.utf8))
  }

  private func ids(in bytes: [UInt8]) throws -> [String] {
    let path = try folder.write(bytes)
    let whole = Result { try read(path, bufferBytes: 1 << 20) }
    for size in [1, 2, 3, 5, 8, 9, 13, 16] {
      let pieces = Result { try read(path, bufferBytes: size) }
      #expect((try? pieces.get()) == (try? whole.get()), "\(size) bytes at a time")
    }
    return try whole.get()
  }

  private func read(_ path: String, bufferBytes: Int) throws -> [String] {
    var ids: [String] = []
    try IDReader(.init(path: path), bufferBytes: bufferBytes).forEach { (id, _) throws(LastCheckError) in
      ids.append(String(decoding: id, as: UTF8.self))
    }
    return ids
  }

  private func expectMalformed(_ text: String) {
    #expect(throws: LastCheckError.self, "\(text)") { try ids(in: text) }
  }

  @Test(arguments: [
    #"[{"id":"a"},{"id":"b"}]"#,
    "{\"id\":\"a\"}\n{\"id\":\"b\"}\n",
    #"{"id":"a"} {"id":"b"}"#,
    #"{"id":"a"}{"id":"b"}"#,
    "\u{feff}[{\"id\":\"a\"},{\"id\":\"b\"}]",
    "\u{feff}{\"id\":\"a\"}\r\n{\"id\":\"b\"}",
    "\n [\t{ \"id\" :\r\n \"a\" } ,\n{ \"x\" : 1 , \"id\" : \"b\" , \"y\" : [ ] } ] \n",
  ])
  func `arrays and sequences of objects are read`(text: String) throws {
    #expect(try ids(in: text) == ["a", "b"])
    #expect(try ids(in: GzipWriter.gzip(Array(text.utf8))) == ["a", "b"])
  }

  @Test(arguments: ["", " \n", "\u{feff}", "[]", "[ ]\n", "{}", "[{}]", "{}\n{ }", #"[{"x":[{}]}]"#])
  func `files without ids are read`(text: String) throws {
    #expect(try ids(in: text).isEmpty)
  }

  @Test func `escapes in an id are resolved`() throws {
    let text = #"{"id":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00é€😀\u0000."}"#
    #expect(try ids(in: text) == ["\"\\/\u{8}\u{c}\n\r\tAé€😀é€😀\u{0}."])
  }

  @Test func `escapes in the name are resolved`() throws {
    let text = #"{"\u0069d":"a","i\u0064":"b","\u0069\u0064":"c","\u0069\u0064\u0064":"d"}"#
    #expect(try ids(in: text) == ["a", "b", "c"])
  }

  @Test func `only the very name counts`() throws {
    #expect(try ids(in: #"{"":"a","i":"b","d":"c","_id":"d","ID":"e","idd":"f","i\\d":"g","id ":"h"}"#).isEmpty)
  }

  @Test func `a repeated name gives each id`() throws {
    #expect(try ids(in: #"[{"id":"a","id":"b","x":0,"id":"a"}]"#) == ["a", "b", "a"])
  }

  @Test func `values that are no strings are no ids`() throws {
    let text = #"[{"id":1},{"id":-1.5e+7},{"id":null},{"id":["a"]},{"id":{"id":"b","c":[{"id":"d"}]}},{"id":"e"}]"#
    #expect(try ids(in: text) == ["e"])
  }

  @Test func `ids of nested objects do not count`() throws {
    let text = #"[{"a":{"id":"b"},"c":[{"id":"d"},"id",["id"]],"e":"id","id":"f","g":{"h":{"id":"i"}}}]"#
    #expect(try ids(in: text) == ["f"])
  }

  @Test func `brackets, quotes and ids within strings are text`() throws {
    let text = #"[{"a":"}]","b{":"\"id\":\"c\"","d":["\\","]\"}{"],"e\"":"\\\\","id":"f}\"]","g":"{[,:"}]"#
    #expect(try ids(in: text) == [#"f}"]"#])
  }

  @Test func `nesting is read as deep as its brackets are kept`() throws {
    let depth = IDReader.mostKept - 1
    let open = String(repeating: "[", count: depth)
    let text = #"{"a":"# + open + String(repeating: "]", count: depth) + #","id":"b"}"#
    #expect(try read(try folder.write(Array(text.utf8)), bufferBytes: 1 << 20) == ["b"])
    let deeper = try folder.write(Array((#"{"a":["# + open).utf8))
    #expect(throws: LastCheckError.malformed(path: deeper, offset: UInt64(5 + depth + 1))) {
      try read(deeper, bufferBytes: 1 << 20)
    }
  }

  @Test(arguments: [
    #"{"s\,":1,"id":"a"}"#, #"{"id":"a","a long name \u12":1}"#, #"{"id":"a","\d":"b"}"#, #"{"\id":"b"}"#,
  ])
  func `an escape that there is not is an error in a name of the object itself`(text: String) {
    expectMalformed(text)
  }

  @Test func `changed texts are read alike in memory and byte by byte`() throws {
    let text = Array(
      #"[{"id":"/db/T/1","n":-1.5e3,"a\nb":2,"x":{"id":"no","y":[1,{"z":[true,null,"\"]}"]}]}},{"a":[],"id":"b","o":{}}, {"id":"c"}]"#
        .utf8
    )
    let bytes = Array(#"{}[]:,"\id 1a"#.utf8) + [0x00, 0x1F, 0x80, 0xC3]
    var random = SeededGenerator(seed: 17)
    for _ in 0..<3000 {
      var changed = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[place] = try #require(bytes.randomElement(using: &random))
        case 1: changed.insert(try #require(bytes.randomElement(using: &random)), at: place)
        default: changed.remove(at: place)
        }
      }
      let path = try folder.write(changed)
      let (whole, single) = (outcome(path, bufferBytes: 1 << 20), outcome(path, bufferBytes: 1))
      if whole.ids != single.ids || whole.error != single.error {
        Issue.record("\(String(decoding: changed, as: UTF8.self)): \(whole) and \(single)")
      }
    }
  }

  /// What a file gives: the ids before what is wrong with it, and that.
  private func outcome(_ path: String, bufferBytes: Int) -> (ids: [String], error: LastCheckError?) {
    var ids: [String] = []
    do throws(LastCheckError) {
      try IDReader(.init(path: path), bufferBytes: bufferBytes).forEach { (id, _) throws(LastCheckError) in
        ids.append(String(decoding: id, as: UTF8.self))
      }
      return (ids, nil)
    } catch {
      return (ids, error)
    }
  }

  @Test func `an id beyond what is kept is an error, other strings are not`() throws {
    let long = String(repeating: "x", count: IDReader.mostKept)
    let path = try folder.write(Array(#"{"\#(long)yz":"\#(long)yz","id":"\#(long)"}"#.utf8))
    #expect(try read(path, bufferBytes: 4096) == [long])
    try folder.write(Array(#"{"id":"\#(long)y"}"#.utf8))
    #expect(throws: LastCheckError.self) { try read(path, bufferBytes: 4096) }
  }

  @Test(arguments: [
    #"[{"id":"ab\u00e9c","x":[1,{"y":"\"z"},true]},{"id":"d%2f","id":"e"}]"#,
    #"{"id":"ab\u00e9c","x":[1,{"y":"\"z"},true]}"#,
  ])
  func `every truncation is an error`(text: String) throws {
    let bytes = Array(text.utf8)
    _ = try ids(in: bytes)
    for count in 1..<bytes.count {
      #expect(throws: LastCheckError.self, "\(count) bytes") { try ids(in: Array(bytes.prefix(count))) }
    }
    let member = GzipWriter.gzip(bytes)
    for count in 1..<member.count {
      #expect(throws: LastCheckError.self, "\(count) bytes") { try ids(in: Array(member.prefix(count))) }
    }
  }

  @Test(arguments: ["x", "]", "}", ",", "0", "\u{0}", "\"", "[]", "{}", "[{}]", "\u{feff}"])
  func `bytes behind the array are an error`(rest: String) {
    expectMalformed(#"[{"id":"a"}]"# + rest)
    expectMalformed(#"[{"id":"a"}] "# + rest)
  }

  @Test(arguments: [
    "x", "1", "\"id\"", "null", ",", "}", "]", "[[]]", "[1]", "[,]", "[{},]", "[{} {}]", "[{},,{}]", "[{}}", "{]",
    "{},{}", "{}\n[]", "{}x{}", "{}:{}", "\u{feff}\u{feff}{}",
  ])
  func `anything but objects at the top is an error`(text: String) {
    expectMalformed(text)
  }

  @Test(arguments: [
    #"{"a":[}]}"#, #"{"a":{]}}"#, #"{"a":[1 2]}"#, #"{"a":[1,]}"#, #"{"a":[,1]}"#, #"{"a":1,}"#, #"{,"a":1}"#,
    #"{"a" 1}"#, #"{"a"}"#, #"{"a":}"#, #"{"a"::1}"#, #"{"a":1:2}"#, #"{"a":1 "b":2}"#, #"{a:1}"#, #"{"a":'b'}"#,
    #"{"a":"b""c"}"#, #"{"a":["b" "c"]}"#, #"{"a":{"b"}}"#, #"{"a":{1:2}}"#, "{\"a\":\"\n\"}", "{\"a\n\":1}",
    "{\"a\":[\"x}\n{\"id\":\"b\",\"c\":[\"]}", #"{"a":/**/1}"#, "{\u{a0}}",
  ])
  func `text that is not JSON is an error`(text: String) {
    expectMalformed(text)
  }

  @Test(arguments: [
    #"\x"#, #"\u12"#, #"\u12g4"#, #"\u 123"#, #"\u+123"#, #"\ud83d"#, #"\ud83dx"#, #"\ud83d\n"#, #"\ud83d\u0041"#,
    #"\ud83d\ud83d"#, #"\ude00"#, "\n", "\u{0}", "\t", "\u{1f}",
  ])
  func `a malformed id is an error`(id: String) {
    expectMalformed(#"[{"id":"a"# + id + #"b"}]"#)
  }

  @Test func `a plain run ends before the first byte that is not plain`() throws {
    let special = Array(0..<0x20) + [0x22, 0x5c] as [UInt8]
    let plain = [0x20, 0x21, 0x23, 0x41, 0x5b, 0x5d, 0x7f, 0x80, 0x81, 0xa2, 0xdc, 0xff] as [UInt8]
    let windows = special.flatMap { byte in (0...17).map { (count: $0, byte: byte) } }
    for filler in plain {
      var content: [UInt8] = []
      for (count, byte) in windows {
        content += Array(repeating: filler, count: count) + [byte]
      }
      var bytes = try IDReader.Bytes(path: try folder.write(content), bufferBytes: 1 << 20)
      for (count, byte) in windows {
        #expect(try bytes.takePlainRun().count == count)
        #expect(try bytes.next() == byte)
      }
      #expect(try bytes.peek() == nil)
    }
  }

  @Test func `an id that is not UTF-8 is an error`() {
    #expect(throws: LastCheckError.self) { try ids(in: Array(#"{"id":""#.utf8) + [0xff] + Array(#""}"#.utf8)) }
  }

  @Test func `an error tells where it is`() throws {
    let path = try folder.write(Array(#"{"id":"a"}x"#.utf8))
    for size in [1, 4, 100] {
      #expect(throws: LastCheckError.malformed(path: path, offset: 10)) { try read(path, bufferBytes: size) }
    }
  }

  @Test func `a file that is not regular is an error`() {
    for path in ["-", "/dev/null", folder.path] {
      #expect(throws: LastCheckError.cannotRead(.notReadable(path: path))) { try read(path, bufferBytes: 8) }
    }
    let missing = folder.path + "/missing"
    #expect(throws: LastCheckError.cannotRead(.cannotOpen(path: missing, errno: ENOENT))) {
      try read(missing, bufferBytes: 8)
    }
  }
}

@Suite struct LastCheckTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func file(_ name: String, ids: [String], asArray: Bool = true) throws -> String {
    let objects = ids.map { #"{"version":1,"id":"\#($0)","acl":null}"# }
    let text = asArray ? "[" + objects.joined(separator: ",") + "]" : objects.joined(separator: "\n")
    return try folder.write(Array(text.utf8), to: name)
  }

  @Test func `files without a common id pass, and their ids are counted`() throws {
    let imports = [
      try file("i1", ids: ["/db/A/1", "/db/A/2", "/db/A/2"]),
      try file("i2", ids: ["/db/B/1"], asArray: false),
    ]
    let check = try LastCheck(importFiles: imports.map { .init(path: $0) })
    #expect(check.importIDCounts == [3, 1])
    let exports = [
      try file("e1", ids: ["/db/A/3", "/db/a/1"]),
      try file("e2", ids: []),
      try file("e3", ids: ["", "%"]),
    ]
    #expect(try check.check(export: exports.map { .init(path: $0) }) == [2, 0, 2])
  }

  @Test func `without import files everything passes`() throws {
    let check = try LastCheck(importFiles: [])
    #expect(check.importIDCounts.isEmpty)
    #expect(try check.check(export: [.init(path: try file("e", ids: ["a", "b"]))]) == [2])
  }

  @Test(arguments: [
    ("/db/User/A é", "/db/User/A é"),
    ("/db/User/A", "\\/db\\u002FUser/\\u0041"),
    ("/db/User/a/b", "/db/User/a%2fb"),
    ("/db/User/a%2Fb", "/db/User/a%2fb"),
    ("/db/User/A", "/db/User/%41"),
    ("/db/User/A", "/db/User/\\u002541"),
    ("/db/User/A", "%2Fdb%2FUser%2F%41"),
    ("/db/User/é", "/db/User/%C3%a9"),
    ("/db/User/%c3%A9", "/db/User/\\u00e9"),
    ("/db/User/😀", "/db/User/\\ud83d\\ude00"),
    ("/db/User/😀", "/db/User/%F0%9F%98%80"),
    ("100%", "100\\u0025"),
    ("100%", "100%25"),
    ("%ff", "%ff"),
    ("", ""),
  ])
  func `a current id is refused wherever it stands and however it is spelled`(one: String, other: String) throws {
    let others = (0..<40).map { "/db/Message/\($0)%20" }
    for (current, written) in [(one, other), (other, one)] {
      let exports = [try file("e1", ids: ["x", "y"]), try file("e2", ids: ["/db/User/z", current])]
      for place in [0, 1, 20, 39, 40] {
        var ids = others
        ids.insert(written, at: place)
        let imports = [try file("i1", ids: ["w"]), try file("i2", ids: ids, asArray: place % 2 == 0)]
        let check = try LastCheck(importFiles: imports.map { .init(path: $0) })
        #expect(check.importIDCounts == [1, 41])
        #expect(refused(check, exports) == exports[1], "\(written) at \(place)")
      }
    }
  }

  /// The file of the export at which the check refused.
  private func refused(_ check: LastCheck, _ exports: [String]) -> String? {
    do throws(LastCheckError) {
      _ = try check.check(export: exports.map { .init(path: $0) })
    } catch .currentIDWouldBeWritten(_, let file) {
      return file
    } catch {
      Issue.record(error)
    }
    return nil
  }

  @Test func `the refusal names the current id`() throws {
    let export = try file("e", ids: ["b", #"\u0041%2F"#])
    let check = try LastCheck(importFiles: [.init(path: try file("i", ids: ["%41/"]))])
    #expect(throws: LastCheckError.currentIDWouldBeWritten(id: "A%2F", file: export)) {
      try check.check(export: [.init(path: export)])
    }
  }

  @Test(arguments: [("a%2", "a%02"), ("%FF", "%ff"), ("%zz", "%ZZ"), ("a+b", "a b"), ("é", "e\u{301}"), ("%2541", "A")])
  func `different ids are not taken for the same`(current: String, written: String) throws {
    let check = try LastCheck(importFiles: [.init(path: try file("i", ids: [written]))])
    #expect(try check.check(export: [.init(path: try file("e", ids: [current]))]) == [1])
  }

  @Test func `a file that cannot be checked to its end is an error`() throws {
    let good = try file("good", ids: ["a"])
    let bad = try folder.write(Array(#"[{"id":"b"}"#.utf8), to: "bad")
    let error = LastCheckError.malformed(path: bad, offset: 11)
    #expect(throws: error) { try LastCheck(importFiles: [.init(path: good), .init(path: bad)]) }
    #expect(throws: error) { try LastCheck(importFiles: []).check(export: [.init(path: good), .init(path: bad)]) }
  }

  @Test func `percent-decoding agrees with Foundation's`() {
    var generator = SystemRandomNumberGenerator()
    let pieces = ["%", "2", "f", "F", "a", "C3", "%C3%A9", "%41", "%25", "%F0%9F%98%80", "%80", "é", "/", "%ED%A0%80"]
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<6, using: &generator)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      let decoded = String(decoding: LastCheck.percentDecoded(Array(text.utf8)), as: UTF8.self)
      #expect(decoded == text.removingPercentEncoding ?? text, "\(text)")
    }
  }
}
