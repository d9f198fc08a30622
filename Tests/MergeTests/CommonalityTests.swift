import TestSupport
import Testing

@testable import Merge

@Suite struct CommonalityTests {
  private func plan(deleted: [Document], kept: [Document]) throws -> Plan {
    let world = try messages(
      backup: deleted + kept,
      export: kept.compactMap { document in
        if case .string(let key)? = document["_id"] { #"{"id":"/db/Message/\#(key)"}"# } else { nil }
      }
    )
    return try world.plan { $0.lifted.form = ["Message"] }
  }

  private func commonalities(_ plan: Plan) -> [Commonality] {
    plan.warnings.compactMap { if case .common(let commonality) = $0.kind { commonality } else { nil } }
  }

  private func message(_ key: String, project: String, minute: Int64) -> Document {
    [
      "_id": .string(key), "project": .string("/db/Project/\(project)"),
      "updatedAt": .date(1_620_000_000_000 + minute * 60_000),
    ]
  }

  @Test func `one object to which nearly all refer, and others do not, is striking`() throws {
    let deleted = (1...10).map { message("d\($0)", project: $0 == 1 ? "1" : "17", minute: Int64($0) * 1000) }
    let kept = (1...10).map { message("k\($0)", project: "\($0)", minute: Int64($0) * 1000) }
    #expect(
      commonalities(try plan(deleted: deleted, kept: kept)) == [
        Commonality(kind: .reference(id: "/db/Project/17"), objects: 9, deleted: 10)
      ]
    )
    let same = (1...10).map { message("k\($0)", project: "17", minute: Int64($0) * 1000) }
    #expect(commonalities(try plan(deleted: deleted, kept: same)).isEmpty)
    let churn = (1...10).map { message("d\($0)", project: "\($0)", minute: Int64($0) * 1000) }
    #expect(commonalities(try plan(deleted: churn, kept: kept)).isEmpty)
    #expect(commonalities(try plan(deleted: Array(deleted.suffix(4)), kept: kept)).isEmpty)
  }

  @Test func `a short time of last changes is striking`() throws {
    let deleted = (1...10).map { message("d\($0)", project: "\($0)", minute: 5000 + Int64($0)) }
    let kept = (1...10).map { message("k\($0)", project: "\($0)", minute: Int64($0) * 1000) }
    let moment: Int64 = 1_620_000_000_000 + 5001 * 60_000
    #expect(
      commonalities(try plan(deleted: deleted, kept: kept)) == [
        Commonality(kind: .lastChanged(moment...(moment + 9 * 60_000)), objects: 10, deleted: 10)
      ]
    )
    let same = (1...10).map { message("k\($0)", project: "\($0)", minute: 5000 + Int64($0)) }
    #expect(commonalities(try plan(deleted: deleted, kept: same)).isEmpty)
  }

  @Test func `times beyond all calendars are no accident`() throws {
    let deleted = (1...6).map { key -> Document in
      ["_id": .string("d\(key)"), "updatedAt": .date(key.isMultiple(of: 2) ? .max : .min)]
    }
    #expect(commonalities(try plan(deleted: deleted, kept: [["_id": "k"]])).isEmpty)
  }
}
