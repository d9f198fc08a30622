private let oid: [UInt8] = [0x5F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xAB]
private let uuid = Array(UInt8(0)...15)

extension EqualValues {
  /// What equals what where the export is Extended JSON or BSON.
  static let typed: [EqualValues] = typedTexts + typedContainers + typedNumbers + typedKinds + rules

  private static let typedTexts = [
    EqualValues(
      "text",
      [.bson("é/"), .extended(#""é/""#), .extended(#""\u00E9\/""#)],
      differ: [
        .bson(.symbol("é/")), .bson(.code("é/")), .bson(.binary(0, Array("é/".utf8))), .extended(#""e\u0301/""#),
        .extended(#""é/ ""#),
      ]
    ),
    EqualValues(
      "empty text",
      [.bson(""), .extended(#""""#)],
      differ: [.absent, .bson(.symbol("")), .extended("null"), .extended("{}"), .extended("[]"), .extended("0")]
    ),
    EqualValues(
      "symbol",
      [.bson(.symbol("s")), .extended(#"{"$symbol":"s"}"#)],
      differ: [.bson("s"), .bson(.symbol("S")), .bson(.code("s"))]
    ),
    EqualValues(
      "text of a date",
      [.bson("1970-01-01T00:00:01.5Z"), .extended(#""1970-01-01T00:00:01.5Z""#)],
      differ: [.bson(.date(1500)), .extended(#""1970-01-01T00:00:01.50Z""#)]
    ),
    EqualValues(
      "date",
      [
        .bson(.date(1500)), .extended(#"{"$date":{"$numberLong":"1500"}}"#), .extended(#"{"$date":1500}"#),
        .extended(#"{"$date":"1970-01-01T00:00:01.5Z"}"#), .extended(#"{"$date":"1970-01-01T00:00:01.500Z"}"#),
        .extended(#"{"$date":"1970-01-01T01:00:01.500+0100"}"#), .extended(#"{"$date":"1970-01-01T00:00:01.5009Z"}"#),
      ],
      differ: [
        .bson(.date(1501)), .bson("1970-01-01T00:00:01.5Z"), .bson(.int64(1500)),
        .bson(.timestamp(seconds: 1, increment: 500)),
      ]
    ),
    EqualValues(
      "date that has no text",
      [.bson(.date(.min)), .extended(#"{"$date":{"$numberLong":"-9223372036854775808"}}"#)],
      differ: [.bson(.date(.max)), .bson(.int64(.min))]
    ),
    EqualValues(
      "ObjectId",
      [
        .bson(.objectID(oid)), .extended(#"{"$oid":"5f00000000000000000000ab"}"#),
        .extended(#"{"$oid":"5F00000000000000000000AB"}"#),
      ],
      differ: [.bson("5f00000000000000000000ab"), .bson(.binary(0, oid)), .bson(.objectID(oid.dropLast() + [0]))]
    ),
  ]

  private static let typedContainers = [
    EqualValues(
      "null",
      [.bson(.null), .extended("null")],
      differ: [
        .absent, .bson(.undefined), .extended("false"), .extended("0"), .extended(#""""#), .extended("{}"),
        .extended("[]"), .extended("[null]"),
      ]
    ),
    EqualValues(
      "undefined",
      [.bson(.undefined), .extended(#"{"$undefined":true}"#)],
      differ: [.absent, .bson(.null), .bson(.boolean(true))]
    ),
    EqualValues(
      "null element",
      [.bson(.array([.null, 1])), .extended("[null,1]")],
      differ: [.extended("[1]"), .extended("[1,null]"), .extended(#"[{"$undefined":true},1]"#), .extended("[{},1]")]
    ),
    EqualValues(
      "empty object",
      [.bson(.document([])), .extended("{}"), .extended("{ }")],
      differ: [.absent, .extended("null"), .extended("[]"), .extended(#"{"a":null}"#), .extended(#"{"":0}"#)]
    ),
    EqualValues(
      "object",
      [
        .bson(.document([("a", 1), ("b", .document([("x", .null), ("y", .array([]))]))])),
        .extended(#"{"b":{"y":[],"x":null},"a":{"$numberLong":"1"}}"#), .extended(#"{"a":1.0,"b":{"x":null,"y":[]}}"#),
      ],
      differ: [
        .extended(#"{"a":1,"b":{"y":[]}}"#), .extended(#"{"a":1,"b":{"x":[],"y":null}}"#),
        .extended(#"{"a":1,"x":null,"y":[]}"#), .extended(#"{"a":1,"b":{"x":null,"y":[]},"c":null}"#),
      ]
    ),
    EqualValues(
      "duplicate members",
      [.bson(.document([("a", 1), ("a", 2), ("a", 1)])), .extended(#"{"a":2,"a":1,"a":{"$numberLong":"1"}}"#)],
      differ: [
        .extended(#"{"a":1,"a":2}"#), .extended(#"{"a":1}"#), .extended(#"{"a":1,"a":2,"a":2}"#),
        .extended(#"{"a":[1,2,1]}"#),
      ]
    ),
    EqualValues(
      "array",
      [.bson(.array([1, "b", .array([])])), .extended(#"[1,"b",[]]"#), .extended(#"[{"$numberInt":"1"},"b",[]]"#)],
      differ: [
        .extended(#"["b",1,[]]"#), .extended(#"[1,"b"]"#), .extended(#"[[1,"b",[]]]"#),
        .extended(#"{"0":1,"1":"b","2":[]}"#),
      ]
    ),
    EqualValues(
      "unknown wrapper",
      [.bson(.document([("$other", "x")])), .extended(#"{"$other":"x"}"#)],
      differ: [.bson("x"), .extended(#"{"other":"x"}"#)]
    ),
    EqualValues(
      "boolean",
      [.bson(.boolean(false)), .extended("false")],
      differ: [.absent, .bson(.boolean(true)), .extended("0"), .extended("null"), .extended(#""false""#)]
    ),
  ]

  private static let typedKinds = [
    EqualValues(
      "binary",
      [
        .bson(.binary(5, [1, 2])), .extended(#"{"$binary":{"base64":"AQI=","subType":"05"}}"#),
        .extended(#"{"$binary":{"subType":"5","base64":"AQI="}}"#), .extended(#"{"$type":"05","$binary":"AQI="}"#),
      ],
      differ: [.bson(.binary(0, [1, 2])), .bson(.binary(5, [2, 1])), .bson("AQI=")]
    ),
    EqualValues(
      "binary of the old subtype",
      [
        .bson(.binary(2, [2, 0, 0, 0, 1, 2])), .extended(#"{"$binary":{"base64":"AQI=","subType":"02"}}"#),
        .extended(#"{"$binary":"AQI=","$type":"02"}"#),
      ],
      differ: [.bson(.binary(0, [1, 2])), .bson(.binary(0, [2, 0, 0, 0, 1, 2]))]
    ),
    EqualValues(
      "UUID",
      [
        .bson(.binary(4, uuid)), .extended(#"{"$uuid":"00010203-0405-0607-0809-0A0B0C0D0E0F"}"#),
        .extended(#"{"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}}"#),
        .extended(#"{"$binary":"AAECAwQFBgcICQoLDA0ODw==","$type":"4"}"#),
      ],
      differ: [.bson("00010203-0405-0607-0809-0a0b0c0d0e0f"), .bson(.binary(3, uuid)), .bson(.binary(0, uuid))]
    ),
    EqualValues(
      "regular expression",
      [
        .bson(.regularExpression("^a", "im")), .bson(.regularExpression("^a", "mi")),
        .extended(#"{"$regularExpression":{"pattern":"^a","options":"mi"}}"#),
        .extended(#"{"$regex":"^a","$options":"im"}"#),
      ],
      differ: [
        .bson(.regularExpression("^a", "i")), .bson(.regularExpression("^", "aim")), .bson("^a"),
        .bson(.regularExpression("a^", "im")),
      ]
    ),
    EqualValues(
      "code",
      [.bson(.code("f")), .extended(#"{"$code":"f"}"#)],
      differ: [.bson("f"), .bson(.symbol("f")), .bson(.codeWithScope("f", []))]
    ),
    EqualValues(
      "code with scope",
      [
        .bson(.codeWithScope("f", [("a", 1), ("b", .null)])),
        .bson(.codeWithScope("f", [("b", .null), ("a", .double(1))])),
        .extended(#"{"$code":"f","$scope":{"a":1,"b":null}}"#),
        .extended(#"{"$scope":{"b":null,"a":{"$numberInt":"1"}},"$code":"f"}"#),
      ],
      differ: [
        .bson(.code("f")), .bson(.codeWithScope("f", [("a", 1)])),
        .bson(.codeWithScope("g", [("a", 1), ("b", .null)])),
        .bson(.array([.code("f"), .document([("a", 1), ("b", .null)])])),
      ]
    ),
    EqualValues(
      "timestamp",
      [.bson(.timestamp(seconds: .max, increment: 1)), .extended(#"{"$timestamp":{"i":1,"t":4294967295}}"#)],
      differ: [
        .bson(.timestamp(seconds: .max, increment: 2)), .bson(.timestamp(seconds: 1, increment: .max)),
        .bson(.int64(-0xFFFF_FFFF)), .bson(.date(4_294_967_295_000)),
      ]
    ),
    EqualValues(
      "DBPointer",
      [
        .bson(.pointer("d.c", oid)),
        .extended(#"{"$dbPointer":{"$ref":"d.c","$id":{"$oid":"5f00000000000000000000ab"}}}"#),
      ],
      differ: [
        .bson(.pointer("d.d", oid)), .bson(.pointer("d.c", [0] + oid.dropFirst())), .bson(.objectID(oid)),
        .extended(#"{"$ref":"d.c","$id":{"$oid":"5f00000000000000000000ab"}}"#),
      ]
    ),
    EqualValues("min key", [.bson(.minKey), .extended(#"{"$minKey":1}"#)], differ: [.bson(.maxKey), .bson(.null)]),
    EqualValues("max key", [.bson(.maxKey), .extended(#"{"$maxKey":1}"#)], differ: [.bson(.minKey), .bson(1)]),
  ]
}
