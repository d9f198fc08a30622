import TestSupport
import Testing

@testable import Merge

@Suite struct GuardTests {
  /// A table of `backup` objects of which the export still has the first `current` ones.
  private func world(backup: Int, current: Int, createdDay: Int64 = 0) throws -> World {
    try messages(
      backup: (1...backup).map { World.stored("k\($0)", createdDay: createdDay) },
      export: current == 0 ? [] : (1...current).map { World.exported("k\($0)", createdDay: createdDay) }
    )
  }

  @Test func `more than half and more than a hundred deleted are a mass deletion`() throws {
    #expect(try world(backup: 202, current: 101).plan().guards() == [])
    #expect(try world(backup: 203, current: 101).plan().guards() == [.massDeletion])
    #expect(try world(backup: 101, current: 1).plan().guards() == [])
    let stopped = try world(backup: 203, current: 101)
    for lift in [\LiftedGuards.massDeletion, \.assumeEmpty, \.noOverlap] {
      #expect(try stopped.plan { $0.lifted[keyPath: lift] = ["Message"] }.totals.recovered == 102)
    }
    let plan = try stopped.plan()
    #expect(plan.totals.withheld == 102 && plan.totals.recovered == 0 && plan.isIncomplete)
  }

  @Test(arguments: [
    (100, true), (200, true), (250, true), (500, true), (1000, true), (2500, true), (99, false),
    (10, false), (150, false), (400, false), (300, false), (125, false),
  ])
  func `page sizes are one, two, two and a half and five times a power of ten`(count: Int, isPage: Bool) {
    #expect(TableGuards.isPageSize(count) == isPage)
  }

  @Test func `an export of a page's size is partial where the backup holds more`() throws {
    #expect(try world(backup: 101, current: 100).plan().guards() == [.partialExport])
    #expect(try world(backup: 100, current: 100).plan().guards() == [])
    let lifted = try world(backup: 101, current: 100).plan { $0.lifted.partialExport = ["Message"] }
    #expect(lifted.totals.recovered == 1)
  }

  @Test(arguments: [19, 20]) func `twenty deleted objects with rules for reading are an export of one user`(
    count: Int
  ) throws {
    let secret = (1...count).map { number in
      var document = World.stored("s\(number)")
      document["acl"] = ["read": ["/db/User/1": "allow"]]
      return document
    }
    let world = try messages(
      backup: secret + (1...30).map { World.stored("k\($0)") },
      export: (1...30).map { World.exported("k\($0)") }
    )
    #expect(try world.plan().guards() == (count >= 20 ? [.partialExport] : []))
  }

  @Test(arguments: [true, false])
  func `an object without a key counts among those that may be read only by some`(isSecret: Bool) throws {
    let secret = (1...20).map { number in
      var document = World.stored("s\(number)")
      document["acl"] = ["read": ["/db/User/1": "allow"]]
      return document
    }
    var keyless: Document = ["_id": .null]
    if isSecret { keyless["acl"] = secret[0]["acl"] }
    let world = try messages(backup: secret + [keyless, World.stored("k1")], export: [World.exported("k1")])
    #expect(try world.plan().guards() == (isSecret ? [.partialExport] : []))
  }

  @Test func `a stopped run recovers nothing, and its figures say so`() throws {
    let plan = try world(backup: 12, current: 7).plan { $0.maxObjects = 4 }
    #expect(plan.totals.recovered == 0 && plan.totals.withheld == 5 && plan.totals.selected == 5)
    #expect(try plan.recoveredIDs().isEmpty)
  }

  @Test func `an object that stands in the backup twice counts once`() throws {
    let secret = (1...20).map { number in
      var document = World.stored("s\(number)")
      document["acl"] = ["read": ["/db/User/1": "allow"]]
      return document
    }
    let world = try messages(backup: secret + [secret[0], World.stored("k1")], export: [World.exported("k1")])
    #expect(try world.plan().guards() == [.partialExport])
    let ignoring = try world.plan { $0.comparison.ignoredFields = ["acl"] }
    #expect(try ignoring.guards() == [.partialExport])

    let new = (1...4).map { World.stored("n\($0)", createdDay: 5) }
    let older = try messages(backup: new + [new[0], World.stored("k1")], export: [World.exported("k1")])
    #expect(try older.plan().stops.isEmpty)
  }

  @Test func `an empty file and a missing one stop their table until it is said to be empty`() throws {
    let empty = try world(backup: 3, current: 0)
    #expect(try empty.plan().guards() == [.emptyTable])
    #expect(try empty.plan().count(.deleted) == 3)
    #expect(try empty.plan { $0.lifted.assumeEmpty = ["Message"] }.totals.recovered == 3)

    let missing = try World(backup: [.init("Message", [World.stored("k1")])], export: [:])
    #expect(try missing.plan().guards() == [.missingTable])
    #expect(try missing.plan().count(.deleted) == nil)
    #expect(try missing.plan { $0.lifted.assumeEmpty = ["Message"] }.totals.recovered == 1)
  }

  @Test func `five objects on a side without an id in common do not overlap`() throws {
    let four = try messages(backup: keys(1...4).map { World.stored($0) }, export: [World.exported("x")])
    #expect(try four.plan().guards() == [])
    let five = try messages(backup: keys(1...5).map { World.stored($0) }, export: [World.exported("x")])
    #expect(try five.plan().guards() == [.noOverlap])
    #expect(try five.plan { $0.lifted.noOverlap = ["Message"] }.totals.recovered == 5)
  }

  @Test(arguments: [4, 5]) func `five deleted objects that were created after the whole export stop the run`(
    count: Int
  ) throws {
    let world = try messages(
      backup: keys(1...10).map { World.stored($0) } + (1...count).map { World.stored("n\($0)", createdDay: 5) },
      export: keys(1...10).map { World.exported($0) }
    )
    let plan = try world.plan()
    #expect(plan.stops.map(\.stoppedBy) == (count >= 5 ? [.olderExport] : []))
    #expect(plan.isStopped == (count >= 5))
    #expect(try !world.plan { $0.lifted.olderExportOfRun = true }.isStopped)
  }

  @Test func `a table whose own file is older than the others is stopped alone`() throws {
    let world = try World(
      backup: [
        .init("Message", keys(1...10).map { World.stored($0) } + (1...5).map { World.stored("n\($0)", createdDay: 3) }),
        .init("Other", [World.stored("o1"), World.stored("o2")]),
      ],
      export: [
        "Message.json": World.array(keys(1...10).map { World.exported($0) }),
        "Other.json": World.array([
          World.exported("o1", table: "Other"), World.exported("o9", table: "Other", createdDay: 6),
        ]),
      ]
    )
    let plan = try world.plan()
    #expect(plan.stops.isEmpty)
    #expect(try plan.guards() == [.olderExport])
    #expect(try plan.recoveredIDs() == ["/db/Other/o2"])
    #expect(try world.plan { $0.lifted.olderExport = ["Message"] }.totals.recovered == 6)
  }

  @Test(arguments: [(5, 4, true), (4, 0, false), (5, 5, false)])
  func `more that look newer in the backup than now are an older export`(
    older: Int,
    newer: Int,
    stops: Bool
  ) throws {
    let world = try messages(
      backup: (1...older).map { World.stored("a\($0)", version: 5) } + (0..<newer).map { World.stored("b\($0)") }
        + keys(1...20).map { World.stored($0) },
      export: (1...older).map { World.exported("a\($0)", version: 4, text: "old") }
        + (0..<newer).map { World.exported("b\($0)", version: 2, text: "new") }
        + keys(1...20).map { World.exported($0) }
    )
    let plan = try world.plan()
    #expect(plan.stops.map(\.stoppedBy) == (stops ? [.olderExport] : []))
    #expect(try plan.guards() == (stops ? [.olderExport] : []))
    #expect(try !world.plan { $0.lifted.olderExport = ["Message"] }.isStopped)
  }

  @Test(arguments: [19, 20]) func `twenty objects on both sides of which none is unchanged differ in form`(
    count: Int
  ) throws {
    let world = try messages(
      backup: (1...count).map { World.stored("k\($0)") } + [World.stored("gone")],
      export: (1...count).map { World.exported("k\($0)", version: 2, text: "new") }
    )
    #expect(try world.plan().guards() == (count >= 20 ? [.form] : []))
    #expect(try world.plan { $0.lifted.form = ["Message"] }.totals.recovered == 1)
  }

  @Test func `more objects than allowed stop the run`() throws {
    let world = try world(backup: 12, current: 7)
    #expect(try world.plan { $0.maxObjects = 5 }.stops.isEmpty)
    let plan = try world.plan { $0.maxObjects = 4 }
    #expect(plan.stops == [Stop(stoppedBy: .tooMany, cause: .tooMany(recovered: 5, limit: 4))])
  }

  @Test func `a guard of a table that is not selected says nothing`() throws {
    let world = try World(
      backup: [.init("Message", [World.stored("k1"), World.stored("k2")]), .init("Other", [World.stored("o1")])],
      export: ["Message.json": World.array([World.exported("k1")])]
    )
    #expect(try world.plan().guards("Other") == [.missingTable])
    let plan = try world.plan { $0.selection.tables = ["Mess*"] }
    #expect(plan.tables.map(\.name) == ["Message"] && !plan.isIncomplete)
  }

  @Test func `lifting a guard of a table that is not there is a mistake`() throws {
    let world = try world(backup: 2, current: 1)
    #expect(throws: MergeError.usage(.unknownLiftedTable("Massage", known: ["Message"]))) {
      try world.plan { $0.lifted.assumeEmpty = ["Massage"] }
    }
  }
}
