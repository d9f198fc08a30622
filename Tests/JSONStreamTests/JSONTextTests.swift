import Testing

@testable import JSONStream

@Suite struct JSONTextTests {
  private let document: JSONText = [
    "name": "a\"b", "count": -3, "whole": true, "missing": .null, "empty": [:], "none": [],
    "list": [1, ["x": 2], []], "raw": .raw(Array("{\"$oid\":\"5f\"}".utf8)),
  ]

  private func text(_ document: JSONText, pretty: Bool = false) -> String {
    String(decoding: document.serialized(pretty: pretty), as: UTF8.self)
  }

  @Test func `a compact document has no white space`() {
    let expected =
      #"{"name":"a\"b","count":-3,"whole":true,"missing":null,"empty":{},"none":[],"#
      + #""list":[1,{"x":2},[]],"raw":{"$oid":"5f"}}"#
    #expect(text(document) == expected)
  }

  @Test func `a pretty document has a line for each member and element`() {
    let expected = #"""
      {
        "name": "a\"b",
        "count": -3,
        "whole": true,
        "missing": null,
        "empty": {},
        "none": [],
        "list": [
          1,
          {
            "x": 2
          },
          []
        ],
        "raw": {"$oid":"5f"}
      }
      """#
    #expect(text(document, pretty: true) == expected)
  }

  @Test(arguments: [true, false])
  func `scalars and empty containers stand alone`(pretty: Bool) {
    #expect(text(.null, pretty: pretty) == "null")
    #expect(text(.integer(.min), pretty: pretty) == "-9223372036854775808")
    #expect(text([:], pretty: pretty) == "{}")
    #expect(text([], pretty: pretty) == "[]")
  }

  @Test func `members keep their order and duplicates stay`() {
    #expect(text(["b": 1, "a": 2, "b": 3]) == #"{"b":1,"a":2,"b":3}"#)
    #expect(text(.object(["z", "y"].map { ($0, .boolean(false)) })) == #"{"z":false,"y":false}"#)
  }

  @Test func `control characters quotes and backslashes are escaped and nothing else is`() {
    let controls = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) }))
    let expected =
      #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
      + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#
    #expect(text(.text(controls)) == expected)
    let others = "/<>&'\u{7F}äß€\u{2028}😀e\u{301}"
    #expect(text(.text(others + #""\"#)) == "\"" + others + #"\"\\""#)
    #expect(text("") == "\"\"")
  }

  @Test func `bytes and text give the same string`() {
    var bytes: [UInt8] = []
    JSONString.append(Array("x\ny".utf8).span, to: &bytes)
    JSONString.append("x\ny", to: &bytes)
    JSONString.append(Span<UInt8>(), to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #""x\ny""x\ny""""#)
  }
}
