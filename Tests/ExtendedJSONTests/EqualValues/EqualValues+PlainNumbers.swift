extension EqualValues {
  /// Numbers where the export has the Baqend form.
  static let numbers = [
    EqualValues(
      "whole number",
      [
        .bson(20), .bson(.int64(20)), .bson(.double(20)), .bson(.decimal("20")), .bson(.decimal("2.00E+1")),
        .json("20"), .json("20.0"), .json("2e1"), .json("2E+1"), .json("200e-1"), .json("20.000000000000000000000"),
        .extended("20"), .extended("20.0"), .extended(#"{"$numberInt":"20"}"#), .extended(#"{"$numberLong":"20"}"#),
        .extended(#"{"$numberDouble":"20.0"}"#), .extended(#"{"$numberDecimal":"20"}"#),
      ],
      differ: [.json("21"), .json("-20"), .json("20.5"), .json(#""20""#), .json("true"), .bson(.date(20))]
    ),
    EqualValues(
      "zero",
      [
        .bson(0), .bson(.double(0)), .bson(.double(-0.0)), .bson(.decimal("0")), .bson(.decimal("-0E+3")), .json("0"),
        .json("-0"), .json("0.00"), .json("-0.0"), .json("0e999"), .extended(#"{"$numberDouble":"-0.0"}"#),
        .extended("-0"),
      ],
      differ: [.absent, .json("null"), .json("false"), .json(#""""#), .json("1e-400"), .json("5e-324")]
    ),
    EqualValues(
      "whole number beyond 2^53",
      [
        .bson(.int64(9_007_199_254_740_993)), .bson(.decimal("9007199254740993")), .json("9007199254740993"),
        .json("9007199254740993.0"), .json("9.007199254740993e15"), .extended("9007199254740993"),
        .extended(#"{"$numberLong":"9007199254740993"}"#),
      ],
      differ: [
        .bson(.int64(9_007_199_254_740_992)), .bson(.double(0x1p53)), .bson(.double(0x1p53 + 2)),
        .json("9007199254740992.0"),
      ]
    ),
    EqualValues(
      "greatest int64",
      [
        .bson(.int64(.max)), .bson(.decimal("9223372036854775807")), .json("9223372036854775807"),
        .json("9223372036854775807.00"), .json("9.223372036854775807e18"),
        .extended(#"{"$numberLong":"9223372036854775807"}"#),
      ],
      differ: [
        .json("9223372036854775806"), .json("9223372036854775808"), .bson(.double(0x1p63)), .bson(.int64(.min)),
      ]
    ),
    EqualValues(
      "least int64",
      [
        .bson(.int64(.min)), .bson(.double(-0x1p63)), .json("-9223372036854775808"), .json("-9223372036854775808.0"),
        .extended(#"{"$numberLong":"-9223372036854775808"}"#),
      ],
      differ: [.json("-9223372036854775809"), .json("-9223372036854775807"), .json("9223372036854775808")]
    ),
    EqualValues(
      "whole number beyond 2^63",
      [
        .bson(.double(0x1p63)), .json("9223372036854776000.0"), .json("9223372036854776000"),
        .json("9.223372036854776e18"), .bson(.decimal("9.223372036854776E+18")),
        .extended(#"{"$numberDouble":"9.223372036854776E+18"}"#), .extended("9223372036854775808"),
      ],
      differ: [.bson(.int64(.max)), .json("9223372036854775808"), .bson(.decimal("9223372036854775808"))]
    ),
    EqualValues(
      "fraction",
      [
        .bson(.double(0.1)), .bson(.decimal("0.1")), .bson(.decimal("0.100")), .json("0.1"), .json("1e-1"),
        .json("0.1000000000000000000000"), .json("0.10000000000000001"), .extended("0.1"),
        .extended(#"{"$numberDouble":"0.1"}"#), .extended(#"{"$numberDecimal":"0.1"}"#),
      ],
      differ: [
        .bson(.double((0.1).nextUp)), .json("0.10000000000000002"), .json("0.100000000000000001"),
        .json("0.1000000000000000055511151231257827"), .bson(.decimal("0.10000000000000001")), .json(#""0.1""#),
      ]
    ),
    EqualValues(
      "number of many digits",
      [
        .bson(.decimal("0.1234567890123456789")), .bson(.decimal("0.12345678901234567890")),
        .json("0.1234567890123456789"), .json("1234567890123456789e-19"), .json("0.12345678901234567890000"),
        .extended(#"{"$numberDecimal":"0.1234567890123456789"}"#),
      ],
      differ: [
        .bson(.double(0.1234567890123456789)), .json("0.12345678901234568"), .json("0.1234567890123456788"),
        .json("-0.1234567890123456789"),
      ]
    ),
    EqualValues(
      "number too large for a double",
      [.bson(.decimal("1E+400")), .json("1e400"), .json("10e399"), .json("0.10E+401")],
      differ: [.bson(.double(.infinity)), .json("1e401"), .json("-1e400"), .json("1.7976931348623157e308")]
    ),
    EqualValues(
      "number too small for a double",
      [.bson(.decimal("1E-400")), .json("1e-400"), .json("0.1e-399")],
      differ: [.json("0"), .json("1e-401"), .json("-1e-400"), .bson(.double(.leastNonzeroMagnitude))]
    ),
    EqualValues(
      "NaN",
      [
        .bson(.double(.nan)), .bson(.double(-.nan)), .bson(.double(Double(bitPattern: 0x7FF8_0000_0000_0001))),
        .bson(.decimal("NaN")), .extended(#"{"$numberDouble":"NaN"}"#), .extended(#"{"$numberDecimal":"NaN"}"#),
      ],
      differ: [.absent, .bson(.double(.infinity)), .bson(0), .json(#""NaN""#), .json("null")]
    ),
    EqualValues(
      "infinity",
      [
        .bson(.double(.infinity)), .bson(.decimal("Infinity")), .extended(#"{"$numberDouble":"Infinity"}"#),
        .extended(#"{"$numberDecimal":"Infinity"}"#),
      ],
      differ: [
        .bson(.double(-.infinity)), .bson(.double(.greatestFiniteMagnitude)), .bson(.double(.nan)),
        .json(#""Infinity""#), .json(#"{"$numberDouble":"Infinity"}"#),
      ]
    ),
    EqualValues(
      "negative infinity",
      [
        .bson(.double(-.infinity)), .bson(.decimal("-Infinity")), .extended(#"{"$numberDouble":"-Infinity"}"#),
        .extended(#"{"$numberDecimal":"-Infinity"}"#),
      ],
      differ: [.bson(.double(.infinity)), .json("-1e400")]
    ),
  ]
}
