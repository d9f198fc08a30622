import Testing
import Values

@testable import Query

@Suite struct RefusalTests {
  @Test(arguments: [
    ("", QueryError(.notJSON(offset: 0))), ("  ", .init(.notJSON(offset: 0))), ("[]", .init(.notJSON(offset: 0))),
    (#"{"a":1"#, .init(.notJSON(offset: 6))), (#"{"a":1} x"#, .init(.notJSON(offset: 8))),
    (#"{"a":x}"#, .init(.notJSON(offset: 5))), ("{a:1}", .init(.notJSON(offset: 1))),
    (#"{"a":{"$oid":"x"}}"#, .init(.malformedValue(key: "$oid"))),
    (#"{"a":{"$gt":{"$date":"today"}}}"#, .init(.malformedValue(key: "$date"))),
    (#"{"$where":"1"}"#, .init(.unknownOperator("$where"))), (#"{"$expr":{}}"#, .init(.unknownOperator("$expr"))),
    (#"{"$text":{}}"#, .init(.unknownOperator("$text"))),
    (#"{"$jsonSchema":{}}"#, .init(.unknownOperator("$jsonSchema"))),
    (#"{"a":{"$near":[1,2]}}"#, .init(.unknownOperator("$near"), path: "a")),
    (#"{"a":{"$geoWithin":{}}}"#, .init(.unknownOperator("$geoWithin"), path: "a")),
    (#"{"a.b":{"$gt":1,"$typo":2}}"#, .init(.unknownOperator("$typo"), path: "a.b")),
    (#"{"a":{"$gt":1,"b":2}}"#, .init(.unknownOperator("b"), path: "a")),
    (#"{"$and":[{"a":1},{"b":{"$typo":1}}]}"#, .init(.unknownOperator("$typo"), path: "b")),
    (#"{"a":{"$elemMatch":{"b":{"$typo":1}}}}"#, .init(.unknownOperator("$typo"), path: "a.b")),
    (#"{"a":{"$elemMatch":{"$or":[{"c":{"$typo":1}}]}}}"#, .init(.unknownOperator("$typo"), path: "a.c")),
    (#"{"$gt":1}"#, .init(.misplacedOperator("$gt"))), (#"{"$not":{"a":1}}"#, .init(.misplacedOperator("$not"))),
    (#"{"a":{"$or":[]}}"#, .init(.misplacedOperator("$or"), path: "a")),
    (#"{"a":{"$in":[{"$gt":1}]}}"#, .init(.misplacedOperator("$gt"), path: "a")),
    (#"{"a":{"$all":[{"$gt":1}]}}"#, .init(.misplacedOperator("$gt"), path: "a")),
    (#"{"$or":[]}"#, .init(.wrongArgument(of: "$or", takes: .queries))),
    (#"{"$and":{"a":1}}"#, .init(.wrongArgument(of: "$and", takes: .queries))),
    (#"{"$nor":[1]}"#, .init(.wrongArgument(of: "$nor", takes: .queries))),
    (#"{"a":{"$in":1}}"#, .init(.wrongArgument(of: "$in", takes: .values), path: "a")),
    (#"{"a":{"$nin":{}}}"#, .init(.wrongArgument(of: "$nin", takes: .values), path: "a")),
    (#"{"a":{"$all":1}}"#, .init(.wrongArgument(of: "$all", takes: .values), path: "a")),
    (#"{"a":{"$exists":"yes"}}"#, .init(.wrongArgument(of: "$exists", takes: .boolean), path: "a")),
    (#"{"a":{"$type":"text"}}"#, .init(.wrongArgument(of: "$type", takes: .type), path: "a")),
    (#"{"a":{"$type":20}}"#, .init(.wrongArgument(of: "$type", takes: .type), path: "a")),
    (#"{"a":{"$type":["string",null]}}"#, .init(.wrongArgument(of: "$type", takes: .type), path: "a")),
    (#"{"a":{"$type":[]}}"#, .init(.wrongArgument(of: "$type", takes: .type), path: "a")),
    (#"{"a":{"$size":1.5}}"#, .init(.wrongArgument(of: "$size", takes: .size), path: "a")),
    (#"{"a":{"$size":-1}}"#, .init(.wrongArgument(of: "$size", takes: .size), path: "a")),
    (#"{"a":{"$size":"1"}}"#, .init(.wrongArgument(of: "$size", takes: .size), path: "a")),
    (#"{"a":{"$mod":[0,1]}}"#, .init(.wrongArgument(of: "$mod", takes: .divisorAndRemainder), path: "a")),
    (#"{"a":{"$mod":[4]}}"#, .init(.wrongArgument(of: "$mod", takes: .divisorAndRemainder), path: "a")),
    (#"{"a":{"$mod":["4",1]}}"#, .init(.wrongArgument(of: "$mod", takes: .divisorAndRemainder), path: "a")),
    (#"{"a":{"$elemMatch":[1]}}"#, .init(.wrongArgument(of: "$elemMatch", takes: .query), path: "a")),
    (#"{"a":{"$not":1}}"#, .init(.wrongArgument(of: "$not", takes: .operators), path: "a")),
    (#"{"a":{"$not":{}}}"#, .init(.wrongArgument(of: "$not", takes: .operators), path: "a")),
    (#"{"a":{"$regex":1}}"#, .init(.wrongArgument(of: "$regex", takes: .pattern), path: "a")),
    (#"{"a":{"$options":"i"}}"#, .init(.wrongArgument(of: "$options", takes: .patternOptions), path: "a")),
    (#"{"a":{"$regex":"x","$options":1}}"#, .init(.wrongArgument(of: "$options", takes: .patternOptions), path: "a")),
    (#"{"a":{"$regex":"x","$options":"g"}}"#, .init(.wrongArgument(of: "$options", takes: .patternOptions), path: "a")),
    (#"{"a":{"$regex":"("}}"#, .init(.malformedPattern("("), path: "a")),
    (#"{"a":{"$in":[{"$regularExpression":{"pattern":"[","options":""}}]}}"#, .init(.malformedPattern("["), path: "a")),
    (
      #"{"a":{"$ne":{"$regularExpression":{"pattern":"x","options":""}}}}"#,
      .init(.wrongArgument(of: "$ne", takes: .value), path: "a")
    ),
    (
      #"{"a":{"$gt":{"$regularExpression":{"pattern":"x","options":""}}}}"#,
      .init(.wrongArgument(of: "$gt", takes: .value), path: "a")
    ),
  ])
  func `what is no query is refused, with its place`(query: String, error: QueryError) {
    #expect(refusal(query) == error)
  }

  @Test func `the nesting of queries is limited, however they come`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: #"{"$or":["#, count: depth) + "{}" + String(repeating: "]}", count: depth)
    }
    #expect(refusal(nested(49)) == nil)
    #expect(refusal(nested(50))?.cause == .tooDeep)
    var query = TypedValue.object([])
    for depth in 1...200 {
      query = .object([.init(name: Array("$or".utf8), value: .array([query]))])
      if depth == 99 { _ = try Query(query) }
    }
    #expect(throws: QueryError(.tooDeep)) { try Query(query) }
    var operators = TypedValue.object([.init(name: Array("$eq".utf8), value: .null)])
    for _ in 1...200 { operators = .object([.init(name: Array("$not".utf8), value: operators)]) }
    #expect(throws: QueryError(.tooDeep, path: "a")) {
      try Query(.object([.init(name: Array("a".utf8), value: operators)]))
    }
  }
}
