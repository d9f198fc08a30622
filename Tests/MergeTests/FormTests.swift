import TestSupport
import Testing

@testable import Merge

@Suite struct FormTests {
  /// Thirty objects whose version the backup has under another name, and one that is gone.
  private func world() throws -> World {
    try messages(
      backup: keys(1...30).map { key in
        ["_id": .string(key), "_v": .int32(3), "n": .int32(1)]
      },
      export: keys(1...29).map { #"{"id":"/db/Message/\#($0)","version":3,"n":1}"# }
    )
  }

  @Test func `a stored name that the export spells otherwise is told with the flag that mends it`() throws {
    let plan = try world().plan()
    #expect(try plan.guards() == [.form])
    let difference = FormDifference(
      kind: .renamed(stored: "_v", exported: "version"),
      objects: 29,
      compared: 29,
      isSerious: true
    )
    #expect(plan.warnings.contains { $0.kind == .form(difference) })
  }

  @Test func `mapping a field applies to the comparison, the evidence and what is written`() throws {
    let plan = try world().plan { $0.comparison.mappedFields = ["_v": "version"] }
    #expect(try plan.guards() == [] && plan.count(.unchanged) == 29)
    #expect(try plan.recoveredTexts() == [#"{"id":"/db/Message/k30","version":3,"n":1}"#])
  }

  @Test func `a handful of objects is enough where evidence is touched`() throws {
    let world = try messages(
      backup: keys(1...7).map { ["_id": .string($0), "_v": .int32(3), "n": .int32(1)] },
      export: keys(1...6).map { #"{"id":"/db/Message/\#($0)","version":3,"n":1}"# }
    )
    #expect(try world.plan().guards() == [.form])
  }

  @Test func `a stored ACL under another name stops the table, for without it objects would be public`() throws {
    let world = try messages(
      backup: keys(1...7).map {
        ["_id": .string($0), "version": .int32(1), "_acl": ["read": ["/db/User/1": "allow"]]]
      },
      export: keys(1...6).map { #"{"id":"/db/Message/\#($0)","version":1,"acl":{"read":{"/db/User/1":"allow"}}}"# }
    )
    #expect(try world.plan().guards() == [.form])
    let mapped = try world.plan { $0.comparison.mappedFields = ["_acl": "acl"] }
    #expect(
      try mapped.recoveredTexts() == [#"{"id":"/db/Message/k7","version":1,"acl":{"read":{"/db/User/1":"allow"}}}"#]
    )
  }

  @Test(arguments: [0, 1, 30]) func `one stored ACL under another name is enough`(count: Int) throws {
    let document = { (key: String) -> Document in
      ["_id": .string(key), "version": .int32(1), "_acl": ["read": ["/db/User/1": "allow"]]]
    }
    let world = try messages(
      backup: (0..<count).map { document("k\($0)") } + [document("gone")],
      export: (0..<count).map { #"{"id":"/db/Message/k\#($0)","version":1}"# } + [#"{"id":"/db/Message/other"}"#]
    )
    let plan = try world.plan()
    #expect(try plan.guards().contains(.form))
    #expect(
      plan.warnings.allSatisfy {
        $0.kind != .form(.init(kind: .onlyInBackup("_acl"), objects: count, compared: count, isSerious: false))
      }
    )
    // Even where that is allowed, no object is written without its rules.
    let allowed = try world.plan { $0.lifted.form = ["Message"] }
    #expect(try allowed.withheld() == ["/db/Message/gone": "no-form"])
    let mapped = try world.plan {
      $0.comparison.mappedFields = ["_acl": "acl"]
      $0.lifted.form = ["Message"]
    }
    #expect(try mapped.recoveredIDs() == ["/db/Message/gone"])
  }

  @Test func `times that the backup has in another form stop the table`() throws {
    let world = try messages(
      backup: keys(1...7).map { ["_id": .string($0), "version": .int32(1), "createdAt": .int64(1_620_000_000_000)] },
      export: keys(1...6).map { #"{"id":"/db/Message/\#($0)","version":1,"createdAt":"2021-05-03T00:00:00Z"}"# }
    )
    #expect(try world.plan().guards() == [.form])
  }

  @Test func `a member that only the backup has is told with the flag that leaves it out`() throws {
    let world = try messages(
      backup: keys(1...10).map { ["_id": .string($0), "version": .int32(1), "extra": "e", "n": .int32(1)] },
      export: keys(1...9).map { #"{"id":"/db/Message/\#($0)","version":1,"n":1}"# }
    )
    let plan = try world.plan()
    #expect(
      plan.warnings.contains { warning in
        if case .form(let difference) = warning.kind { difference.kind == .onlyInBackup("extra") } else { false }
      }
    )
    #expect(try world.plan { $0.comparison.ignoredFields = ["extra"] }.count(.unchanged) == 9)
  }

  @Test func `whole numbers that lost digits to doubles are a difference of form`() throws {
    let exact: Int64 = 9_007_199_254_740_993
    let world = try messages(
      backup: keys(1...6).map { ["_id": .string($0), "version": .int32(1), "n": .int64(exact)] },
      export: keys(1...6).map { #"{"id":"/db/Message/\#($0)","version":1,"n":9007199254740992}"# }
    )
    let plan = try world.plan()
    #expect(try plan.count(.unchanged) == 0)
    #expect(
      plan.warnings.contains { warning in
        if case .form(let difference) = warning.kind { difference.kind == .rounded("n") } else { false }
      }
    )
  }

  @Test func `objects that people worked on are no difference of form`() throws {
    let world = try messages(
      backup: keys(1...30).map { World.stored($0) },
      export: keys(1...10).map { World.exported($0, version: 2, text: "new") }
        + (11...30).map { World.exported("k\($0)") }
    )
    #expect(try world.plan().warnings.allSatisfy { if case .form = $0.kind { false } else { true } })
  }

  @Test func `members that are null on one side only are told, where that counts`() throws {
    let world = try messages(
      backup: keys(1...9).map { ["_id": .string($0), "a": .null, "n": .int32(1)] },
      export: keys(1...9).map { #"{"id":"/db/Message/\#($0)","b":null,"n":1}"# }
    )
    let plan = try world.plan { $0.comparison.nullEqualsAbsent = false }
    let kinds = plan.warnings.compactMap { if case .form(let difference) = $0.kind { difference.kind } else { nil } }
    #expect(Set(kinds.map { "\($0)" }) == ["nullOrAbsent(\"a\")", "nullOrAbsent(\"b\")"])
  }

  @Test func `null equals absent unless it is said otherwise`() throws {
    let world = try messages(
      backup: [["_id": "k1", "n": .null]],
      export: [#"{"id":"/db/Message/k1"}"#]
    )
    #expect(try world.plan().count(.unchanged) == 1)
    #expect(try world.plan { $0.comparison.nullEqualsAbsent = false }.count(.modified) == 1)
  }
}
