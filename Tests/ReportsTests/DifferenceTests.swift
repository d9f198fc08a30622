import Export
import JSONStream
import Merge
import Testing
import Values

@testable import Reports

/// Differences of two objects in the Baqend form, as they are read.
@Suite struct DifferenceTests {
  struct Row: CustomTestStringConvertible {
    var backup: String
    var current: String
    var lines: [String]
    init(_ backup: String, _ current: String, _ lines: String...) {
      self.backup = backup
      self.current = current
      self.lines = lines
    }
    var testDescription: String { "\(backup.prefix(60)) → \(current.prefix(60))" }
  }

  private func value(_ text: String, _ form: ObjectForm) -> TypedValue? {
    TypedValue(Array(text.utf8).span, form: form)
  }

  private func differences(_ backup: String, _ current: String, masked: [String] = []) throws -> [Difference] {
    let values = try [backup, current].map { text in
      try #require(value(text, .baqend))
    }
    var comparison = BodyComparison(space: .plain, masked: MaskedNames(masked))
    return comparison.differences(values[0], values[1])
  }

  private func lines(_ backup: String, _ current: String, masked: [String] = []) throws -> [String] {
    DifferenceText(.plain).lines(try differences(backup, current, masked: masked), limit: .max)
  }

  @Test(arguments: [
    Row(#"{"a":1,"b":"x"}"#, #"{"b":"x","a":1.0}"#),
    Row(#"{"text":"old"}"#, #"{"text":"new"}"#, #"~ text: "old" → "new""#),
    Row(#"{"gone":1}"#, #"{"new":2}"#, "- gone: 1", "+ new: 2"),
    Row(#"{"n":null}"#, "{}"),
    Row(#"{"n":null}"#, #"{"n":false}"#, "+ n: false"),
    Row(#"{"a":{"b":{"c":1,"d":[1]}}}"#, #"{"a":{"b":{"c":2,"d":[1]}}}"#, "~ a.b.c: 1 → 2"),
    Row(#"{"a":1}"#, #"{"a":"1"}"#, #"~ a: 1 → "1""#),
    Row(#"{"a":{"x":1}}"#, #"{"a":[1]}"#, #"~ a: {"x":1} → [1]"#),
    Row(#"{"d":"2020-01-01T00:00:00.50Z"}"#, #"{"d":"2020-01-01T00:00:00.5Z"}"#),
    // Names that could be taken for something else.
    Row(#"{"a.b":1,"":2,"0":3}"#, "{}", #"- "a.b": 1"#, #"- "": 2"#, #"- "0": 3"#),
    Row(#"{"ä b":4,"é":5}"#, "{}", #"- "ä b": 4"#, "- é: 5"),
    Row(#"{"q\"\\":1}"#, "{}", #"- "q\"\\": 1"#),
    // What is no part of the body.
    Row(
      #"{"id":"/db/M/1","version":1,"createdAt":"2020-01-01T00:00:00Z","updatedAt":1,"writeSet":1}"#,
      #"{"id":"/db/M/2","version":2}"#
    ),
    // A name that stands in an object twice.
    Row(#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#),
    Row(#"{"a":1,"a":2}"#, #"{"a":2,"a":3}"#, "~ a: 1 → 3"),
    Row(#"{"a":1,"a":1}"#, #"{"a":1}"#, "- a: 1"),
    Row(#"{"a":1,"a":2}"#, #"{"a":3}"#, "- a: 1", "- a: 2", "+ a: 3"),
  ])
  func `each path is told with both values`(row: Row) throws {
    #expect(try lines(row.backup, row.current) == row.lines)
  }

  @Test(arguments: [
    Row("[1,2,3]", "[1,5,3]", "~ l.1: 2 → 5"), Row("[1,2,3]", "[1,3]", "- l.1: 2"),
    Row("[1,3]", "[1,2,3]", "+ l.1: 2"), Row("[]", "[null]", "+ l.0: null"),
    Row("[1,2,3,4]", "[4,1,2,3]", "~ l.3: moved from 3 to 0: 4"),
    Row("[1,2,3]", "[0,1,2,4]", "+ l.0: 0", "~ l.2: 3 → 4"),
    Row("[true,false]", "[false,false]", "~ l.0: true → false"),
    Row("[1,2]", "[3,4,5]", "- l.0: 1", "- l.1: 2", "+ l.0: 3", "+ l.1: 4", "+ l.2: 5"),
    Row(#"[{"k":1,"v":1},{"k":2}]"#, #"[{"k":1,"v":2},{"k":2}]"#, "~ l.0.v: 1 → 2"),
    Row("[[1],[2]]", "[[1],[2,3]]", "+ l.1.1: 3"),
  ])
  func `elements that were inserted, removed or moved are told so`(row: Row) throws {
    #expect(try lines(#"{"l":\#(row.backup)}"#, #"{"l":\#(row.current)}"#) == row.lines)
  }

  @Test(arguments: [
    Row("null", "{}"), Row(#"{"read":{}}"#, "null"),
    Row(#"{"read":{"allow":["/db/User/1"]}}"#, #"{"read":{"/db/User/1":"allow"},"write":{}}"#),
    Row("null", #"{"read":{"*":"deny"}}"#, #"+ acl.read: {"*":"deny"}"#),
    Row("null", #"{"read":{"deny":["*",null]}}"#, #"+ acl.read: {"*":"deny"}"#),
    Row(
      #"{"read":{"allow":["/db/User/1","/db/User/2"]}}"#,
      #"{"read":{"/db/User/1":"deny","/db/User/2":"allow"}}"#,
      #"~ acl.read./db/User/1: "allow" → "deny""#
    ),
    Row(#"{"read":{"*":"allow"}}"#, #"{"read":5}"#, #"~ acl.read: {"*":"allow"} → 5"#),
    Row(#"{"read":{"*":"allow"}}"#, "7", #"~ acl: {"read":{"*":"allow"}} → 7"#),
  ])
  func `ACLs differ by their rules, however they are written`(row: Row) throws {
    #expect(try lines(#"{"acl":\#(row.backup)}"#, #"{"acl":\#(row.current)}"#) == row.lines)
  }

  @Test func `long values are shortened, and long texts shown from where they differ`() throws {
    let x = String(repeating: "x", count: 100)
    #expect(
      try lines("{}", #"{"t":"\#(x)"}"#) == [#"+ t: "\#(x.prefix(60))…" (100 characters)"#]
    )
    #expect(
      try lines(#"{"t":"\#(x)a"}"#, #"{"t":"\#(x)bc"}"#)
        == [#"~ t: "…\#(x.prefix(12))a" (101 characters) → "…\#(x.prefix(12))bc" (102 characters)"#]
    )
    let elements = (1...40).map(String.init).joined(separator: ",")
    #expect(try lines("{}", #"{"l":[\#(elements)]}"#) == ["+ l: [\(elements.prefix(59))… (40 elements)"])
    let first = DifferenceText(.plain).lines(try differences(#"{"a":1,"b":1}"#, "{}"), limit: 1)
    #expect(first == ["- a: 1", "… and 1 more difference"])
  }

  @Test func `what could steer a terminal is shown as an escape`() throws {
    #expect(
      try lines(#"{"\u001b[2J":"\u001b[31m\u202e"}"#, "{}") == [#"- "\u001b[2J": "\u001b[31m\u{202e}""#]
    )
  }

  @Test func `masked members are told without their values, wherever they stand`() throws {
    let marker = "SECRET-7f3a"
    let backup =
      #"{"_h":"\#(marker)","pin":"\#(marker)","o":{"_h":"\#(marker)","a":1},"l":[{"pin":"\#(marker)"}],"g":1}"#
    let current = #"{"_h":"x","o":[{"_h":"\#(marker)","b":2}],"l":[{"pin":1},2],"g":{"_h":"\#(marker)"}}"#
    let differences = try differences(backup, current, masked: ["pin"])
    let text = DifferenceText(.plain).lines(differences, limit: .max)
    #expect(
      text == [
        "~ _h: changed, not shown", "- pin: removed, not shown", #"~ o: {"a":1} → [{"b":2}]"#, "- l.0: {}", "+ l.0: {}",
        "+ l.1: 2", "~ g: 1 → {}",
      ]
    )
    let json = String(decoding: DifferenceJSON.array(differences, .plain).serialized(), as: UTF8.self)
    #expect(!json.contains(marker))
    #expect(json.hasPrefix(#"[{"path":"_h","kind":"changed","backup":null,"current":null}"#))
  }

  @Test(arguments: [
    (#"{"a":{"b":1}}"#, #"{"a":{"b":2.5}}"#, #"[{"path":"a.b","kind":"changed","backup":1,"current":2.5}]"#),
    (#"{"a":1}"#, "{}", #"[{"path":"a","kind":"removed","backup":1,"current":null}]"#),
    ("{}", #"{"a.b":[1,"x"]}"#, #"[{"path":"\"a.b\"","kind":"added","backup":null,"current":[1,"x"]}]"#),
    (
      #"{"l":[1,2,3]}"#, #"{"l":[3,1,2]}"#,
      #"[{"path":"l.2","kind":"removed","backup":3,"current":null},"#
        + #"{"path":"l.0","kind":"added","backup":null,"current":3}]"#
    ),
  ])
  func `programs get three kinds, and whole values`(backup: String, current: String, json: String) throws {
    let array = DifferenceJSON.array(try differences(backup, current), .plain)
    #expect(String(decoding: array.serialized(), as: UTF8.self) == json)
  }

  @Test func `what lies very deep differs as a whole`() throws {
    let nested = { (leaf: Int) in
      String(repeating: #"{"a":"#, count: 300) + "\(leaf)" + String(repeating: "}", count: 300)
    }
    let differences = try differences(nested(1), nested(2))
    #expect(differences.map(\.path.count) == [100])
    #expect(try lines(nested(1), nested(1)) == [])
  }

  @Test func `types are told apart where they count`() throws {
    let texts = [#"{"_id":1,"o":{"$oid":"0123456789abcdef01234567"}}"#, #"{"_id":1,"o":"0123456789abcdef01234567"}"#]
    let values = try texts.map { text in
      try #require(value(text, .extendedJSON))
    }
    var typed = BodyComparison(space: .typed)
    let line = #"~ o: {"$oid":"0123456789abcdef01234567"} → "0123456789abcdef01234567""#
    #expect(DifferenceText(.typed).lines(typed.differences(values[0], values[1]), limit: .max) == [line])
    var plain = BodyComparison(space: .plain)
    #expect(plain.differences(values[0], values[1]) == [])
  }
}
