extension EqualValues {
  /// Numbers where the export is Extended JSON or BSON.
  static let typedNumbers = [
    EqualValues(
      "whole number",
      [
        .bson(20), .bson(.int64(20)), .bson(.double(20)), .bson(.decimal("20")), .bson(.decimal("2.00E+1")),
        .extended("20"), .extended("20.0"), .extended("2e1"), .extended(#"{"$numberInt":"20"}"#),
        .extended(#"{"$numberLong":"20"}"#), .extended(#"{"$numberDouble":"2E+01"}"#),
        .extended(#"{"$numberDecimal":"20.0"}"#),
      ],
      differ: [.extended("21"), .extended("-20"), .extended("20.5"), .extended(#""20""#), .bson(.date(20))]
    ),
    EqualValues(
      "zero",
      [
        .bson(0), .bson(.double(0)), .bson(.double(-0.0)), .bson(.decimal("0")), .bson(.decimal("-0E+3")),
        .extended("-0"), .extended("0.0"), .extended(#"{"$numberDouble":"-0.0"}"#),
        .extended(#"{"$numberDecimal":"-0"}"#),
      ],
      differ: [.absent, .extended("null"), .extended("false"), .extended("5e-324"), .bson(.decimal("1E-6176"))]
    ),
    EqualValues(
      "whole number beyond 2^53",
      [
        .bson(.int64(9_007_199_254_740_993)), .bson(.decimal("9007199254740993")), .extended("9007199254740993"),
        .extended(#"{"$numberLong":"9007199254740993"}"#),
      ],
      differ: [
        .bson(.int64(9_007_199_254_740_992)), .bson(.double(0x1p53)), .bson(.double(0x1p53 + 2)),
        .extended("9007199254740993.0"),
      ]
    ),
    EqualValues(
      "whole double beyond 2^53",
      [
        .bson(.double(0x1p60 + 256)), .bson(.int64(1 << 60 + 256)), .bson(.decimal("1152921504606847232")),
        .extended(#"{"$numberDouble":"1.1529215046068472E+18"}"#), .extended("1.1529215046068472E+18"),
      ],
      differ: [.bson(.int64(1_152_921_504_606_847_200)), .bson(.decimal("1152921504606847200"))]
    ),
    EqualValues(
      "greatest int64",
      [
        .bson(.int64(.max)), .bson(.decimal("9223372036854775807")), .extended("9223372036854775807"),
        .extended(#"{"$numberLong":"9223372036854775807"}"#),
      ],
      differ: [.bson(.double(0x1p63)), .extended("9223372036854775808"), .bson(.int64(.min)), .bson(.int64(.max - 1))]
    ),
    EqualValues(
      "whole number beyond 2^63",
      [
        .bson(.double(0x1p63)), .bson(.decimal("9223372036854775808")), .extended("9223372036854775808"),
        .extended("9.223372036854776E+18"), .extended(#"{"$numberDouble":"9.223372036854775808E+18"}"#),
      ],
      differ: [.bson(.int64(.max)), .bson(.decimal("9223372036854776000")), .bson(.double(0x1p63.nextUp))]
    ),
    EqualValues(
      "whole number beyond 2^128",
      // The significand of the decimal is 2^110.
      [.bson(.double(0x1p120 * 9_765_625)), .bson(.decimal("1298074214633706907132624082305024E+10"))],
      differ: [.bson(.decimal("1298074214633706907132624082305025E+10")), .bson(.decimal("1E+43"))]
    ),
    EqualValues(
      "fraction",
      [
        .bson(.double(0.375)), .bson(.decimal("0.375")), .bson(.decimal("0.3750")), .extended("0.375"),
        .extended("375e-3"), .extended(#"{"$numberDouble":"0.375"}"#), .extended(#"{"$numberDecimal":"375E-3"}"#),
      ],
      differ: [.bson(.double((0.375).nextUp)), .bson(.decimal("0.3750000000000000000000000000000001"))]
    ),
    EqualValues(
      "fraction of which a double holds only a neighbour",
      [.bson(.decimal("0.1")), .bson(.decimal("0.10")), .extended(#"{"$numberDecimal":"1E-1"}"#)],
      differ: [.bson(.double(0.1)), .extended("0.1"), .bson(.decimal("0.1000000000000000055511151231257827"))]
    ),
    EqualValues(
      "number of many digits",
      [
        .bson(.double(0.1)), .extended("0.1"), .extended("0.1000000000000000055511151231257827"),
        .extended(#"{"$numberDouble":"0.10000000000000001"}"#),
      ],
      differ: [.bson(.double((0.1).nextUp)), .bson(.decimal("0.1"))]
    ),
    EqualValues(
      "NaN",
      [
        .bson(.double(.nan)), .bson(.double(-.nan)), .bson(.decimal("NaN")), .extended(#"{"$numberDouble":"NaN"}"#),
        .extended(#"{"$numberDecimal":"NaN"}"#),
      ],
      differ: [.absent, .extended(#""NaN""#), .bson(.double(.infinity)), .bson(.null)]
    ),
    EqualValues(
      "infinity",
      [
        .bson(.double(.infinity)), .bson(.decimal("Infinity")), .extended(#"{"$numberDouble":"Infinity"}"#),
        .extended(#"{"$numberDecimal":"Infinity"}"#),
      ],
      differ: [
        .bson(.double(-.infinity)), .bson(.decimal("9E+6144")), .bson(.double(.greatestFiniteMagnitude)),
        .bson("Infinity"),
      ]
    ),
    EqualValues(
      "negative infinity",
      [
        .bson(.double(-.infinity)), .bson(.decimal("-Infinity")), .extended(#"{"$numberDouble":"-Infinity"}"#),
        .extended(#"{"$numberDecimal":"-Infinity"}"#),
      ],
      differ: [.bson(.double(.infinity)), .bson(.double(-.greatestFiniteMagnitude))]
    ),
  ]
}
