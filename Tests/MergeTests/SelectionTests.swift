import TestSupport
import Testing

@testable import Merge

/// Selecting by what stands in an object, and by when it was changed and created.
@Suite struct SelectionTests {
  private let world: World

  init() throws {
    world = try messages(
      backup: [
        World.stored("a", version: 1), World.stored("b", version: 2, createdDay: 1),
        [
          "_id": .objectID(Array(1...12)), "n": .int32(7), "at": .date(1_620_000_000_000), "tags": ["x", "y"],
          "_v": .int32(3),
        ],
        ["_id": "bin", "data": .binary(0, [1]), "n": .int32(9)], World.stored("kept"),
      ],
      export: [World.exported("kept")]
    )
  }

  private func keys(_ change: (inout PlanOptions) -> Void) throws -> [String] {
    let plan = try world.plan(change)
    return (try plan.recoveredIDs() + plan.withheld().keys).map { String($0.dropFirst("/db/Message/".count)) }.sorted()
  }

  private static let hex = "0102030405060708090a0b0c"

  @Test(
    arguments: [
      (#"{"n":7}"#, [hex]), (#"{"n":{"$gte":7}}"#, [hex, "bin"]), (#"{"n":{"$exists":false}}"#, ["a", "b"]),
      (#"{"text":{"$regex":"^TEXT OF A$","$options":"i"}}"#, ["a"]), (#"{"tags":"y"}"#, [hex]),
      (#"{"at":{"$gt":{"$date":"2021-05-02T00:00:00Z"}}}"#, [hex]), (#"{"at":"2021-05-03T00:00:00.000Z"}"#, [hex]),
      (#"{"createdAt":{"$lt":"2021-05-03T12:00:00Z"}}"#, ["a"]), (#"{"id":"/db/Message/a"}"#, ["a"]),
      (#"{"_id":"/db/Message/\#(hex)"}"#, [hex]), (#"{"version":{"$in":[2,3]}}"#, ["b"]),
      (#"{"$or":[{"n":9},{"version":1}]}"#, ["a", "bin"]), (#"{"nothing":1}"#, []), (#"{}"#, [hex, "a", "b", "bin"]),
      (#"{"_id":"/db/Message/kept"}"#, []),
    ] as [(String, [String])]
  )
  func `a query selects deleted objects as they would be written`(query: String, expected: [String]) throws {
    #expect(try keys { $0.selection.query = query } == expected)
  }

  @Test func `mapped names count in queries, and in Extended JSON what is stored`() throws {
    #expect(
      try keys {
        $0.selection.query = #"{"version":3}"#
        $0.comparison.mappedFields = ["_v": "version"]
      } == [Self.hex]
    )
    #expect(
      try keys {
        $0.selection.query = #"{"_id":{"$oid":"\#(Self.hex)"}}"#
        $0.outputFormat = .canonicalExtendedJSON
      } == [Self.hex]
    )
  }

  @Test(arguments: ["{", "[]", #"{"a":{"$near":1}}"#, #"{"a":{"$in":1}}"#, #"{"$where":"1"}"#])
  func `a query that cannot be understood is a mistake`(query: String) throws {
    #expect(throws: MergeError.self) { try world.plan { $0.selection.query = query } }
  }

  @Test(
    arguments: [
      (Period(after: 1_620_000_060_000), Period(), ["a", "b"]), (Period(after: 1_620_000_060_001), Period(), ["b"]),
      (Period(before: 1_620_000_060_001), Period(), ["a"]), (Period(before: 1_620_000_060_000), Period(), []),
      (Period(), Period(after: 1_620_000_000_000), ["a", "b"]), (Period(), Period(before: 1_620_086_400_000), ["a"]),
      (Period(after: 0), Period(after: 1_620_086_400_000), ["b"]),
    ] as [(Period, Period, [String])]
  )
  func `times select what says when it was changed and created`(changed: Period, created: Period, expected: [String])
    throws
  {
    #expect(
      try keys {
        $0.selection.changed = changed
        $0.selection.created = created
      } == expected
    )
  }

  @Test func `what is selected of nothing deleted is told, and conditions hold together`() throws {
    let none = try world.plan { $0.selection.query = #"{"n":1}"# }
    #expect(none.warnings.contains(Warning(table: nil, kind: .nothingDeleted)) && !none.isIncomplete)
    let both = try world.plan {
      $0.selection.query = #"{"version":1}"#
      $0.selection.ids = ["/db/Message/a", "/db/Message/b"]
    }
    #expect(try both.recoveredIDs() == ["/db/Message/a"])
    #expect(both.totals.selected == 1)
    let neither = try world.plan {
      $0.selection.query = #"{"version":1}"#
      $0.selection.ids = ["/db/Message/b"]
    }
    #expect(neither.warnings.contains(Warning(table: nil, kind: .nothingDeleted)))
  }
}
