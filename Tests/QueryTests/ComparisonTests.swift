import Testing

@testable import Query

@Suite struct ComparisonTests {
  @Test(arguments: [
    Example(
      #"{"a":5}"#,
      [#"{"a":5.0}"#, #"{"a":{"$numberLong":"5"}}"#, #"{"a":{"$numberDecimal":"5.00"}}"#],
      not: [#"{"a":5.5}"#, #"{"a":true}"#]
    ),
    Example(
      #"{"a":{"$gt":{"$numberLong":"9007199254740992"}}}"#,
      [#"{"a":9007199254740993}"#],
      not: [#"{"a":9007199254740992.0}"#]
    ),
    Example(
      #"{"a":{"$lt":0.5}}"#,
      [#"{"a":{"$numberDecimal":"0.4999999999999999999"}}"#, #"{"a":-1e300}"#],
      not: [#"{"a":{"$numberDecimal":"0.50"}}"#]
    ),
    Example(
      #"{"a":{"$gt":-1.5}}"#,
      [#"{"a":-1}"#, #"{"a":0}"#, #"{"a":{"$numberDecimal":"-1.4999999999999999999"}}"#],
      not: [#"{"a":-2}"#, #"{"a":-1e10}"#]
    ),
    Example(
      #"{"a":{"$gt":1e300}}"#,
      [#"{"a":{"$numberDouble":"Infinity"}}"#, #"{"a":{"$numberDecimal":"1E+6000"}}"#],
      not: [#"{"a":9223372036854775807}"#]
    ),
    Example(
      #"{"a":{"$lt":{"$numberDecimal":"1E-6000"}}}"#,
      [#"{"a":0}"#, #"{"a":{"$numberDouble":"-Infinity"}}"#],
      not: [#"{"a":1e-300}"#]
    ),
    Example(
      #"{"a":{"$numberDouble":"NaN"}}"#,
      [#"{"a":{"$numberDecimal":"NaN"}}"#],
      not: [#"{"a":0}"#, #"{"a":null}"#]
    ),
    Example(#"{"a":{"$lte":{"$numberDouble":"NaN"}}}"#, [#"{"a":{"$numberDouble":"NaN"}}"#], not: [#"{"a":0}"#]),
    Example(#"{"a":{"$lt":5}}"#, [#"{"a":4}"#], not: [#"{"a":{"$numberDouble":"NaN"}}"#]),
    Example(
      #"{"a":null}"#,
      ["{}", #"{"a":null}"#, #"{"a":{"$undefined":true}}"#],
      not: [#"{"a":0}"#, #"{"a":""}"#, #"{"a":[]}"#]
    ),
    Example(#"{"a":{"$undefined":true}}"#, ["{}", #"{"a":null}"#], not: [#"{"a":0}"#]),
    Example(#"{"a":{"$gte":null}}"#, ["{}", #"{"a":null}"#], not: [#"{"a":0}"#]),
    Example(#"{"a":{"$gt":null}}"#, [], not: ["{}", #"{"a":null}"#, #"{"a":0}"#]),
    Example(#"{"a":{"$gt":false}}"#, [#"{"a":true}"#], not: [#"{"a":false}"#, #"{"a":1}"#]),
    Example(
      #"{"a":{"b":1,"c":2}}"#,
      [#"{"a":{"b":1.0,"c":2}}"#, #"{"a":[{"b":1,"c":2}]}"#],
      not: [#"{"a":{"c":2,"b":1}}"#, #"{"a":{"b":1,"c":2,"d":3}}"#, #"{"a":{"b":1}}"#]
    ),
    Example(#"{"a":{}}"#, [#"{"a":{}}"#], not: [#"{"a":{"b":1}}"#, #"{"a":[]}"#, "{}"]),
    Example(
      #"{"a":{"$gt":{"b":1}}}"#,
      [#"{"a":{"b":2}}"#, #"{"a":{"b":1,"a":0}}"#, #"{"a":{"c":0}}"#, #"{"a":{"a":"x"}}"#],
      not: [#"{"a":{"b":1}}"#, #"{"a":{}}"#, #"{"a":5}"#]
    ),
    Example(
      #"{"a":[1,2]}"#,
      [#"{"a":[1,2]}"#, #"{"a":[[1,2],3]}"#],
      not: [#"{"a":[2,1]}"#, #"{"a":[1,2,3]}"#, #"{"a":[1]}"#]
    ),
    Example(
      #"{"a":{"$gt":[1,2]}}"#,
      [#"{"a":[1,3]}"#, #"{"a":[1,2,0]}"#, #"{"a":["x"]}"#],
      not: [#"{"a":[1,2]}"#, #"{"a":[0,9]}"#, #"{"a":3}"#]
    ),
    Example(#"{"a":{"$ref":"t","$id":1}}"#, [#"{"a":{"$ref":"t","$id":1}}"#], not: [#"{"a":{"$ref":"t","$id":2}}"#]),
    Example(#"{"a":{"$symbol":"x"}}"#, [#"{"a":"x"}"#], not: [#"{"a":"y"}"#, #"{"a":{"$code":"x"}}"#]),
    Example(
      #"{"a":{"$gt":{"$binary":{"base64":"AQ==","subType":"00"}}}}"#,
      [
        #"{"a":{"$binary":{"base64":"Ag==","subType":"00"}}}"#, #"{"a":{"$binary":{"base64":"AAA=","subType":"00"}}}"#,
        #"{"a":{"$uuid":"00000000-0000-0000-0000-000000000000"}}"#,
      ],
      not: [#"{"a":{"$binary":{"base64":"AQ==","subType":"00"}}}"#, #"{"a":"Ag=="}"#]
    ),
    Example(
      #"{"a":{"$lt":{"$timestamp":{"t":5,"i":2}}}}"#,
      [#"{"a":{"$timestamp":{"t":5,"i":1}}}"#, #"{"a":{"$timestamp":{"t":4,"i":9}}}"#],
      not: [#"{"a":{"$timestamp":{"t":5,"i":2}}}"#, #"{"a":{"$date":0}}"#]
    ),
    Example(
      #"{"a":{"$code":"x"}}"#,
      [#"{"a":{"$code":"x"}}"#],
      not: [#"{"a":{"$code":"y"}}"#, #"{"a":{"$code":"x","$scope":{}}}"#]
    ),
    Example(
      #"{"a":{"$code":"x","$scope":{"b":1}}}"#,
      [#"{"a":{"$code":"x","$scope":{"b":1}}}"#],
      not: [#"{"a":{"$code":"x","$scope":{}}}"#, #"{"a":{"$code":"y","$scope":{"b":1}}}"#]
    ),
    Example(
      #"{"a":{"$dbPointer":{"$ref":"t","$id":{"$oid":"0123456789abcdef01234567"}}}}"#,
      [#"{"a":{"$dbPointer":{"$ref":"t","$id":{"$oid":"0123456789abcdef01234567"}}}}"#],
      not: [
        #"{"a":{"$dbPointer":{"$ref":"u","$id":{"$oid":"0123456789abcdef01234567"}}}}"#,
        #"{"a":{"$dbPointer":{"$ref":"t","$id":{"$oid":"0123456789abcdef01234568"}}}}"#,
      ]
    ),
    Example(#"{"a":{"$minKey":1}}"#, [#"{"a":{"$minKey":1}}"#], not: [#"{"a":null}"#, "{}", #"{"a":{"$maxKey":1}}"#]),
    Example(
      #"{"a":{"$gt":{"$minKey":1}}}"#,
      [#"{"a":5}"#, #"{"a":"x"}"#, #"{"a":{"$maxKey":1}}"#],
      not: [#"{"a":{"$minKey":1}}"#]
    ),
    Example(#"{"a":{"$lt":{"$maxKey":1}}}"#, [#"{"a":5}"#, #"{"a":[]}"#], not: [#"{"a":{"$maxKey":1}}"#]),
  ])
  func `values of one kind are compared, and no others`(example: Example) throws { try example.check() }

  @Test(arguments: [
    Example(
      #"{"a":{"$date":"2020-01-02T00:00:00Z"}}"#,
      [#"{"a":"2020-01-02T00:00:00.000Z"}"#, #"{"a":"2020-01-02T00:00:00Z"}"#],
      not: [#"{"a":"2020-01-02"}"#, #"{"a":"2020-01-02T00:00:00.0001Z"}"#, #"{"a":1577923200000}"#],
      isPlain: true
    ),
    Example(
      #"{"a":{"$gte":"2020-01-02"}}"#,
      [
        #"{"a":"2020-01-02T00:00:00Z"}"#, #"{"a":{"$date":"2020-01-02T00:00:00Z"}}"#, #"{"a":"2020-01-02"}"#,
        #"{"a":{"$date":{"$numberLong":"99999999999999999"}}}"#,
      ],
      not: [#"{"a":"2020-01-01T23:59:59.9999Z"}"#, #"{"a":{"$date":"2020-01-01T23:59:59.999Z"}}"#, #"{"a":20200102}"#]
    ),
    Example(
      #"{"a":"2020-01-02"}"#,
      [#"{"a":"2020-01-02"}"#, #"{"a":"2020-01-02T00:00:00.0Z"}"#, #"{"a":{"$date":"2020-01-02T00:00:00Z"}}"#],
      not: [#"{"a":"2020-01-02T00:00:01Z"}"#]
    ),
    // There is no such day.
    Example(#"{"a":{"$lt":"2020-02-30"}}"#, [#"{"a":"2020-01-31T00:00:00Z"}"#], not: [#"{"a":{"$date":0}}"#]),
    Example(
      #"{"a":{"$gt":"2020-01-02T00:00:00.5Z"}}"#,
      [#"{"a":"2020-01-02T00:00:00.5001Z"}"#, #"{"a":{"$date":"2020-01-02T00:00:00.501Z"}}"#],
      not: [
        #"{"a":"2020-01-02T00:00:00.500Z"}"#, #"{"a":"2020-01-02T00:00:00.49999Z"}"#,
        #"{"a":{"$date":"2020-01-02T00:00:00.5Z"}}"#,
      ]
    ),
    Example(
      #"{"a":{"$lt":"2020-01-02T00:00:00.50011Z"}}"#,
      [#"{"a":"2020-01-02T00:00:00.5001Z"}"#],
      not: [#"{"a":"2020-01-02T00:00:00.500110Z"}"#]
    ),
    Example(
      #"{"a":{"b":["2020-01-02T00:00:00Z"]}}"#,
      [#"{"a":{"b":[{"$date":"2020-01-02T00:00:00Z"}]}}"#],
      not: [#"{"a":{"b":["2020-01-02"]}}"#]
    ),
    Example(
      #"{"a":{"$gt":{"$date":0}}}"#,
      [#"{"a":"2020-01-02T00:00:00Z"}"#],
      not: [#"{"a":"x"}"#, #"{"a":5}"#, #"{"a":{"$timestamp":{"t":5,"i":1}}}"#]
    ),
  ])
  func `text that says a moment is compared as a date`(example: Example) throws { try example.check() }

  @Test(arguments: [
    Example(
      #"{"a":{"$oid":"0123456789abcdef01234567"}}"#,
      [#"{"a":"0123456789abcdef01234567"}"#, #"{"a":{"$oid":"0123456789ABCDEF01234567"}}"#],
      not: [#"{"a":"0123456789ABCDEF01234567"}"#, #"{"a":"0123456789abcdef01234568"}"#, #"{"a":"x"}"#]
    ),
    Example(
      #"{"a":"0123456789abcdef01234567"}"#,
      [#"{"a":{"$oid":"0123456789abcdef01234567"}}"#],
      not: [#"{"a":{"$oid":"0123456789abcdef01234568"}}"#]
    ),
    Example(
      #"{"a":"0123456789ABCDEF01234567"}"#,
      [#"{"a":"0123456789ABCDEF01234567"}"#],
      not: [#"{"a":{"$oid":"0123456789abcdef01234567"}}"#]
    ),
    Example(
      #"{"_id":{"$gt":{"$oid":"0123456789abcdef01234567"}}}"#,
      [#"{"_id":{"$oid":"0123456789abcdef01234568"}}"#, #"{"id":"0123456789abcdef0123456f"}"#],
      not: [#"{"_id":{"$oid":"0123456789abcdef01234567"}}"#, #"{"_id":"z"}"#]
    ),
  ])
  func `an ObjectId is its digits`(example: Example) throws { try example.check() }

  @Test(arguments: [
    Example(#"{"a":{"$type":"string"}}"#, [#"{"a":"x"}"#, #"{"a":[1,"x"]}"#], not: [#"{"a":1}"#, "{}"]),
    Example(#"{"a":{"$type":2}}"#, [#"{"a":"x"}"#], not: [#"{"a":1}"#]),
    Example(#"{"a":{"$type":"array"}}"#, [#"{"a":[]}"#, #"{"a":[[]]}"#], not: [#"{"a":{}}"#]),
    Example(#"{"a":{"$type":["object",10]}}"#, [#"{"a":{}}"#, #"{"a":null}"#], not: [#"{"a":[]}"#, "{}"]),
    Example(
      #"{"a":{"$type":"number"}}"#,
      [#"{"a":1}"#, #"{"a":1.5}"#, #"{"a":{"$numberDecimal":"1"}}"#],
      not: [#"{"a":"1"}"#]
    ),
    Example(#"{"a":{"$type":"int"}}"#, [#"{"a":1}"#], not: [#"{"a":{"$numberLong":"1"}}"#, #"{"a":1.0}"#]),
    Example(#"{"a":{"$type":"long"}}"#, [#"{"a":{"$numberLong":"1"}}"#], not: [#"{"a":1}"#]),
    Example(#"{"a":{"$type":"double"}}"#, [#"{"a":1.0}"#], not: [#"{"a":1}"#]),
    Example(#"{"a":{"$type":"decimal"}}"#, [#"{"a":{"$numberDecimal":"1"}}"#], not: [#"{"a":1.0}"#]),
    Example(
      #"{"a":{"$type":"int"}}"#,
      [#"{"a":1}"#, #"{"a":1.0}"#],
      not: [#"{"a":3000000000}"#, #"{"a":1.5}"#],
      isPlain: true
    ),
    Example(
      #"{"a":{"$type":"long"}}"#,
      [#"{"a":1}"#, #"{"a":3000000000}"#],
      not: [#"{"a":1.5}"#, #"{"a":9223372036854775808}"#],
      isPlain: true
    ),
    Example(
      #"{"a":{"$type":"double"}}"#,
      [#"{"a":1.5}"#, #"{"a":1}"#],
      not: [#"{"a":0.12345678901234567890}"#],
      isPlain: true
    ),
    Example(
      #"{"a":{"$type":"date"}}"#,
      [#"{"a":{"$date":0}}"#, #"{"a":"2020-01-02T00:00:00Z"}"#],
      not: [#"{"a":"2020-01-02"}"#]
    ),
    Example(
      #"{"a":{"$type":"objectId"}}"#,
      [#"{"a":{"$oid":"0123456789abcdef01234567"}}"#, #"{"a":"0123456789abcdef01234567"}"#],
      not: [#"{"a":"x"}"#]
    ),
    Example(#"{"a":{"$type":"bool"}}"#, [#"{"a":false}"#], not: [#"{"a":0}"#]),
    Example(
      #"{"a":{"$type":"binData"}}"#,
      [#"{"a":{"$uuid":"00000000-0000-0000-0000-000000000000"}}"#],
      not: [#"{"a":""}"#]
    ),
    Example(
      #"{"a":{"$type":["regex","symbol","timestamp"]}}"#,
      [
        #"{"a":{"$symbol":"x"}}"#, #"{"a":{"$timestamp":{"t":1,"i":1}}}"#,
        #"{"a":{"$regularExpression":{"pattern":"x","options":""}}}"#,
      ],
      not: [#"{"a":"x"}"#]
    ),
    Example(
      #"{"a":{"$type":["javascript","javascriptWithScope"]}}"#,
      [#"{"a":{"$code":"x"}}"#, #"{"a":{"$code":"x","$scope":{}}}"#],
      not: [#"{"a":"x"}"#]
    ),
    Example(
      #"{"a":{"$type":["undefined","dbPointer"]}}"#,
      [#"{"a":{"$undefined":true}}"#, #"{"a":{"$dbPointer":{"$ref":"t","$id":{"$oid":"0123456789abcdef01234567"}}}}"#],
      not: [#"{"a":null}"#]
    ),
    Example(#"{"a":{"$type":[-1,127]}}"#, [#"{"a":{"$minKey":1}}"#, #"{"a":{"$maxKey":1}}"#], not: [#"{"a":1}"#]),
  ])
  func `a type is named by a word or its number`(example: Example) throws { try example.check() }
}
