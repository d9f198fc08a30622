import Testing

@testable import ExtendedJSON

/// Documents as mongodump writes them, in hex, and their canonical form: every type, and the values
/// at the edges of types.
@Suite struct FixtureTests {
  @Test(arguments: everyType)
  func `a document of each type has its canonical form`(hex: String, canonical: String) throws {
    #expect(try extendedJSON(try bytes(hex), .canonical) == canonical)
  }

  @Test(arguments: everyType)
  func `every format of each type is JSON`(hex: String, canonical: String) throws {
    let document = try bytes(hex)
    for format in [ExtendedJSONWriter.Format.canonical, .relaxed, .legacy] {
      var reader = ExtendedJSONWriter(.relaxed)
      try scan(Array(try extendedJSON(document, format).utf8), into: &reader)
    }
    var reader = BaqendWriter()
    try scan(Array(try baqend(document).text.utf8), into: &reader)
  }

  private func bytes(_ hex: String) throws -> [UInt8] {
    let digits = Array(hex)
    return try stride(from: 0, to: digits.count, by: 2).map { index in
      try #require(UInt8(String(digits[index..<(index + 2)]), radix: 16))
    }
  }
}

private let everyType: [(hex: String, canonical: String)] = [
  (
    hex: "19000000105f69640000000000017600000000000000f83f00",
    canonical: #"{"_id":{"$numberInt":"0"},"v":{"$numberDouble":"1.5"}}"#
  ),
  (
    hex: "19000000105f69640001000000017600000000000000f87f00",
    canonical: #"{"_id":{"$numberInt":"1"},"v":{"$numberDouble":"NaN"}}"#
  ),
  (
    hex: "19000000105f69640002000000017600000000000000f07f00",
    canonical: #"{"_id":{"$numberInt":"2"},"v":{"$numberDouble":"Infinity"}}"#
  ),
  (
    hex: "19000000105f69640003000000017600000000000000008000",
    canonical: #"{"_id":{"$numberInt":"3"},"v":{"$numberDouble":"-0.0"}}"#
  ),
  (
    hex: "23000000105f696400040000000276000e000000746578740077697468204e554c0000",
    canonical: #"{"_id":{"$numberInt":"4"},"v":"text\u0000with NUL"}"#
  ),
  (
    hex: "26000000105f69640005000000037600150000000361000d0000000462000500000000000000",
    canonical: #"{"_id":{"$numberInt":"5"},"v":{"a":{"b":[]}}}"#
  ),
  (
    hex:
      "3b000000105f696400060000000476002a000000103000010000000431001b000000103000020000000431000c0000001030000300000000000000",
    canonical: #"{"_id":{"$numberInt":"6"},"v":[{"$numberInt":"1"},[{"$numberInt":"2"},[{"$numberInt":"3"}]]]}"#
  ),
  (
    hex: "19000000105f6964000700000005760003000000000001ff00",
    canonical: #"{"_id":{"$numberInt":"7"},"v":{"$binary":{"base64":"AAH/","subType":"00"}}}"#
  ),
  (
    hex: "26000000105f6964000800000005760010000000040000000000000000000000000000000000",
    canonical: #"{"_id":{"$numberInt":"8"},"v":{"$binary":{"base64":"AAAAAAAAAAAAAAAAAAAAAA==","subType":"04"}}}"#
  ),
  (
    hex: "17000000105f6964000900000005760001000000807800",
    canonical: #"{"_id":{"$numberInt":"9"},"v":{"$binary":{"base64":"eA==","subType":"80"}}}"#
  ),
  (
    hex: "1d000000105f6964000a0000000776005f000000000000000000000100",
    canonical: #"{"_id":{"$numberInt":"10"},"v":{"$oid":"5f0000000000000000000001"}}"#
  ),
  (
    hex: "12000000105f6964000b0000000876000100",
    canonical: #"{"_id":{"$numberInt":"11"},"v":true}"#
  ),
  (
    hex: "12000000105f6964000c0000000876000000",
    canonical: #"{"_id":{"$numberInt":"12"},"v":false}"#
  ),
  (
    hex: "19000000105f6964000d000000097600ffffffffffffffff00",
    canonical: #"{"_id":{"$numberInt":"13"},"v":{"$date":{"$numberLong":"-1"}}}"#
  ),
  (
    hex: "19000000105f6964000e0000000976000080f9cc77e6000000",
    canonical: #"{"_id":{"$numberInt":"14"},"v":{"$date":{"$numberLong":"253402214400000"}}}"#
  ),
  (
    hex: "11000000105f6964000f0000000a760000",
    canonical: #"{"_id":{"$numberInt":"15"},"v":null}"#
  ),
  (
    hex: "19000000105f696400100000000b76005e612f6200696d0000",
    canonical: #"{"_id":{"$numberInt":"16"},"v":{"$regularExpression":{"pattern":"^a/b","options":"im"}}}"#
  ),
  (
    hex: "19000000105f696400110000000d7600040000006628290000",
    canonical: #"{"_id":{"$numberInt":"17"},"v":{"$code":"f()"}}"#
  ),
  (
    hex: "29000000105f696400120000000f76001800000004000000662829000c000000107800010000000000",
    canonical: #"{"_id":{"$numberInt":"18"},"v":{"$code":"f()","$scope":{"x":{"$numberInt":"1"}}}}"#
  ),
  (
    hex: "15000000105f696400130000001076000000008000",
    canonical: #"{"_id":{"$numberInt":"19"},"v":{"$numberInt":"-2147483648"}}"#
  ),
  (
    hex: "19000000105f69640014000000117600070000000500000000",
    canonical: #"{"_id":{"$numberInt":"20"},"v":{"$timestamp":{"t":5,"i":7}}}"#
  ),
  (
    hex: "19000000105f69640015000000127600ffffffffffffff7f00",
    canonical: #"{"_id":{"$numberInt":"21"},"v":{"$numberLong":"9223372036854775807"}}"#
  ),
  (
    hex: "21000000105f696400160000001376006e000000000000000000000000003c3000",
    canonical: #"{"_id":{"$numberInt":"22"},"v":{"$numberDecimal":"1.10"}}"#
  ),
  (
    hex: "21000000105f696400170000001376000000000000000000000000000000007c00",
    canonical: #"{"_id":{"$numberInt":"23"},"v":{"$numberDecimal":"NaN"}}"#
  ),
  (
    hex: "21000000105f69640018000000137600000000000000000000000000000046b000",
    canonical: #"{"_id":{"$numberInt":"24"},"v":{"$numberDecimal":"-0E+3"}}"#
  ),
  (
    hex: "11000000105f69640019000000ff760000",
    canonical: #"{"_id":{"$numberInt":"25"},"v":{"$minKey":1}}"#
  ),
  (
    hex: "11000000105f6964001a0000007f760000",
    canonical: #"{"_id":{"$numberInt":"26"},"v":{"$maxKey":1}}"#
  ),
  (
    hex: "33000000105f6964001b0000000376002200000002247265660002000000630007246964005f00000000000000000000020000",
    canonical: #"{"_id":{"$numberInt":"27"},"v":{"$ref":"c","$id":{"$oid":"5f0000000000000000000002"}}}"#
  ),
  (
    hex: "16000000105f6964001c000000027600010000000000",
    canonical: #"{"_id":{"$numberInt":"28"},"v":""}"#
  ),
  (
    hex: "16000000105f6964001d000000037600050000000000",
    canonical: #"{"_id":{"$numberInt":"29"},"v":{}}"#
  ),
  (
    hex: "16000000105f6964001e000000047600050000000000",
    canonical: #"{"_id":{"$numberInt":"30"},"v":[]}"#
  ),
]
