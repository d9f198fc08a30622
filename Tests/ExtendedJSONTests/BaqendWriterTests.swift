import Testing

@testable import ExtendedJSON

@Suite struct BaqendWriterTests {
  private let oid: [UInt8] = [0x5F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xAB]
  private let id = "/db/T/a%20b"

  @Test func `types that the form has are written plainly`() throws {
    let document = bson([
      ("_id", .objectID(oid)), ("t", "x"), ("u", .undefined), ("n", .null), ("b", .boolean(true)),
      ("d", .date(1_356_351_330_500)), ("old", .date(-62_167_219_200_000)), ("i", .int32(-1)), ("l", .int64(.max)),
      ("f", .double(3)), ("z", .double(-0.0)), ("s", .symbol("sym")), ("a", .array([.undefined, .objectID(oid)])),
      ("e", .double(1e300)),
    ])
    let written = try baqend(document)
    let hex = "5f00000000000000000000ab"
    #expect(
      written.text == #"{"_id":"\#(hex)","t":"x","u":null,"n":null,"b":true,"d":"2012-12-24T12:15:30.5Z","#
        + #""old":"0000-01-01T00:00:00Z","i":-1,"l":9223372036854775807,"f":3.0,"z":-0.0,"s":"sym","#
        + #""a":[null,"\#(hex)"],"e":1e300}"#
    )
    #expect(!written.isUnwritable)
  }

  @Test func `values that the form does not have are wrapped and told`() throws {
    let values: [(Value, String)] = [
      (.double(.nan), #"{"$numberDouble":"NaN"}"#), (.double(-.infinity), #"{"$numberDouble":"-Infinity"}"#),
      (.binary(4, [1]), #"{"$binary":{"base64":"AQ==","subType":"04"}}"#),
      (.regularExpression("a", "mi"), #"{"$regularExpression":{"pattern":"a","options":"im"}}"#),
      (.code("f"), #"{"$code":"f"}"#), (.decimal(low: 1, high: 0x3040_0000_0000_0000), #"{"$numberDecimal":"1"}"#),
      (.timestamp(seconds: 1, increment: 2), #"{"$timestamp":{"t":1,"i":2}}"#), (.minKey, #"{"$minKey":1}"#),
      (.maxKey, #"{"$maxKey":1}"#),
      (.pointer("c", oid), #"{"$dbPointer":{"$ref":"c","$id":{"$oid":"5f00000000000000000000ab"}}}"#),
      (.date(253_402_300_800_000), #"{"$date":{"$numberLong":"253402300800000"}}"#),
      (
        .codeWithScope("f", [("x", 1), ("y", .array([.date(0), .symbol("s"), .undefined]))]),
        #"{"$code":"f","$scope":{"x":{"$numberInt":"1"},"#
          + #""y":[{"$date":{"$numberLong":"0"}},{"$symbol":"s"},{"$undefined":true}]}}"#
      ),
    ]
    for (value, text) in values {
      let written = try baqend(bson([("a", .array([value])), ("after", 1)]))
      #expect(written.text == #"{"a":[\#(text)],"after":1}"#)
      #expect(written.isUnwritable)
      // The id and what is never written do not count.
      let leftOut = try baqend(bson([("_id", value), ("writeSet", value), ("after", 1)]), id: id)
      #expect(leftOut.text == #"{"id":"\#(id)","after":1}"#)
      #expect(!leftOut.isUnwritable)
    }
  }

  @Test func `the id takes the place of the first of id and _id`() throws {
    let nested = Value.document([("_id", 1), ("id", 2)])
    for (first, second) in [("id", "_id"), ("_id", "id")] {
      let document = bson([("a", 1), (first, nested), ("b", nested), (second, "k"), ("c", 3)])
      #expect(try baqend(document, id: id).text == #"{"a":1,"id":"\#(id)","b":{"_id":1,"id":2},"c":3}"#)
    }
    #expect(try baqend(bson([("_id", "k")]), id: id).text == #"{"id":"\#(id)"}"#)
    #expect(try baqend(bson([("a", 1)]), id: id).text == #"{"a":1}"#)
  }

  @Test func `without an id both members are ordinary`() throws {
    #expect(try baqend(bson([("_id", 7), ("id", "x")])).text == #"{"_id":7,"id":"x"}"#)
  }

  @Test func `one writer writes many objects each with its id`() throws {
    var writer = BaqendWriter()
    for key in ["1", "2"] {
      writer.id = "/db/T/\(key)"
      try walk(bson([("_id", 7), ("x", .double(.nan))]), into: &writer)
      #expect(writer.hasUnwritableValue)
      try walk(bson([("_id", 7)]), into: &writer)
      #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"id":"/db/T/\#(key)"}"#)
      #expect(!writer.hasUnwritableValue)
    }
  }

  @Test func `writeSet is left out of the object itself only`() throws {
    let sets: [Value] = [.null, .array([.document([("a", .array([1]))])]), .document([("a", 1)])]
    for set in sets {
      #expect(try baqend(bson([("a", 1), ("writeSet", set), ("b", 2)])).text == #"{"a":1,"b":2}"#)
    }
    #expect(try baqend(bson([("a", .document([("writeSet", 1)]))])).text == #"{"a":{"writeSet":1}}"#)
  }

  @Test func `members of the object itself get the names of the export`() throws {
    let renamed = ["_v": "version", "key": "id", "_acl": "acl", "_w": "writeSet", "writeSet": "words"]
    let document = bson([
      ("_v", 3), ("key", "k"), ("_w", 1), ("writeSet", "w"), ("a", .document([("_v", 1)])),
      ("_acl", .document([("read", .document([("allow", .array(["*"]))]))])),
    ])
    #expect(
      try baqend(document, id: id, renamed: renamed).text
        == #"{"version":3,"id":"\#(id)","words":"w","a":{"_v":1},"acl":{"read":{"*":"allow"}}}"#
    )
  }

  @Test func `large whole doubles keep all their digits`() throws {
    #expect((0x1p60 + 256).baqendText == "1152921504606847232.0")
    #expect((-0x1p63).baqendText == "-9223372036854775808.0")
    #expect(0x1p63.baqendText == "9.223372036854776e18")
    #expect(9_007_199_254_740_991.0.baqendText == "9007199254740991.0")
  }
}
