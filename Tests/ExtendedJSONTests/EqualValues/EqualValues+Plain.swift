private let oid: [UInt8] = [0x5F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xAB]
private let uuid = Array(UInt8(0)...15)

extension EqualValues {
  /// What equals what where the export has the Baqend form.
  static let plain: [EqualValues] = texts + moments + nothing + containers + numbers + kinds + rules

  private static let texts = [
    EqualValues(
      "text",
      [.bson("é\n/"), .bson(.symbol("é\n/")), .json(#""é\n/""#), .json(#""\u00e9\u000A\/""#), .extended(#""é\n/""#)],
      differ: [
        .bson("É\n/"), .bson("é\n/ "), .json(#""e\u0301\n/""#), .bson(.code("é\n/")),
        .bson(.binary(0, Array("é\n/".utf8))), .bson(.regularExpression("é\n/", "")),
      ]
    ),
    EqualValues(
      "empty text",
      [.bson(""), .bson(.symbol("")), .json(#""""#), .extended(#""""#)],
      differ: [.absent, .bson(.null), .bson(0), .json("{}"), .json("[]"), .json("false"), .bson(.binary(0, []))]
    ),
    EqualValues(
      "ObjectId",
      [
        .bson(.objectID(oid)), .bson("5f00000000000000000000ab"), .json(#""5f00000000000000000000ab""#),
        .extended(#"{"$oid":"5f00000000000000000000ab"}"#), .extended(#"{"$oid":"5F00000000000000000000AB"}"#),
      ],
      differ: [
        .json(#""5F00000000000000000000AB""#), .json(#""5f00000000000000000000ac""#), .bson(.binary(0, oid)),
        .json(#"{"$oid":"5f00000000000000000000ab"}"#), .bson(.pointer("", oid)),
      ]
    ),
    EqualValues(
      "wrapper in the Baqend form",
      [.json(#"{"$date":"1970-01-01T00:00:00Z"}"#), .bson(.document([("$date", .date(0))]))],
      differ: [.bson(.date(0)), .extended(#"{"$date":"1970-01-01T00:00:00Z"}"#)]
    ),
  ]

  private static let moments = [
    EqualValues(
      "date",
      [
        .bson(.date(1500)), .bson("1970-01-01T00:00:01.5Z"), .bson(.symbol("1970-01-01T00:00:01.5Z")),
        .json(#""1970-01-01T00:00:01.5Z""#), .json(#""1970-01-01T00:00:01.500Z""#),
        .json(#""1970-01-01T00:00:01.5000000Z""#), .extended(#"{"$date":{"$numberLong":"1500"}}"#),
        .extended(#"{"$date":"1970-01-01T00:00:01.5Z"}"#), .extended(#"{"$date":"1970-01-01T01:00:01.500+0100"}"#),
      ],
      differ: [
        .bson(.date(1501)), .json(#""1970-01-01T00:00:01Z""#), .json("1500"), .json(#""1500""#),
        .bson(.timestamp(seconds: 1, increment: 5)), .json(#""1970-01-01T01:00:01.5+01:00""#),
      ]
    ),
    EqualValues(
      "date of a whole second",
      [
        .bson(.date(-86_400_000)), .json(#""1969-12-31T00:00:00Z""#), .json(#""1969-12-31T00:00:00.0Z""#),
        .json(#""1969-12-31T00:00:00.000000Z""#), .extended(#"{"$date":"1969-12-31T00:00:00Z"}"#),
      ],
      differ: [
        .json(#""1969-12-31""#), .json(#""1969-12-31T00:00Z""#), .json(#""1969-12-31T00:00:00""#),
        .json(#""1969-12-31T00:00:00.Z""#), .json(#""1969-12-31t00:00:00z""#), .json(#""1969-12-31T00:00:00+00:00""#),
        .json(#"" 1969-12-31T00:00:00Z""#), .json(#""1969-12-30T24:00:00Z""#),
      ]
    ),
    EqualValues(
      "date finer than a millisecond",
      [
        .bson("1970-01-01T00:00:00.12345Z"), .json(#""1970-01-01T00:00:00.12345Z""#),
        .json(#""1970-01-01T00:00:00.123450000Z""#), .extended(#""1970-01-01T00:00:00.1234500Z""#),
      ],
      differ: [
        .bson(.date(123)), .json(#""1970-01-01T00:00:00.123Z""#), .json(#""1970-01-01T00:00:00.1234Z""#),
        .json(#""1970-01-01T00:00:00.12346Z""#),
      ]
    ),
    EqualValues(
      "text of no valid moment",
      [
        .bson("2021-02-29T00:00:00.5Z"), .json(#""2021-02-29T00:00:00.5Z""#), .extended(#""2021-02-29T00:00:00.5Z""#),
      ],
      differ: [.json(#""2021-02-29T00:00:00.50Z""#), .json(#""2021-03-01T00:00:00.5Z""#)]
    ),
    EqualValues(
      "date that has no text",
      [.bson(.date(253_402_300_800_000)), .extended(#"{"$date":{"$numberLong":"253402300800000"}}"#)],
      differ: [.json(#""10000-01-01T00:00:00Z""#), .json("253402300800000"), .bson(.date(.max)), .bson(.date(.min))]
    ),
  ]

  private static let nothing = [
    EqualValues(
      "null",
      [.absent, .bson(.null), .bson(.undefined), .json("null"), .extended("null"), .extended(#"{"$undefined":true}"#)],
      differ: [
        .json("false"), .json("0"), .json(#""""#), .json(#""null""#), .json("{}"), .json("[]"), .json("[null]"),
        .bson(.minKey), .bson(.double(.nan)),
      ]
    ),
    EqualValues(
      "null element",
      [
        .bson(.array([.null, 1])), .bson(.array([.undefined, 1])), .json("[null,1]"),
        .extended(#"[{"$undefined":true},1]"#),
      ],
      differ: [.json("[1]"), .json("[1,null]"), .json("[null,null,1]"), .json("[{},1]"), .json("[0,1]")]
    ),
    EqualValues(
      "empty object",
      [
        .bson(.document([])), .bson(.document([("a", .null)])), .bson(.document([("a", .undefined), ("b", .null)])),
        .json("{}"), .json(#"{"a":null}"#), .extended(#"{"a":{"$undefined":true}}"#),
      ],
      differ: [.absent, .json("null"), .json("[]"), .json(#"{"a":{}}"#), .json(#"{"a":[]}"#), .json(#"{"":0}"#)]
    ),
  ]

  private static let containers = [
    EqualValues(
      "object",
      [
        .bson(.document([("a", 1), ("b", .document([("x", "1"), ("y", .array([]))]))])),
        .json(#"{"b":{"y":[],"x":"1"},"a":1.0}"#), .json(#"{ "\u0061":1,"c":null,"b":{"x":"1","z":null,"y":[]} }"#),
        .extended(#"{"b":{"x":"1","y":[]},"a":{"$numberLong":"1"}}"#),
      ],
      differ: [
        .json(#"{"a":1,"b":{"x":"1"}}"#), .json(#"{"a":1,"b":{"y":"1","x":[]}}"#), .json(#"{"a":1,"x":"1","y":[]}"#),
        .json(#"{"A":1,"b":{"x":"1","y":[]}}"#), .json(#"[1,{"x":"1","y":[]}]"#),
      ]
    ),
    EqualValues(
      "duplicate members",
      [
        .bson(.document([("a", 1), ("a", 2), ("a", 1)])), .json(#"{"a":2,"a":1,"a":1.0}"#),
        .extended(#"{"a":1,"a":1,"a":2}"#),
      ],
      differ: [
        .json(#"{"a":1,"a":2}"#), .json(#"{"a":1}"#), .json(#"{"a":2}"#), .json(#"{"a":1,"a":2,"a":2}"#),
        .json(#"{"a":[1,2,1]}"#),
      ]
    ),
    EqualValues(
      "array",
      [
        .bson(.array([1, "b", .array([.boolean(true)])])), .json(#"[1,"b",[true]]"#),
        .json(#"[ 1.0 , "b" , [ true ] ]"#),
        .extended(#"[{"$numberInt":"1"},"b",[true]]"#),
      ],
      differ: [
        .json(#"["b",1,[true]]"#), .json(#"[1,"b",true]"#), .json(#"[1,"b"]"#), .json(#"[1,"b",[true],[]]"#),
        .json(#"{"0":1,"1":"b","2":[true]}"#), .json(#"[[1,"b",[true]]]"#),
      ]
    ),
    EqualValues(
      "boolean",
      [.bson(.boolean(true)), .json("true"), .extended("true")],
      differ: [.bson(.boolean(false)), .bson(1), .json(#""true""#), .json("[true]")]
    ),
  ]

  private static let kinds = [
    EqualValues(
      "binary",
      [
        .bson(.binary(5, [1, 2])), .extended(#"{"$binary":{"base64":"AQI=","subType":"05"}}"#),
        .extended(#"{"$binary":"AQI=","$type":"05"}"#),
      ],
      differ: [
        .bson(.binary(0, [1, 2])), .bson(.binary(5, [2, 1])), .bson("AQI="), .bson("0102"),
        .json(#"{"$binary":{"base64":"AQI=","subType":"05"}}"#),
      ]
    ),
    EqualValues(
      "UUID",
      [
        .bson(.binary(4, uuid)), .extended(#"{"$uuid":"00010203-0405-0607-0809-0A0B0C0D0E0F"}"#),
        .extended(#"{"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"4"}}"#),
        .extended(#"{"$binary":"AAECAwQFBgcICQoLDA0ODw==","$type":"04"}"#),
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
        .bson(.regularExpression("^a", "i")), .bson(.regularExpression("^", "aim")), .bson("^a"), .bson("/^a/im"),
        .json(#"{"$regex":"^a","$options":"im"}"#),
      ]
    ),
    EqualValues(
      "code",
      [.bson(.code("f()")), .extended(#"{"$code":"f()"}"#)],
      differ: [.bson("f()"), .bson(.code("f();")), .bson(.codeWithScope("f()", [])), .json(#"{"$code":"f()"}"#)]
    ),
    EqualValues(
      "code with scope",
      [
        .bson(.codeWithScope("f", [("a", 1), ("b", .date(0))])),
        .bson(.codeWithScope("f", [("b", "1970-01-01T00:00:00Z"), ("a", .int64(1)), ("c", .null)])),
        .extended(#"{"$code":"f","$scope":{"a":1,"b":{"$date":"1970-01-01T00:00:00Z"}}}"#),
        .extended(#"{"$scope":{"b":{"$date":{"$numberLong":"0"}},"a":{"$numberInt":"1"}},"$code":"f"}"#),
      ],
      differ: [
        .bson(.code("f")), .bson(.codeWithScope("g", [("a", 1), ("b", .date(0))])), .bson(.codeWithScope("f", [])),
        .bson(.array([.code("f"), .document([("a", 1), ("b", .date(0))])])),
      ]
    ),
    EqualValues(
      "timestamp",
      [.bson(.timestamp(seconds: 7, increment: 1)), .extended(#"{"$timestamp":{"t":7,"i":1}}"#)],
      differ: [
        .bson(.timestamp(seconds: 7, increment: 2)), .bson(.timestamp(seconds: 1, increment: 7)), .bson(.date(7000)),
        .bson(.int64(7 << 32 | 1)), .json(#"{"$timestamp":{"t":7,"i":1}}"#),
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
        .bson(.document([("$ref", "d.c"), ("$id", .objectID(oid))])),
      ]
    ),
    EqualValues(
      "min key",
      [.bson(.minKey), .extended(#"{"$minKey":1}"#)],
      differ: [.bson(.maxKey), .bson(.null), .json(#"{"$minKey":1}"#)]
    ),
    EqualValues(
      "max key",
      [.bson(.maxKey), .extended(#"{"$maxKey":1}"#)],
      differ: [.bson(.minKey), .json(#"{"$maxKey":1}"#)]
    ),
  ]
}
