import Testing

@testable import Query

@Suite struct PathTests {
  @Test(arguments: [
    Example(#"{"a.b":1}"#, [#"{"a":{"b":1}}"#, #"{"a":{"b":[1]}}"#], not: [#"{"a.b":1}"#, #"{"a":1}"#, "{}"]),
    Example(#"{"a.b":1}"#, [#"{"a":[{"b":2},{"b":1}]}"#], not: [#"{"a":[[{"b":1}]]}"#, #"{"a":[1]}"#]),
    Example(#"{"a.b.c":1}"#, [#"{"a":[{"b":[{"c":1}]}]}"#], not: [#"{"a":[{"b":1}]}"#]),
    // Each condition may be met in another element.
    Example(#"{"a.b":1,"a.c":1}"#, [#"{"a":[{"b":1},{"c":1}]}"#], not: [#"{"a":[{"b":1}]}"#]),
    Example(
      #"{"a.1":5}"#,
      [#"{"a":[4,5]}"#, #"{"a":{"1":5}}"#, #"{"a":[{"1":5}]}"#],
      not: [#"{"a":[5]}"#, #"{"a":[5,4]}"#]
    ),
    // An element that is named is not looked into.
    Example(#"{"a.0":5}"#, [#"{"a":[5]}"#], not: [#"{"a":[[5]]}"#]),
    Example(#"{"a.0.b":5}"#, [#"{"a":[{"b":5}]}"#, #"{"a":[[{"b":5}]]}"#], not: [#"{"a":[{},{"b":5}]}"#]),
    Example(#"{"a.0.1":5}"#, [#"{"a":[[4,5]]}"#], not: [#"{"a":[4,5]}"#]),
    Example(#"{"a.00":5}"#, [#"{"a":{"00":5}}"#], not: [#"{"a":[5]}"#]),
    Example(
      #"{"a.b":null}"#,
      ["{}", #"{"a":1}"#, #"{"a":{}}"#, #"{"a":[{}]}"#],
      not: [#"{"a":{"b":1}}"#, #"{"a":[]}"#, #"{"a":[1]}"#]
    ),
    Example(#"{"a.b":{"$exists":false}}"#, ["{}", #"{"a":[]}"#, #"{"a":[1]}"#], not: [#"{"a":[{},{"b":1}]}"#]),
    Example(#"{"a.b":{"$ne":1}}"#, [#"{"a":[{"b":2}]}"#, "{}"], not: [#"{"a":[{"b":2},{"b":1}]}"#]),
    Example(#"{"a.b":{"$size":1}}"#, [#"{"a":[{"b":[5]}]}"#], not: [#"{"a":[{"b":5}]}"#]),
    Example(#"{"a.b":{"$elemMatch":{"c":1}}}"#, [#"{"a":[{"b":[{"c":1}]}]}"#], not: [#"{"a":{"b":{"c":1}}}"#]),
    Example(#"{"a.":1}"#, [#"{"a":{"":1}}"#], not: [#"{"a":1}"#]),
    Example(#"{"":1}"#, [#"{"":1}"#], not: ["{}"]),
    Example(#"{"_id":5}"#, [#"{"_id":5}"#, #"{"id":5}"#], not: [#"{"_id":4,"id":5}"#, "{}"]),
    Example(#"{"id":5}"#, [#"{"id":5}"#, #"{"_id":5}"#], not: [#"{"id":4,"_id":5}"#]),
    Example(#"{"_id.x":5}"#, [#"{"id":{"x":5}}"#], not: [#"{"id":5}"#]),
    Example(#"{"$or":[{"_id":5}]}"#, [#"{"id":5}"#], not: [#"{"id":4}"#]),
    // It is that of the object itself alone.
    Example(#"{"a._id":5}"#, [#"{"a":{"_id":5}}"#], not: [#"{"a":{"id":5}}"#]),
    Example(#"{"a":{"$elemMatch":{"_id":5}}}"#, [#"{"a":[{"_id":5}]}"#], not: [#"{"a":[{"id":5}]}"#]),
  ])
  func `a path leads into objects and arrays as MongoDB's does`(example: Example) throws { try example.check() }

  @Test func `the members at which its paths begin are known`() throws {
    let query = #"{"a.b":1,"$or":[{"c":{"$elemMatch":{"d":1}}},{"$nor":[{"_id":1}]}]}"#
    #expect(try Query(json: query.utf8).members == ["a", "c", "_id", "id"])
  }
}
