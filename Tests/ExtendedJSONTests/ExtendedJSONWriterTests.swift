import TestSupport
import Testing
import Values

@testable import ExtendedJSON

@Suite struct ExtendedJSONWriterTests {
  @Test func `every type has its form in each format`() throws {
    for test in FormatCase.everyType {
      let document = bson([("v", test.value), ("w", "after")])
      for (format, text) in [
        (ExtendedJSONWriter.Format.canonical, test.canonical), (.relaxed, test.relaxed), (.legacy, test.legacy),
      ] {
        #expect(try extendedJSON(document, format) == #"{"v":\#(text),"w":"after"}"#)
      }
    }
  }

  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-1, "-1.0"), (1.0001220703125, "1.0001220703125"),
    (-1.2345678921232e18, "-1.2345678921232E+18"), (100_000, "100000.0"), (999_999.5, "999999.5"),
    (1_000_000, "1E+06"), (1_234_567.5, "1.2345675E+06"), (0.0001, "0.0001"), (0.00012, "0.00012"),
    (0.00001, "1E-05"), (0.1, "0.1"), (.leastNonzeroMagnitude, "5E-324"),
    (.greatestFiniteMagnitude, "1.7976931348623157E+308"),
    (9_007_199_254_740_992, "9.007199254740992E+15"), (120, "120.0"), (1e16, "1E+16"), (12.5, "12.5"),
  ])
  func `doubles have the text that the Go driver writes`(value: Double, text: String) throws {
    #expect(value.extendedJSONText == text)
    #expect(Double(text)?.bitPattern == value.bitPattern)
  }

  @Test func `any finite double reads back the same`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Double(value.extendedJSONText)?.bitPattern == value.bitPattern)
      #expect(Double(value.baqendText)?.bitPattern == value.bitPattern)
    }
  }

  @Test func `order nesting and duplicate members are kept`() throws {
    let document = bson([
      ("z", .document([("b", .array([.array([]), .document([("", "x")])])), ("a", "y")])), ("_id", "k"), ("z", "again"),
    ])
    let expected = #"{"z":{"b":[[],{"":"x"}],"a":"y"},"_id":"k","z":"again"}"#
    for format in [ExtendedJSONWriter.Format.canonical, .relaxed, .legacy] {
      #expect(try extendedJSON(document, format) == expected)
    }
    #expect(try baqend(document).text == expected)
  }

  @Test func `strings and names of every kind of character are written`() throws {
    let text = "\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F} \"\\/ ä€😀\u{7F}\u{2028}"
    let expected = #"\u0000\u0001\b\t\n\u000b\f\r\u001f \"\\/ ä€😀"# + "\u{7F}\u{2028}"
    let name = String(text.dropFirst())
    let document = bson([(name, .text(text))])
    let line = "{\"\(expected.dropFirst(6))\":\"\(expected)\"}"
    #expect(try extendedJSON(document, .canonical) == line)
    #expect(try baqend(document).text == line)
  }

  @Test func `an object of a JSON export can be shown in each format`() throws {
    let export =
      #"{"id":"/db/T/1","n":[1,-2147483649,1.50,1e400,12345678901234567890],"#
      + #""d":"2020-01-01T00:00:00Z","x":null}"#
    let lines: [(ExtendedJSONWriter.Format, String)] = [
      (
        .canonical,
        #"[{"$numberInt":"1"},{"$numberLong":"-2147483649"},{"$numberDouble":"1.5"},{"$numberDouble":"Infinity"},"#
          + #"{"$numberDouble":"1.2345678901234567E+19"}]"#
      ),
      (.relaxed, #"[1,-2147483649,1.5,{"$numberDouble":"Infinity"},1.2345678901234567E+19]"#),
      (.legacy, #"[1,{"$numberLong":"-2147483649"},1.5,{"$numberDouble":"Infinity"},1.2345678901234567E+19]"#),
    ]
    for (format, numbers) in lines {
      var writer = ExtendedJSONWriter(format)
      try scan(Array(export.utf8), into: &writer)
      let expected = #"{"id":"/db/T/1","n":\#(numbers),"d":"2020-01-01T00:00:00Z","x":null}"#
      #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }
    var writer = BaqendWriter()
    try scan(Array(export.utf8), into: &writer)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == export)
    #expect(!writer.hasUnwritableValue)
  }

  @Test func `each object begins anew even after one that broke off`() throws {
    var writer = ExtendedJSONWriter(.relaxed)
    let document = bson([("a", 1), ("b", .document([("c", 2)]))])
    let broken = Array(document.dropLast(2)) + [0x55, 0]
    #expect(throws: (any Error).self) { try walk(broken, into: &writer) }
    try walk(document, into: &writer)
    try walk(document, into: &writer)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":1,"b":{"c":2}}"#)
  }

  @Test func `formats have the names of the command line`() {
    #expect(
      ObjectFormat.allCases.map(\.rawValue) == [
        "baqend", "extended-json", "canonical-extended-json", "legacy-extended-json",
      ]
    )
    #expect(ObjectFormat.allCases.map(\.extendedJSON) == [nil, .relaxed, .canonical, .legacy])
  }
}
