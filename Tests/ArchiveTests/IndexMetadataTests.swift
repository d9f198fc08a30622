import TestSupport
import Testing

@testable import Archive

@Suite struct IndexMetadataTests {
  @Test func `the indexes are read as mongodump writes them`() throws {
    let metadata =
      #"{"options":{},"indexes":[{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_","ns":"app.T"},"#
      + #"{"v":{"$numberInt":"2"},"unique":true,"key":{"b":{"$numberInt":"1"},"a.c":{"$numberInt":"-1"}},"#
      + #""name":"pair","sparse":true}],"uuid":"2d2b8e5c2f5a4b7e9c0d1e2f3a4b5c6d","collectionName":"T"}"#
    let (plain, table) = (ArchiveWriter.Collection("P", []), ArchiveWriter.Collection("T", [], metadata: metadata))
    let prelude = try #require(try reading(ArchiveWriter.archive([plain, table])).prelude)
    #expect(prelude.namespaces[0].indexes == [])
    let indexes = prelude.namespaces[1].indexes
    #expect(indexes.map(\.name) == ["_id_", "pair"])
    #expect(indexes.map(\.fields) == [["_id"], ["b", "a.c"]])
    #expect(indexes.map(\.isUnique) == [false, true])
    #expect(indexes.map(\.isSparse) == [false, true])
    #expect(indexes.map { $0.filter == nil } == [true, true])
    #expect(indexes.map { $0.collation == nil } == [true, true])
  }

  @Test(arguments: [
    ("true", true), ("false", false), ("1", true), ("0", false), ("1.0", true), ("0.0", false), ("-1", true),
    (#"{"$numberInt":"1"}"#, true), (#"{"$numberInt":"0"}"#, false), (#"{"$numberLong":"1"}"#, true),
    (#"{"$numberLong":"0"}"#, false), (#"{"$numberDouble":"0.0"}"#, false), (#"{"$numberDouble":"1"}"#, true),
    ("null", false), (#""true""#, false),
    ("[]", false), ("{}", false),
  ])
  func `an option is set as a Boolean or as a number`(value: String, isSet: Bool) throws {
    let unique = try index(#"{"key":{"a":1},"name":"a_1","unique":\#(value)}"#)
    #expect(unique.isUnique == isSet)
    #expect(!unique.isSparse)
    let sparse = try index(#"{"key":{"a":1},"name":"a_1","sparse":\#(value)}"#)
    #expect(sparse.isSparse == isSet)
    #expect(!sparse.isUnique)
  }

  @Test(
    arguments: [#"{"$numberDouble":"1.0"}"#, #"{"$numberLong":1}"#]
  )
  func `an option is set as a double`(value: String) throws {
    #expect(try index(#"{"key":{"a":1},"name":"a_1","unique":\#(value)}"#).isUnique)
  }

  @Test(arguments: [
    ("", false, false), (#","partialFilterExpression":{}"#, true, false),
    (#","partialFilterExpression":{"a":{"$exists":true}}"#, true, false),
    (#","collation":{"locale":"de"}"#, false, true),
    (#","collation":{"locale":"simple"}"#, false, false), (#","collation":{}"#, false, false),
    (#","partialFilterExpression":{"a":1},"collation":{"locale":"en_US","strength":2}"#, true, true),
  ])
  func `filters and collations are seen`(options: String, isPartial: Bool, hasCollation: Bool) throws {
    let index = try index(#"{"key":{"a":1},"name":"a_1"\#(options)}"#)
    #expect((index.filter != nil) == isPartial)
    #expect((index.collation != nil) == hasCollation)
  }

  @Test(arguments: [
    ("", 3, false, false, false), (#","strength":1"#, 1, false, false, false),
    (#","strength":{"$numberInt":"2"},"caseLevel":true"#, 2, true, false, false),
    (#","strength":{"$numberDouble":"4.0"},"numericOrdering":true"#, 4, false, true, false),
    (#","alternate":"shifted","maxVariable":"punct""#, 3, false, false, true),
    (#","alternate":"non-ignorable","strength":"2""#, 3, false, false, false),
  ])
  func `the options of a collation are read`(
    options: String,
    strength: Int,
    hasCaseLevel: Bool,
    comparesNumbers: Bool,
    shiftsPunctuation: Bool
  ) throws {
    let collation = try index(#"{"key":{"a":1},"name":"a_1","collation":{"locale":"de"\#(options)}}"#).collation
    #expect(collation?.locale == "de")
    #expect(collation?.strength == strength)
    #expect(collation?.hasCaseLevel == hasCaseLevel)
    #expect(collation?.comparesNumbers == comparesNumbers)
    #expect(collation?.shiftsPunctuation == shiftsPunctuation)
  }

  @Test(arguments: [
    (#"{"key":{"a":1}}"#, "a", ["a"]), (#"{"key":{"b":"text","a":"2dsphere"},"name":7}"#, "b_a", ["b", "a"]),
    (#"{"name":"n","key":{"z":{"$numberLong":"1"},"a":-1.0,"m":"hashed"}}"#, "n", ["z", "a", "m"]),
    (#"{"name":"caf\u00e9","key":{"\u00e9.\"x\"":1}}"#, "café", [#"é."x""#]),
  ])
  func `an index has its fields in its order, and a name`(json: String, name: String, fields: [String]) throws {
    let index = try index(json)
    #expect(index.name == name)
    #expect(index.fields == fields)
  }

  @Test func `what is no index is left out, and the others stay`() {
    let json = #"{"indexes":[1,{"name":"no key"},{"key":{}},{"key":[1]},null,{"key":{"a":1},"name":"a_1"},[],"text"]}"#
    #expect(PreludeReader.indexes(metadata: json).map(\.name) == ["a_1"])
  }

  @Test(arguments: [
    "", " ", "{}", "{", #"{"indexes":[{"key":{"a":1}}"#, #"{"indexes":[{"key":{"a":1}}],}"#, "[]", "null", "x",
    #"{"indexes":{"key":{"a":1}}}"#, #"{"indexes":null}"#, #"{"indexes":[]}"#, #"{indexes:[{"key":{"a":1}}]}"#,
    #"{"indexes":[{"key":{"a":NumberInt(1)}}]}"#, #"{"indexes":[{"key":{"a":1}}],"options":{"x":"\q"}}"#,
    #"{"other":[{"key":{"a":1}}]}"#, "{\"indexes\":[{\"key\":{\"a\":1}}],\"\u{0}\":1}",
    String(repeating: #"{"a":"#, count: 100_000),
  ])
  func `metadata that cannot be read or name no index give none, and the documents stay`(metadata: String) throws {
    var table = collection("T", 2)
    table.metadata = metadata
    let reading = try reading(ArchiveWriter.archive([table]))
    #expect(reading.isWhole)
    #expect(reading.prelude?.namespaces.map(\.indexes) == [[]])
    #expect(reading.documents == ["app.T": table.documents])
  }

  /// The one index of metadata with this definition.
  private func index(_ definition: String) throws -> IndexDefinition {
    let indexes = PreludeReader.indexes(metadata: #"{"indexes":[\#(definition)]}"#)
    #expect(indexes.count == 1)
    return try #require(indexes.first)
  }
}
