import Foundation
import TestSupport
import Testing
import Values

@testable import Merge
@testable import Regraft

@Suite struct DrillTests {
  private func drill(
    _ world: World,
    objects: Int = 20,
    _ change: (inout PlanOptions) -> Void = { _ in }
  ) throws -> DrillResult {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    change(&options)
    var drill = Drill(options, seed: 1)
    drill.objectsPerTable = objects
    return try drill.run()
  }

  @Test func `all but one unchanged object may be taken out, whatever a guard would say of the rest`() throws {
    let world = try World(
      backup: [.init("Message", (0..<300).map { World.stored("k\($0)", createdDay: Int64($0 % 9)) })],
      export: ["Message.json": World.array((0..<300).map { World.exported("k\($0)", createdDay: Int64($0 % 9)) })]
    )
    let result = try drill(world, objects: 1000)
    #expect(result.isPassed && result.drilled == 299 && result.tables[0].unchanged == 300)
    #expect(result.tables[0].recovered == 299)
  }

  @Test func `only what is unchanged is drawn`() throws {
    let current = (2...9).map { World.exported("k\($0)", version: $0 < 5 ? 2 : 1, text: $0 < 5 ? "new" : nil) }
    let world = try World(
      backup: [.init("Message", (1...9).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array(current + [World.exported("created")])]
    )
    let result = try drill(world)
    #expect(result.isPassed)
    #expect(result.tables[0].drilled == (5...9).map { "/db/Message/k\($0)" })
  }

  @Test func `every form of an export is drilled, in several files too`() throws {
    let lines = (1...6).map { #"{"_id":"k\#($0)","version":{"$numberLong":"1"},"n":{"$numberInt":"\#($0)"}}"# }
    let documents: [Document] = (1...6).map { number in
      ["_id": .string("k\(number)"), "version": .int64(1), "n": .int32(Int32(number))]
    }
    let world = try World(
      backup: [.init("Message", documents)],
      export: [
        "Message.json": lines.prefix(3).joined(separator: "\n"),
        "app.Message.json": lines.suffix(3).joined(separator: "\n"),
      ]
    )
    let result = try drill(world) { $0.allowsParts = true }
    #expect(result.isPassed && result.drilled == 5)
    #expect(world.folder.files.allSatisfy { !$0.contains("regraft-drill") })
  }

  @Test func `what would be withheld fails the drill, with its reason`() throws {
    let index = #"{"indexes":[{"key":{"text":1},"name":"text_1","unique":true}]}"#
    let current = [World.exported("k1"), World.exported("k2"), World.exported("twin", text: "text of k1")]
    let world = try World(
      backup: [.init("Message", [World.stored("k1"), World.stored("k2")], metadata: index)],
      export: ["Message.json": World.array(current)]
    )
    let result = try drill(world)
    #expect(!result.isPassed)
    #expect(result.tables[0].missing == [.init(id: "/db/Message/k1", reason: "unique-index")])
    #expect(result.text.contains("/db/Message/k1: not recovered (withheld: unique-index)\n"))
  }

  @Test func `a table that a guard stops fails the drill, and others are drilled`() throws {
    let world = try World(
      backup: [
        .init("Message", [World.stored("k1"), World.stored("k2")]), .init("Other", [World.stored("o1")]),
      ],
      export: [
        "Message.json": World.array([World.exported("k1"), World.exported("k2")]), "Other.json": "[{",
      ]
    )
    let result = try drill(world)
    #expect(!result.isPassed && result.drilled == 1)
    #expect(result.tables.map(\.isPassed) == [true, false])
    #expect(result.text.contains("Other: "))
  }

  @Test func `other content, what is missing and what was not asked for are found`() throws {
    let key = FingerprintKey.published
    var result = DrillResult(seed: 1, objectsPerTable: 3, stops: [])
    result.tables = [.init(name: "T", unchanged: 3, drilled: ["/db/T/a", "/db/T/b", "/db/T/c"], stops: [])]
    let (one, two) = (key.hash([1]), key.hash([2]))
    try result.compare(
      written: ["/db/T/a": one, "/db/T/b": two, "/db/T/d": one],
      with: ["/db/T/a": one, "/db/T/b": one, "/db/T/c": one],
      plan: nil
    )
    #expect(!result.isPassed)
    #expect(result.tables[0].different == ["/db/T/b"])
    #expect(result.tables[0].missing == [.init(id: "/db/T/c", reason: nil)])
    #expect(result.unexpected == ["/db/T/d"])
  }
}
