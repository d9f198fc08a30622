private let oid: [UInt8] = [0x5F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xAB]

/// A value and its text in the canonical, the relaxed and the legacy format.
struct FormatCase {
  var value: Value
  var canonical: String
  var relaxed: String
  var legacy: String

  init(_ value: Value, _ canonical: String, relaxed: String? = nil, legacy: String? = nil) {
    self.value = value
    self.canonical = canonical
    self.relaxed = relaxed ?? canonical
    self.legacy = legacy ?? canonical
  }
}

extension FormatCase {
  /// Every type of BSON, and the edges at which a format changes.
  static let everyType = [
    FormatCase(.double(1.5), #"{"$numberDouble":"1.5"}"#, relaxed: "1.5", legacy: "1.5"),
    FormatCase(.double(.nan), #"{"$numberDouble":"NaN"}"#),
    FormatCase(.double(.infinity), #"{"$numberDouble":"Infinity"}"#),
    FormatCase(.double(-.infinity), #"{"$numberDouble":"-Infinity"}"#),
    FormatCase("té\"xt", #""té\"xt""#),
    FormatCase(.document([]), "{}"),
    FormatCase(.array([]), "[]"),
    FormatCase(
      .array([1, .array(["a"]), .document([("b", .null)])]),
      #"[{"$numberInt":"1"},["a"],{"b":null}]"#,
      relaxed: #"[1,["a"],{"b":null}]"#,
      legacy: #"[1,["a"],{"b":null}]"#
    ),
    FormatCase(
      .binary(0, [0, 1, 0xFF, 0xFE]),
      #"{"$binary":{"base64":"AAH//g==","subType":"00"}}"#,
      legacy: #"{"$binary":"AAH//g==","$type":"00"}"#
    ),
    FormatCase(
      .binary(0x80, []),
      #"{"$binary":{"base64":"","subType":"80"}}"#,
      legacy: #"{"$binary":"","$type":"80"}"#
    ),
    FormatCase(
      .binary(2, [2, 0, 0, 0, 0xFF, 0xFF]),
      #"{"$binary":{"base64":"//8=","subType":"02"}}"#,
      legacy: #"{"$binary":"//8=","$type":"02"}"#
    ),
    FormatCase(.undefined, #"{"$undefined":true}"#),
    FormatCase(.objectID(oid), #"{"$oid":"5f00000000000000000000ab"}"#),
    FormatCase(.boolean(true), "true"),
    FormatCase(.boolean(false), "false"),
    FormatCase(
      .date(0),
      #"{"$date":{"$numberLong":"0"}}"#,
      relaxed: #"{"$date":"1970-01-01T00:00:00Z"}"#,
      legacy: #"{"$date":"1970-01-01T00:00:00.000Z"}"#
    ),
    FormatCase(
      .date(1_356_351_330_500),
      #"{"$date":{"$numberLong":"1356351330500"}}"#,
      relaxed: #"{"$date":"2012-12-24T12:15:30.5Z"}"#,
      legacy: #"{"$date":"2012-12-24T12:15:30.500Z"}"#
    ),
    FormatCase(
      .date(-1),
      #"{"$date":{"$numberLong":"-1"}}"#,
      legacy: #"{"$date":"1969-12-31T23:59:59.999Z"}"#
    ),
    FormatCase(
      .date(253_402_300_799_999),
      #"{"$date":{"$numberLong":"253402300799999"}}"#,
      relaxed: #"{"$date":"9999-12-31T23:59:59.999Z"}"#,
      legacy: #"{"$date":"9999-12-31T23:59:59.999Z"}"#
    ),
    FormatCase(.date(253_402_300_800_000), #"{"$date":{"$numberLong":"253402300800000"}}"#),
    FormatCase(
      .date(-62_167_219_200_000),
      #"{"$date":{"$numberLong":"-62167219200000"}}"#,
      legacy: #"{"$date":"0000-01-01T00:00:00.000Z"}"#
    ),
    FormatCase(.date(.min), #"{"$date":{"$numberLong":"-9223372036854775808"}}"#),
    FormatCase(.date(.max), #"{"$date":{"$numberLong":"9223372036854775807"}}"#),
    FormatCase(.null, "null"),
    FormatCase(
      .regularExpression("^a\"/b", "xim"),
      #"{"$regularExpression":{"pattern":"^a\"/b","options":"imx"}}"#,
      legacy: #"{"$regex":"^a\"/b","$options":"imx"}"#
    ),
    FormatCase(
      .pointer("d.c", oid),
      #"{"$dbPointer":{"$ref":"d.c","$id":{"$oid":"5f00000000000000000000ab"}}}"#,
      legacy: #"{"$ref":"d.c","$id":{"$oid":"5f00000000000000000000ab"}}"#
    ),
    FormatCase(.code("f()"), #"{"$code":"f()"}"#),
    FormatCase(.symbol("s"), #"{"$symbol":"s"}"#),
    FormatCase(
      .codeWithScope("f()", [("x", 1), ("y", .document([]))]),
      #"{"$code":"f()","$scope":{"x":{"$numberInt":"1"},"y":{}}}"#,
      relaxed: #"{"$code":"f()","$scope":{"x":1,"y":{}}}"#,
      legacy: #"{"$code":"f()","$scope":{"x":1,"y":{}}}"#
    ),
    FormatCase(.int32(.min), #"{"$numberInt":"-2147483648"}"#, relaxed: "-2147483648", legacy: "-2147483648"),
    FormatCase(
      .timestamp(seconds: .max, increment: 7),
      #"{"$timestamp":{"t":4294967295,"i":7}}"#
    ),
    FormatCase(.int64(.min), #"{"$numberLong":"-9223372036854775808"}"#, relaxed: "-9223372036854775808"),
    FormatCase(.int64(1), #"{"$numberLong":"1"}"#, relaxed: "1"),
    FormatCase(.decimal(low: 110, high: 0x303C_0000_0000_0000), #"{"$numberDecimal":"1.10"}"#),
    FormatCase(.decimal(low: 0, high: 0x7C00_0000_0000_0000), #"{"$numberDecimal":"NaN"}"#),
    FormatCase(.minKey, #"{"$minKey":1}"#),
    FormatCase(.maxKey, #"{"$maxKey":1}"#),
  ]
}
