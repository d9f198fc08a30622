import Foundation
import GRDB
import Merge
import TestSupport
import Testing

@testable import PlanStore

/// Single objects are taken out of a plan, and in again.
@Suite struct DecisionTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    let world = try World(
      backup: [
        .init("Message", ["a", "b", "ü/x", "kept", "changed"].map { World.stored($0) } + [["_id": .double(0.5)]])
      ],
      export: ["Message.json": World.array([World.exported("kept"), World.exported("changed", version: 2, text: "x")])]
    )
    folder = world.folder
    path = folder.path(of: "today.plan")
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = folder.path
    options.keepsEveryObject = true
    try PlanFile.write(try Planner(options).plan(), to: path)
  }

  private func decide(_ change: (inout Decisions) -> Void) throws -> DecisionOutcome {
    var decisions = Decisions()
    change(&decisions)
    return try PlanFile.decide(decisions, in: path)
  }

  private func recovered() throws -> [String] {
    var ids: [String] = []
    try PlanFile(path: path).forEachObject(StoredObjectFilter()) { object in
      if object.action == "recover", !object.isExcluded { ids.append(object.id ?? "") }
    }
    return ids
  }

  private func decidedAt(_ id: String) throws -> String? {
    try PlanFile(path: path).read {
      try String.fetchOne($0, sql: "SELECT decided_at FROM decisions WHERE id = ?", arguments: [id])
    }
  }

  @Test func `an object is taken out, and in again, with the time`() throws {
    #expect(try decide { $0.excluded = ["/db/Message/a"] } == DecisionOutcome(recovered: 2, excluded: 1))
    #expect(try recovered() == ["/db/Message/%C3%BC%2Fx", "/db/Message/b"])
    let time = try #require(try decidedAt("/db/Message/a"))
    #expect(time.hasPrefix("20") && time.hasSuffix("Z"))
    _ = try decide { $0.excluded = ["/db/Message/a", "/db/Message/b"] }
    #expect(try decidedAt("/db/Message/a") == time)
    #expect(try decide { $0.included = ["a", "b"] } == DecisionOutcome(recovered: 3, excluded: 0))
    let table = try #require(try PlanFile(path: path).decidedTables().first)
    #expect(table.recovered == 3 && table.selected == 4)
  }

  @Test(arguments: ["ü/x", "/db/Message/%C3%BC%2Fx", "/db/Message/%c3%bc/x"])
  func `ids are taken in any spelling`(id: String) throws {
    #expect(try decide { $0.excluded = [id] }.excluded == 1)
    #expect(try recovered() == ["/db/Message/a", "/db/Message/b"])
  }

  @Test func `only some are recovered, and others besides are taken in`() throws {
    #expect(try decide { $0.only = ["/db/Message/b"] } == DecisionOutcome(recovered: 1, excluded: 2))
    #expect(try recovered() == ["/db/Message/b"])
    #expect(try decide { $0.included = ["a"] }.recovered == 2)
    #expect(
      try decide {
        $0.only = ["/db/Message/a"]
        $0.included = ["/db/Message/b"]
      }.recovered == 2
    )
  }

  @Test func `what cannot be recovered is told`() throws {
    let outcome = try decide { $0.only = ["/db/Message/a", "/db/Message/changed"] }
    #expect(outcome.notRecoverable == [.init(id: "/db/Message/changed", status: "modified", withheld: nil)])
    #expect(outcome.recovered == 1)
    #expect(try decide { $0.excluded = ["/db/Message/changed"] }.notRecoverable == [])
  }

  @Test func `an unknown id changes nothing`() throws {
    #expect(throws: PlanFileError.unknownIDs(path: path, ids: ["/db/Message/nobody"])) {
      try decide { $0.excluded = ["/db/Message/a", "/db/Message/nobody"] }
    }
    #expect(throws: PlanFileError.contradiction("/db/Message/a")) {
      try decide {
        $0.excluded = ["/db/Message/a"]
        $0.included = ["a"]
      }
    }
    #expect(try recovered().count == 3)
  }

  @Test func `what is no plan is not touched`() throws {
    let other = try folder.write("text", to: "other.plan")
    #expect(throws: PlanFileError.notAPlan(path: other)) { try PlanFile.decide(Decisions(), in: other) }
    #expect(folder.read("other.plan") == Array("text".utf8))
  }
}
