import BSON
import Testing

@testable import JSONStream
@testable import Values

@Suite("The plain space of values")
struct PlainSpaceTests {
  private static let hex: StoredValue = .objectID([
    0x0A, 0xBC, 0xDE, 0xF0, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xFF,
  ])

  @Test(
    "A stored value equals the JSON value that stands for it",
    arguments: [
      (.date(1500), "\"1970-01-01T00:00:01.5Z\""), (.date(1500), "\"1970-01-01T00:00:01.500000Z\""),
      (.date(0), "\"1970-01-01T00:00:00Z\""), (.date(-1), "\"1969-12-31T23:59:59.999Z\""),
      ("1970-01-01T00:00:01.50Z", "\"1970-01-01T00:00:01.5Z\""),
      ("1970-01-01T00:00:01.12345Z", "\"1970-01-01T00:00:01.1234500Z\""),
      (hex, "\"0abcdef0123456789abcdeff\""), ("a", "\"a\""), ("", "\"\""), ("é/\n", "\"\\u00e9\\/\\n\""),
      (.symbol("a"), "\"a\""),
      (.symbol("1970-01-01T00:00:00Z"), "\"1970-01-01T00:00:00.0Z\""), (true, "true"), (false, "false"),
      (0, "0"), (0, "-0"), (-0.0, "0"), (.int64(0), "0.0"), (.int64(1), "1e0"), (1.0, "1"),
      (.double(1e20), "100000000000000000000"),
      (.int64(.max), "9223372036854775807"), (.int64(.min), "-9223372036854775808"),
      (.int64(9_007_199_254_740_993), "9007199254740993"),
      (0.1, "0.1"), (0.1, "1e-1"), (.decimal(0x303C_0000_0000_0000, 110), "1.1"),
      (.decimal(0x3040_0000_0000_0000, 1), "1.0"),
      (.decimal(0x303C_0000_0000_0000, 0), "0"), (.double(0x1p63), "9223372036854776000"), (.undefined, "null"),
      (nil, "null"),
      ([], "[]"), (.object([]), "{}"), ([nil], "[null]"), ([.undefined], "[null]"), ([1, "a", [2.0]], "[1,\"a\",[2]]"),
      (["b": 1, "a": nil, "c": "x"], "{\"c\":\"x\",\"b\":1}"), (["a": 1, "a": 2], "{\"a\":2,\"a\":1}"),
      (["x": ["y": nil]], "{\"x\":{}}"), ([["x": nil]], "[{}]"),
    ] as [(StoredValue, String)]
  )
  func equal(_ stored: StoredValue, _ json: String) throws {
    for side in [Side(), Side(nullEqualsAbsent: false)] {
      if !side.nullEqualsAbsent, json == "{\"c\":\"x\",\"b\":1}" || json == "{\"x\":{}}" || json == "[{}]" { continue }
      #expect(try side.fingerprint(["m": stored]) == side.fingerprint(json: "{\"m\":\(json)}"))
      #expect(try side.fingerprint(["m": [0, stored]]) == side.fingerprint(json: "{\"m\":[0,\(json)]}"))
      #expect(try side.fingerprint(["m": ["n": stored]]) == side.fingerprint(json: "{\"m\":{\"n\":\(json)}}"))
    }
  }

  /// Values of which no two are equal, those of one type and of like content side by side.
  private static var distinct: [StoredValue] {
    [
      "", "a", "b", "0", "1", "null", "true", "{}", "[]", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01t00:00:00Z",
      "1970-01-01T24:00:00Z", "1970-01-01T00:00:00.1234Z", "1970-01-01T00:00:00.123Z", "1970-01-01T00:00:00.12345Z",
      "0ABCDEF0123456789ABCDEFF", hex, .date(0), .date(1), .date(-1), .date(.max), .date(.min), true, false, 0, 1, -1,
      2,
      0.5,
      -0.5, 0.1, 1e300, .double(.nan), .double(.infinity), .double(-.infinity), .int64(.max), .int64(.min),
      .int64(9_007_199_254_740_993), .int64(9_007_199_254_740_992), .double(0x1p63),
      .decimal(0x3040_0000_0000_0000, 1 << 63),
      .decimal(0x301E_0000_0000_0000, 10_000_000_000_000_001), .decimal(0x0000_0000_0000_0000, 1),
      .decimal(0x8000_0000_0000_0000, 1), .binary([]), .binary([], 4), .binary([0]), .binary([0x61]),
      .binary([0x61], 5),
      .binary([0x61], 128), .binary([0x0A, 0xBC]), .regex("a", ""), .regex("", "a"), .regex("a", "i"), .regex("ai", ""),
      .code("a"),
      .code(""), .scopedCode("a", []), .scopedCode("a", [("a", 1)]), .scopedCode("", []), .timestamp(0, 0),
      .timestamp(0, 1),
      .timestamp(1, 0), .minKey, .maxKey, .pointer("a", Array(repeating: 0, count: 12)),
      .pointer("a", Array(repeating: 1, count: 12)), .pointer("b", Array(repeating: 0, count: 12)), [], [nil],
      [nil, nil], [[]],
      [[], []], [[[]]], [.object([])], [0], [0, 0], [false], [false, 0], [0, false], [1], [1, 0], [0, 1], [.date(0)],
      [""], ["a"],
      [.minKey], [.timestamp(0, 0)], [.double(0.5)], ["a", "b"], ["b", "a"], [["a"], "b"], [["a", "b"]], .object([]),
      ["": 0], ["a": 0], ["a": 0, "b": 0], ["a": 0, "a": 0], ["a": 0, "a": 0, "a": 0], ["a": false], ["b": 0], ["0": 0],
      ["a": 1, "b": 2], ["a": 2, "b": 1], ["a": .object([])], ["a": []], ["a": ["a": 0]], ["a": ["b": 0]],
      ["b": ["a": 0]],
      [["a": 0], ["b": 0]], [["a": 0, "b": 0]], ["a": 0, "b": ["c": 0]], ["a": 0, "c": ["b": 0]],
      ["a": ["b": 0], "c": 0],
      ["id": "a"], ["version": 1], ["acl": .object([])], ["writeSet": 1],
    ]
  }

  @Test("Values that are not equal have other fingerprints, in both halves, wherever they stand")
  func different() throws {
    let places: [@Sendable (StoredValue) -> StoredValue] = [
      { ["m": $0] }, { ["m": [$0]] }, { ["m": [0, $0]] }, { ["m": ["n": $0]] }, { ["m": [["n": [$0]]]] },
    ]
    for (number, place) in places.enumerated() {
      var lows: [UInt64: Int] = [:]
      var highs: [UInt64: Int] = [:]
      for (index, value) in Self.distinct.enumerated() {
        let fingerprint = try Side().fingerprint(place(value))
        if let other = lows.updateValue(index, forKey: fingerprint.low)
          ?? highs.updateValue(index, forKey: fingerprint.high)
        {
          Issue.record("place \(number): \(Self.distinct[other]) and \(value)")
        }
      }
    }
  }

  @Test("Numbers beyond 64 bits and long decimals are compared by their value, digit by digit")
  func longNumbers() throws {
    let numbers = [
      ["123456789012345678901234567890", "123456789012345678901234567890.0", "12345678901234567890123456789e1"],
      ["123456789012345678901234567891"], ["-123456789012345678901234567890"],
      ["18446744073709551616", "1.8446744073709551616e19"], ["18446744073709551617"],
      ["0.10000000000000000000000000000000000001", "1000000000000000000000000000000000000.1e-37"], ["0.1", "0.10"],
      ["1e400", "10e399"], ["1e401"], ["100000000000000000000", "1e20"],
    ]
    let fingerprints = try numbers.map { spellings in
      Set(try spellings.map { try Side().fingerprint(json: "{\"m\":\($0)}") })
    }
    for (spellings, values) in zip(numbers, fingerprints) { #expect(values.count == 1, "\(spellings)") }
    #expect(Set(fingerprints.joined()).count == numbers.count)
  }

  @Test("A null member counts as absent at any depth, unless it is told not to")
  func nullMembers() throws {
    let pairs: [(StoredValue, StoredValue)] = [
      (["a": nil], .object([])), (["a": .undefined], .object([])), (["m": ["a": nil]], ["m": .object([])]),
      (["m": [["a": 1, "b": nil]]], ["m": [["a": 1]]]),
    ]
    for (withNull, without) in pairs {
      #expect(try Side().fingerprint(withNull) == Side().fingerprint(without))
      let strict = Side(nullEqualsAbsent: false)
      #expect(try strict.fingerprint(withNull) != strict.fingerprint(without))
    }
    #expect(try Side().fingerprint(["m": [1, nil]]) != Side().fingerprint(["m": [1]]))
    #expect(try Side().fingerprint(["m": [nil, 1]]) != Side().fingerprint(["m": [1, nil]]))
    #expect(try Side().fingerprint(["m": .object([])]) != Side().fingerprint(.object([])))
  }

  @Test("The order of a regular expression's options means nothing")
  func options() throws {
    let sorted = try Side().fingerprint(["m": .regex("a", "imx")])
    #expect(try Side().fingerprint(["m": .regex("a", "xim")]) == sorted)
    #expect(try Side().fingerprint(["m": .regex("a", "xi")]) != sorted)
    #expect(try Side().fingerprint(["m": .regex("a", "iimx")]) != sorted)
  }

  @Test("Elements of arrays count in their order, whatever their names in BSON")
  func arrayNames() throws {
    let wrong = StoredValue.document([("7", 1), ("7", 2)])
    var bytes = StoredValue.document([("m", [1, 2])])
    bytes.replaceSubrange(7..<(7 + wrong.count), with: wrong)
    var taken = try Side().take(StoredValue.object([]))
    var walker = BSONWalker()
    try walker.walk(bytes.span, into: &taken)
    #expect(try taken.fingerprint == Side().fingerprint(["m": [1, 2]]))
  }

  @Test("The secret of a run changes every fingerprint, and no equality")
  func keys() throws {
    let side = Side(key: .random())
    #expect(try side.fingerprint(["m": [1, .date(0)]]) != Side().fingerprint(["m": [1, .date(0)]]))
    #expect(
      try side.fingerprint(["m": [1, .date(0)], "n": nil])
        == side.fingerprint(json: "{\"m\":[1.0,\"1970-01-01T00:00:00Z\"]}")
    )
    #expect(try side.fingerprint(["m": [0]]) != side.fingerprint(["m": [false]]))
  }

  @Test(
    "A value for which the Baqend form has none is noticed at any depth",
    arguments: [
      .binary([1]), .binary(Array(repeating: 1, count: 16), 4), .regex("a", ""), .code("a"), .scopedCode("a", []),
      .timestamp(1, 1), .minKey, .maxKey, .pointer("a", Array(repeating: 0, count: 12)),
      .decimal(0x3040_0000_0000_0000, 1),
      .double(.nan), .double(.infinity), .date(.max), .date(ISODate.range.lowerBound - 1),
    ] as [StoredValue]
  )
  func unwritable(_ value: StoredValue) throws {
    for object: StoredValue in [
      ["m": value], ["m": [value]], ["m": ["writeSet": value]], ["acl": value], ["acl": ["read": value]],
    ] {
      #expect(try Side().take(object).traits.contains(.hasUnwritableValue))
    }
    #expect(try Side(ignored: ["m"]).take(["m": value]).traits.contains(.hasUnwritableValue))
    #expect(try Side(ignored: ["m"]).take(["m": [value]]).traits.contains(.hasUnwritableValue))
    let dropped: [StoredValue] = [
      ["writeSet": value], ["writeSet": [value]], ["writeSet": ["a": ["b": value, "c": [value]]], "m": 1],
    ]
    for object in dropped {
      let taken = try Side().take(object)
      #expect(!taken.traits.contains(.hasUnwritableValue))
      #expect(taken.traits.contains(.hasDroppedMember))
    }
    #expect(try Side().take(["writeSet": [value], "m": [value]]).traits.contains(.hasUnwritableValue))
  }

  @Test("Everything else can be written")
  func writable() throws {
    let object: StoredValue = [
      "a": 1, "b": .int64(.max), "c": 0.5, "d": "x", "e": nil, "f": .undefined, "g": .date(0), "h": Self.hex,
      "i": [true, []],
      "j": ["k": .symbol("s")], "acl": nil, "_id": Self.hex, "version": 3,
    ]
    #expect(try Side().take(object).traits == [])
  }
}
