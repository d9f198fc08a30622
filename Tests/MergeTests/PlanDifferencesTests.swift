import Foundation
import TestSupport
import Testing
import Values

@testable import Merge

/// What a plan says of the objects that are on both sides and differ.
@Suite struct PlanDifferencesTests {
  /// The changed objects of a table, each as its id, its reason and the paths that differ.
  private func changed(
    _ world: World,
    _ table: String = "Message",
    limit: Int? = nil,
    _ change: (inout PlanOptions) -> Void = { _ in }
  ) throws -> [String] {
    let plan = try world.plan { options in
      options.differences = DifferenceOptions()
      options.differences?.limit = limit
      change(&options)
    }
    return try lines(plan, table)
  }

  private func lines(_ plan: Plan, _ table: String = "Message") throws -> [String] {
    var lines: [String] = []
    try plan.forEachChanged(in: try plan.table(table)) { object in
      lines.append("\(object.id) \(object.reason.rawValue) \(object.differences.map(Self.path).joined(separator: " "))")
    }
    return lines
  }

  private static func path(_ difference: Difference) -> String {
    difference.path.map { step in
      switch step {
      case .member(let name): String(decoding: name, as: UTF8.self)
      case .position(let position): String(position)
      }
    }.joined(separator: ".")
  }

  private func world() throws -> World {
    try messages(
      backup: (1...5).map { World.stored("k\($0)") },
      export: [
        World.exported("k3", text: "other"), World.exported("k2", version: 2, text: "new"), World.exported("k1"),
        World.exported("k5", version: 3, text: "newer"), World.exported("k6"),
      ]
    )
  }

  @Test func `changed objects come in the order of their ids`() throws {
    #expect(
      try changed(try world()) == [
        "/db/Message/k2 updated text", "/db/Message/k3 same-version text", "/db/Message/k5 updated text",
      ]
    )
    #expect(try changed(try world(), limit: 1) == ["/db/Message/k2 updated text"])
  }

  @Test func `evidence and values are those of both sides`() throws {
    let world = try world()
    let plan = try world.plan { $0.differences = DifferenceOptions() }
    let table = try plan.table("Message")
    #expect(plan.changedCount(in: table) == 3)
    var first: ChangedObject?
    try plan.forEachChanged(in: table) { first = first ?? $0 }
    #expect(first?.backup.version == 1 && first?.current.version == 2)
    let change = Difference.Change.changed(from: .text(Array("text of k2".utf8)), to: .text(Array("new".utf8)))
    #expect(first?.differences.map(\.change) == [change])
  }

  @Test func `only the ids that were named are told`() throws {
    #expect(
      try changed(try world()) { $0.selection.ids = ["/db/Message/k5", "/db/Message/k1", "/db/Message/k4"] }
        == ["/db/Message/k5 updated text"]
    )
  }

  @Test func `nothing is kept and nothing told where it was not asked for`() throws {
    let world = try world()
    let plan = try world.plan()
    #expect(plan.changedCount(in: try plan.table("Message")) == 0)
    #expect(try lines(plan) == [])
  }

  @Test func `all changed objects are told, and hints of form are the same as ever`() throws {
    let world = try messages(
      backup: keys(1...600).map { ["_id": .string($0), "version": .int32(1), "old": "e", "n": .int32(1)] },
      export: keys(1...600).map { #"{"id":"/db/Message/\#($0)","version":1,"new":"e","n":1}"# }
    )
    let all = try changed(world)
    #expect(all.count == 600 && all.allSatisfy { $0.hasSuffix("same-version old new") })
    #expect(all == all.sorted())
    let told = try world.plan { $0.differences = DifferenceOptions() }
    #expect(told.warnings == (try world.plan().warnings))
    #expect(try changed(world) { $0.comparison.mappedFields = ["old": "new"] } == [])
    #expect(try changed(world) { $0.comparison.ignoredFields = ["old"] }.first?.hasSuffix(" new") == true)
  }

  @Test func `values that the schema makes equal are no difference`() throws {
    let world = try messages(
      backup: [["_id": "k1", "born": .date(0), "tags": ["b", "a"], "n": .int32(1)]],
      export: [#"{"id":"/db/Message/k1","born":"1970-01-01","tags":["a","b"],"n":2}"#]
    )
    #expect(try changed(world) == ["/db/Message/k1 content born tags.0 n"])
    let schema = Schema([
      .init(name: "Message", fields: ["born": .date, "tags": .set(.string), "n": .integer])
    ])
    #expect(try changed(world) { $0.comparison.schema = schema } == ["/db/Message/k1 content n"])
  }

  @Test func `an object of a class of its own is found among those of its superclass`() throws {
    let schema = Schema([
      .init(name: "Animal", fields: ["name": .string]),
      .init(name: "Cat", superclass: "Animal", fields: ["born": .dateTime]),
      .init(name: "Dog", superclass: "Animal", fields: ["born": .date]),
    ])
    let world = try World(
      backup: [
        .init("Animal", [["_id": "1", "name": "Tom"]]),
        .init("Dog", [["_id": "2", "name": "Rex", "born": .date(0)]]),
      ],
      export: [
        "Animal.json": World.array([
          #"{"id":"/db/Dog/2","name":"Max","born":"1970-01-01T00:00:00Z"}"#, #"{"id":"/db/Animal/1","name":"Tom"}"#,
        ])
      ]
    )
    let plan = try world.plan { options in
      options.comparison.schema = schema
      options.differences = DifferenceOptions()
    }
    // Compared by its own class, a day is not a moment.
    #expect(try lines(plan, "Animal") == ["/db/Dog/2 content name born"])
  }

  @Test func `a stored key that is percent-encoded is told by its id`() throws {
    let world = try messages(
      backup: [["_id": "a%2Fb", "n": .int32(1)]],
      export: [#"{"id":"/db/Message/a%2Fb","n":2}"#]
    )
    #expect(try changed(world) == ["/db/Message/a%2Fb content n"])
  }

  @Test func `a second backup has types, and stored names`() throws {
    let world = try messages(backup: [["_id": "k1", "_v": .int32(1), "n": "5", "m": .int32(1)]], export: [])
    let other = ArchiveWriter.Collection("Message", [["_id": "k1", "_v": .int32(2), "n": .int32(5), "m": .double(1)]])
    let current = try world.folder.write(ArchiveWriter.archive([other]), to: "current.archive")
    let lines = try changed(world) { options in
      options.current = [current]
      options.comparison.mappedFields = ["_v": "version"]
    }
    #expect(lines == ["/db/Message/k1 updated n"])
  }

  @Test func `an export that has changed since it was read is damaged`() throws {
    let world = try world()
    let plan = try world.plan { $0.differences = DifferenceOptions() }
    try world.folder.write(World.array([World.exported("k2")]), to: "export/Message.json")
    let path = "\(world.export)/Message.json"
    #expect(throws: MergeError.damagedExport(.changed(path: path))) { _ = try lines(plan) }
  }
}
