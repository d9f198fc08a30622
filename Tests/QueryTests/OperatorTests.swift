import Testing

@testable import Query

@Suite struct OperatorTests {
  @Test(arguments: [
    Example("{}", ["{}", #"{"a":1}"#], not: []),
    Example(#" {"a":1} "#, [#"{"a":1}"#, #"{"b":2,"a":1}"#], not: [#"{"a":2}"#, #"{"a":"1"}"#, "{}"]),
    Example(#"{"a":1,"b":"x"}"#, [#"{"a":1,"b":"x"}"#], not: [#"{"a":1}"#, #"{"a":2,"b":"x"}"#]),
    Example(#"{"a":{"$eq":1}}"#, [#"{"a":1}"#, #"{"a":[2,1]}"#], not: [#"{"a":2}"#, #"{"a":[[1]]}"#, "{}"]),
    Example(
      #"{"a":{"$ne":1}}"#,
      [#"{"a":2}"#, "{}", #"{"a":[2]}"#, #"{"a":"1"}"#],
      not: [#"{"a":1}"#, #"{"a":[1,2]}"#]
    ),
    Example(
      #"{"a":{"$gt":5}}"#,
      [#"{"a":6}"#, #"{"a":[1,6]}"#],
      not: [#"{"a":5}"#, #"{"a":"6"}"#, #"{"a":null}"#, "{}"]
    ),
    Example(#"{"a":{"$gte":5}}"#, [#"{"a":5}"#, #"{"a":5.5}"#], not: [#"{"a":4}"#, #"{"a":true}"#, #"{"a":[]}"#]),
    Example(#"{"a":{"$lt":"m"}}"#, [#"{"a":"a"}"#, #"{"a":""}"#], not: [#"{"a":"m"}"#, #"{"a":"ma"}"#, #"{"a":1}"#]),
    Example(#"{"a":{"$lte":"m"}}"#, [#"{"a":"m"}"#, #"{"a":"M"}"#], not: [#"{"a":"n"}"#]),
    // Each bound may be met by another element.
    Example(#"{"a":{"$gt":5,"$lt":7}}"#, [#"{"a":6}"#, #"{"a":[1,9]}"#], not: [#"{"a":5}"#, #"{"a":[8,9]}"#]),
    Example(#"{"a":{"$in":[1,"x"]}}"#, [#"{"a":1}"#, #"{"a":["x"]}"#], not: [#"{"a":2}"#, "{}"]),
    Example(#"{"a":{"$in":[]}}"#, [], not: ["{}", #"{"a":[]}"#]),
    Example(#"{"a":{"$in":[null]}}"#, ["{}", #"{"a":null}"#, #"{"a":[null]}"#], not: [#"{"a":0}"#, #"{"a":[]}"#]),
    Example(
      #"{"a":{"$in":[{"$regularExpression":{"pattern":"^x","options":"i"}},7]}}"#,
      [#"{"a":"Xy"}"#, #"{"a":7}"#],
      not: [#"{"a":"yx"}"#, #"{"a":8}"#]
    ),
    Example(#"{"a":{"$nin":[1,2]}}"#, [#"{"a":3}"#, "{}", #"{"a":[3]}"#], not: [#"{"a":1}"#, #"{"a":[3,2]}"#]),
    Example(
      #"{"$and":[{"a":1},{"b":2}]}"#,
      [#"{"a":1,"b":2}"#, #"{"a":[1],"b":[2]}"#],
      not: [#"{"a":1}"#, #"{"b":2}"#]
    ),
    Example(#"{"$or":[{"a":1},{"b":2}]}"#, [#"{"a":1}"#, #"{"b":2}"#], not: ["{}", #"{"a":2,"b":1}"#]),
    Example(#"{"$nor":[{"a":1},{"b":2}]}"#, ["{}", #"{"a":2,"b":1}"#], not: [#"{"a":1}"#, #"{"b":2}"#]),
    Example(#"{"c":3,"$or":[{"a":1},{"b":2}]}"#, [#"{"a":1,"c":3}"#], not: [#"{"a":1}"#, #"{"c":3}"#]),
    Example(#"{"a":{"$not":{"$gt":5}}}"#, [#"{"a":5}"#, "{}", #"{"a":"x"}"#], not: [#"{"a":6}"#, #"{"a":[1,6]}"#]),
    Example(
      #"{"a":{"$not":{"$gt":5,"$lt":7}}}"#,
      [#"{"a":5}"#, #"{"a":[8]}"#],
      not: [#"{"a":6}"#, #"{"a":[1,9]}"#]
    ),
    Example(#"{"a":{"$not":{"$regex":"x","$options":"i"}}}"#, [#"{"a":"y"}"#, "{}"], not: [#"{"a":"X"}"#]),
    Example(#"{"a":{"$not":{"$not":{"$eq":1}}}}"#, [#"{"a":1}"#], not: [#"{"a":2}"#]),
    Example(#"{"a":{"$exists":true}}"#, [#"{"a":null}"#, #"{"a":[]}"#], not: ["{}", #"{"b":1}"#]),
    Example(#"{"a":{"$exists":false}}"#, ["{}"], not: [#"{"a":null}"#, #"{"a":0}"#]),
    Example(#"{"a":{"$exists":1}}"#, [#"{"a":0}"#], not: ["{}"]),
    Example(#"{"a":{"$exists":0.0}}"#, ["{}"], not: [#"{"a":0}"#]),
    Example(
      #"{"a":{"$size":2}}"#,
      [#"{"a":[1,2]}"#, #"{"a":[[1],[2]]}"#],
      not: [#"{"a":[1]}"#, #"{"a":2}"#, #"{"a":[[1,2]]}"#]
    ),
    Example(#"{"a":{"$size":0.0}}"#, [#"{"a":[]}"#], not: ["{}", #"{"a":{}}"#]),
    Example(
      #"{"a":{"$all":[1,2]}}"#,
      [#"{"a":[2,3,1]}"#],
      not: [#"{"a":[1]}"#, #"{"a":1}"#, #"{"a":[[1,2]]}"#]
    ),
    Example(#"{"a":{"$all":[1]}}"#, [#"{"a":1}"#, #"{"a":[1]}"#], not: [#"{"a":2}"#]),
    Example(#"{"a":{"$all":[[1,2]]}}"#, [#"{"a":[1,2]}"#, #"{"a":[[1,2]]}"#], not: [#"{"a":[2,1]}"#]),
    Example(#"{"a":{"$all":[]}}"#, [], not: ["{}", #"{"a":[]}"#, #"{"a":1}"#]),
    Example(#"{"a":{"$all":[null]}}"#, ["{}", #"{"a":[1,null]}"#], not: [#"{"a":[1]}"#]),
    Example(
      #"{"a":{"$all":[{"$elemMatch":{"b":1,"c":1}},{"$elemMatch":{"b":2}}]}}"#,
      [#"{"a":[{"b":1,"c":1},{"b":2}]}"#],
      not: [#"{"a":[{"b":1,"c":1}]}"#, #"{"a":[{"b":1},{"c":1},{"b":2}]}"#]
    ),
    Example(
      #"{"a":{"$elemMatch":{"$gt":5,"$lt":7}}}"#,
      [#"{"a":[1,6]}"#],
      not: [#"{"a":[1,9]}"#, #"{"a":6}"#, #"{"a":[[6]]}"#, "{}"]
    ),
    Example(#"{"a":{"$elemMatch":{"$ne":1}}}"#, [#"{"a":[1,2]}"#], not: [#"{"a":[1]}"#, #"{"a":[]}"#]),
    Example(#"{"a":{"$elemMatch":{"$not":{"$gt":5}}}}"#, [#"{"a":[1,9]}"#], not: [#"{"a":[9]}"#]),
    Example(
      #"{"a":{"$elemMatch":{"$elemMatch":{"$eq":1}}}}"#,
      [#"{"a":[[2],[1]]}"#],
      not: [#"{"a":[1]}"#, #"{"a":[[[1]]]}"#]
    ),
    Example(
      #"{"a":{"$elemMatch":{"b":1,"c":{"$gt":1}}}}"#,
      [#"{"a":[{"b":1,"c":2}]}"#, #"{"a":[0,{"c":[0,5],"b":1}]}"#],
      not: [#"{"a":[{"b":1},{"c":2}]}"#, #"{"a":{"b":1,"c":2}}"#]
    ),
    Example(
      #"{"a":{"$elemMatch":{"$or":[{"b":1},{"c":1}]}}}"#,
      [#"{"a":[{"c":1}]}"#],
      not: [#"{"a":[{"b":2}]}"#, #"{"a":[1]}"#]
    ),
    Example(#"{"a":{"$elemMatch":{"1":5}}}"#, [#"{"a":[[0,5]]}"#, #"{"a":[{"1":5}]}"#], not: [#"{"a":[0,5]}"#]),
    Example(#"{"a":{"$elemMatch":{}}}"#, [#"{"a":[{}]}"#, #"{"a":[[]]}"#], not: [#"{"a":[1]}"#, #"{"a":[]}"#]),
    Example(
      #"{"a":{"$mod":[4,1]}}"#,
      [#"{"a":5}"#, #"{"a":[2,9]}"#, #"{"a":5.9}"#],
      not: [#"{"a":4}"#, #"{"a":"5"}"#, "{}"]
    ),
    Example(#"{"a":{"$mod":[4,-1]}}"#, [#"{"a":-5}"#], not: [#"{"a":3}"#]),
    Example(
      #"{"a":{"$mod":[-1,0]}}"#,
      [#"{"a":-9223372036854775808}"#],
      not: [#"{"a":1e300}"#, #"{"a":{"$numberDouble":"NaN"}}"#]
    ),
  ])
  func `an operator asks what MongoDB's asks`(example: Example) throws { try example.check() }

  @Test(arguments: [
    Example(
      #"{"a":{"$regex":"^ab"}}"#,
      [#"{"a":"abc"}"#, #"{"a":["x","ab"]}"#],
      not: [#"{"a":"xab"}"#, #"{"a":5}"#, "{}"]
    ),
    Example(#"{"a":{"$regex":"^AB","$options":"i"}}"#, [#"{"a":"abc"}"#], not: [#"{"a":"xab"}"#]),
    Example(#"{"a":{"$options":"i","$regex":"ab","$ne":"ab"}}"#, [#"{"a":"AB"}"#], not: [#"{"a":"ab"}"#]),
    Example(
      #"{"a":{"$regularExpression":{"pattern":"b$","options":""}}}"#,
      [#"{"a":"ab"}"#, #"{"a":{"$regularExpression":{"pattern":"b$","options":""}}}"#],
      not: [#"{"a":"ba"}"#, #"{"a":{"$regularExpression":{"pattern":"b$","options":"i"}}}"#]
    ),
    Example(#"{"a":{"$regex":"^b$"}}"#, [#"{"a":"b"}"#], not: [#"{"a":"a\nb\nc"}"#]),
    Example(#"{"a":{"$regex":"^b$","$options":"m"}}"#, [#"{"a":"a\nb\nc"}"#], not: [#"{"a":"ab"}"#, #"{"a":"a\rb"}"#]),
    Example(#"{"a":{"$regex":"a.b"}}"#, [#"{"a":"a-b"}"#, #"{"a":"a\rb"}"#], not: [#"{"a":"a\nb"}"#]),
    Example(#"{"a":{"$regex":"a.b","$options":"s"}}"#, [#"{"a":"a\nb"}"#], not: [#"{"a":"ab"}"#]),
    Example(#"{"a":{"$regex":"a b # c","$options":"x"}}"#, [#"{"a":"ab"}"#], not: [#"{"a":"a b"}"#]),
    Example(#"{"a":{"$regex":"^\\p{Lu}é.$"}}"#, [#"{"a":"Äé😀"}"#], not: [#"{"a":"äéx"}"#]),
    Example(
      #"{"a":{"$regex":{"$regularExpression":{"pattern":"x","options":"i"}}}}"#,
      [#"{"a":"X"}"#],
      not: [#"{"a":"y"}"#]
    ),
    Example(#"{"a":{"$elemMatch":{"$regex":"x"}}}"#, [#"{"a":["x"]}"#], not: [#"{"a":"x"}"#]),
    Example(
      #"{"a":{"$all":[{"$regex":"x","$options":""},{"$regex":"y","$options":""}]}}"#,
      [#"{"a":["ax","by"]}"#, #"{"a":"xy"}"#],
      not: [#"{"a":["x"]}"#]
    ),
    Example(
      #"{"a":{"$regex":"x"}}"#,
      [#"{"a":{"$symbol":"x"}}"#],
      not: [#"{"a":{"$code":"x"}}"#, #"{"a":{"x":"x"}}"#]
    ),
    // To `$eq` it is a value like any other.
    Example(
      #"{"a":{"$eq":{"$regularExpression":{"pattern":"x","options":"im"}}}}"#,
      [#"{"a":{"$regularExpression":{"pattern":"x","options":"mi"}}}"#],
      not: [#"{"a":"x"}"#]
    ),
  ])
  func `a regular expression is looked for in text`(example: Example) throws { try example.check() }

  @Test(.timeLimit(.minutes(1))) func `a pattern that takes too many steps is given up`() throws {
    let query = try Query(json: #"{"a":{"$regex":"(a+)+$"}}"#.utf8)
    let text = String(repeating: "a", count: 60)
    #expect(query.matches(try object(#"{"a":"\#(text)"}"#)))
    #expect(!query.matches(try object(#"{"a":"\#(text)b"}"#)))
  }
}
