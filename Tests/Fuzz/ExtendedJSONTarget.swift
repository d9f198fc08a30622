import Export
import ExtendedJSON
import JSONStream

/// The reader of table files in Extended JSON.
struct ExtendedJSONTarget: FuzzTarget {
  private let file = InputFile()

  func read(_ input: UnsafeRawBufferPointer) {
    let outcome = TableFileOutcome.read(input, in: file, .extendedJSON, ExtendedJSONWriter(.canonical)) { $0.bytes }
    for object in outcome?.values ?? [] {
      var decoder = ExtendedJSONDecoder(ExtendedJSONWriter(.canonical))
      var scanner = JSONScanner(maxDepth: .max)
      demand(scanner.scan(whole: object, into: &decoder) == object.count, "what is written is JSON")
      demand(decoder.malformedKey == nil, "what is written has no malformed wrapper")
      demand(decoder.sink.bytes == object, "what is written is written again as it is")
    }
  }

  static var seeds: [[UInt8]] {
    let wrappers = [
      #"{"$oid":"0abcdef0123456789abcdeff"}"#, #"{"$symbol":"s"}"#, #"{"$numberInt":"1"}"#, #"{"$numberLong":"-2"}"#,
      #"{"$numberDouble":"-Infinity"}"#, #"{"$numberDecimal":"1.5E+3"}"#,
      #"{"$binary":{"base64":"AQI=","subType":"00"}}"#, #"{"$binary":"AQI=","$type":"00"}"#,
      #"{"$uuid":"00112233-4455-6677-8899-aabbccddeeff"}"#, #"{"$code":"f()"}"#, #"{"$code":"f()","$scope":{"a":1}}"#,
      #"{"$timestamp":{"t":1,"i":2}}"#, #"{"$regularExpression":{"pattern":"a","options":"i"}}"#,
      #"{"$regex":"a","$options":"i"}"#, #"{"$dbPointer":{"$ref":"a","$id":{"$oid":"0abcdef0123456789abcdeff"}}}"#,
      #"{"$date":{"$numberLong":"1"}}"#, #"{"$date":"2021-05-03T00:00:00.001Z"}"#, #"{"$date":1}"#, #"{"$minKey":1}"#,
      #"{"$maxKey":1}"#, #"{"$undefined":true}"#, #"{"$other":[1,1.5,12345678901]}"#,
    ]
    let all = wrappers.enumerated().map { "\"m\($0)\":\($1)" }.joined(separator: ",")
    let texts = wrappers.map { "{\"_id\":\($0)}\n" } + ["[{\(all)}]", "[{},{\"a\":[{}]}]"]
    return texts.map { Array($0.utf8) }
  }
}
