import TestSupport
import Testing
import Values

@testable import Merge

@Suite struct ReferenceTests {
  /// A world of tables, each with what the backup has and the ids that the export has.
  private func world(_ tables: [String: [Document]], current: [String: [String]]) throws -> World {
    try World(
      backup: tables.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) },
      export: Dictionary(
        uniqueKeysWithValues: current.map { table, objects in
          ("\(table).json", World.array(objects.map { $0.hasPrefix("{") ? $0 : #"{"id":"/db/\#(table)/\#($0)"}"# }))
        }
      )
    )
  }

  private func plan(_ world: World, _ change: (inout Selection) -> Void) throws -> Plan {
    try world.plan { options in change(&options.selection) }
  }

  private static let places: [Document] = [
    ["a": "/db/User/u"], ["a": ["/db/User/u"]], ["a": ["b": ["c": ["/db/User/u"]]]], ["/db/User/u": .int32(1)],
    ["map": ["/db/User/u": .null]], ["map": ["x": "/db/User/u"]],
    ["acl": ["read": ["/db/User/u": "allow"]]], ["acl": ["write": ["/db/User/u": "deny"]]],
    ["a": ["$ref": "User", "$id": "u"]], ["a": ["$ref": "/db/User", "$id": "/db/User/u"]], ["a": "/db/User/%75"],
  ]

  @Test(arguments: places)
  func `references are found wherever they stand`(place: Document) throws {
    var message: Document = ["_id": "m"]
    for (name, value) in place.members { message[name] = value }
    let world = try world(
      ["Message": [message], "User": [["_id": "u"], ["_id": "other"]]],
      current: ["Message": ["x"], "User": ["x"]]
    )
    let plan = try plan(world) {
      $0.tables = ["Message"]; $0.withReferences = true
    }
    #expect(try plan.recoveredIDs() == ["/db/Message/m", "/db/User/u"])
    #expect(try plan.table("User").figures.followed == 1 && plan.table("User").figures.selected == 0)
    let referrers = try self.plan(world) {
      $0.ids = ["/db/User/u"]; $0.withReferrers = true
    }
    #expect(try referrers.recoveredIDs() == ["/db/Message/m", "/db/User/u"])
  }

  private func chain() throws -> World {
    try world(
      [
        "A": [["_id": "1", "next": "/db/B/1"], ["_id": "2"]], "B": [["_id": "1", "next": "/db/C/1"], ["_id": "2"]],
        "C": [["_id": "1", "next": "/db/A/1"], ["_id": "2", "next": "/db/A/2"]],
      ],
      current: ["A": ["x"], "B": ["x"], "C": ["x"]]
    )
  }

  @Test func `references are followed on and on, and cycles end`() throws {
    let plan = try plan(chain()) {
      $0.ids = ["/db/A/1"]; $0.withReferences = true
    }
    #expect(try plan.recoveredIDs() == ["/db/A/1", "/db/B/1", "/db/C/1"])
    let totals = plan.totals
    #expect(totals.selected == 1 && totals.followed == 2 && totals.recovered == 3)
  }

  @Test func `referrers are those of the selected objects, and their references come too if wanted`() throws {
    let one = try plan(chain()) {
      $0.ids = ["/db/C/1"]; $0.withReferrers = true
    }
    #expect(try one.recoveredIDs() == ["/db/B/1", "/db/C/1"])
    let both = try plan(chain()) {
      $0.ids = ["/db/A/2"]
      $0.withReferrers = true
      $0.withReferences = true
    }
    #expect(try both.recoveredIDs() == ["/db/A/2", "/db/C/2"])
  }

  @Test func `what is there is not followed`() throws {
    let world = try world(
      ["A": [["_id": "1", "next": "/db/B/1"]], "B": [["_id": "1", "next": "/db/A/2"]]],
      current: ["A": ["x"], "B": ["1"]]
    )
    #expect(try plan(world) { $0.withReferences = true }.recoveredIDs() == ["/db/A/1"])
  }

  @Test func `what is reached in a stopped table is withheld`() throws {
    let world = try world(
      ["A": [["_id": "1", "next": "/db/B/1"]], "B": [["_id": "1"]]],
      current: ["A": ["x"]]
    )
    let plan = try plan(world) {
      $0.tables = ["A"]; $0.withReferences = true
    }
    #expect(try plan.recoveredIDs() == ["/db/A/1"])
    #expect(try plan.guards("B") == [.missingTable] && plan.isIncomplete)
    let totals = plan.totals
    #expect(totals.recovered + totals.withheld == totals.selected + totals.followed && totals.withheld == 1)
  }

  @Test func `referrers are not sought where no export says what is deleted, and that is told`() throws {
    let world = try world(
      ["A": [["_id": "1"]], "B": [["_id": "1", "to": "/db/A/1"]]],
      current: ["A": ["x"]]
    )
    let plan = try plan(world) {
      $0.ids = ["/db/A/1"]; $0.withReferrers = true
    }
    #expect(plan.warnings.contains(Warning(table: "B", kind: .referrersNotSought)))
  }

  // MARK: What is not there

  private func dangling(_ plan: Plan) -> [DanglingReferences] {
    plan.warnings.compactMap { if case .dangling(let dangling) = $0.kind { dangling } else { nil } }
  }

  @Test func `references to what is not there are told, or withhold until there is none`() throws {
    let world = try world(
      [
        "A": [
          ["_id": "1", "next": "/db/A/2"], ["_id": "2", "next": "/db/A/3"], ["_id": "3", "next": "/db/A/gone"],
          ["_id": "4", "next": "/db/A/x"], ["_id": "5", "next": "/db/A/4"], ["_id": "x"],
        ]
      ],
      current: ["A": ["x"]]
    )
    let lenient = try world.plan()
    #expect(try lenient.recoveredIDs().count == 5)
    #expect(dangling(lenient) == [DanglingReferences(objects: 1, targets: ["/db/A/gone"], targetCount: 1)])
    let strict = try world.plan { $0.strictReferences = true }
    #expect(try strict.recoveredIDs() == ["/db/A/4", "/db/A/5"])
    #expect(
      try strict.withheld() == Dictionary(uniqueKeysWithValues: (1...3).map { ("/db/A/\($0)", "strict-reference") })
    )
    var targets: [String] = []
    try strict.forEachWithheld(in: try strict.table("A")) { object in
      if case .strictReference(let id) = object.reason { targets.append(id) }
    }
    #expect(targets == ["/db/A/2", "/db/A/3", "/db/A/gone"])
  }

  @Test func `what was withheld is not there either`() throws {
    let unique = #"{"indexes":[{"key":{"name":1},"name":"name_1","unique":true}]}"#
    let world = try World(
      backup: [
        .init("A", [["_id": "1", "next": "/db/B/1"]]),
        .init("B", [["_id": "1", "name": "n"], ["_id": "2", "next": "/db/A/1"]], metadata: unique),
      ],
      export: ["A.json": #"[{"id":"/db/A/x"}]"#, "B.json": #"[{"id":"/db/B/x","name":"n"}]"#]
    )
    #expect(try world.plan { $0.strictReferences = true }.recoveredIDs() == [])
    #expect(try dangling(world.plan()).map(\.targets) == [["/db/B/1"]])
  }

  @Test func `tables of which nothing is known are told once`() throws {
    let world = try world(
      [
        "A": [["_id": "1", "next": "/db/B/1"], ["_id": "2", "next": ["/db/B/1", "/db/Role/7"]]], "B": [["_id": "1"]],
      ],
      current: ["A": ["x"]]
    )
    let plan = try world.plan { $0.strictReferences = true }
    #expect(try plan.recoveredIDs() == ["/db/A/1", "/db/A/2"])
    let unknown = plan.warnings.filter { if case .unknownReferences = $0.kind { true } else { false } }
    #expect(
      unknown == [
        Warning(table: "B", kind: .unknownReferences(objects: 2)),
        Warning(table: "Role", kind: .unknownReferences(objects: 1)),
      ]
    )
  }

  // MARK: What was hurt

  @Test func `kept objects that no longer refer to what comes back are told`() throws {
    let world = try world(
      [
        "Role": [
          ["_id": "r", "users": ["/db/User/u", "/db/User/v", "/db/User/w"]], ["_id": "s", "users": ["/db/User/u"]],
          ["_id": "t", "users": ["/db/User/u"], "n": .int32(1)],
        ],
        "User": [["_id": "u"], ["_id": "v"], ["_id": "w"]],
      ],
      current: [
        "Role": [
          #"{"id":"/db/Role/r","users":["/db/User/w"]}"#, #"{"id":"/db/Role/s","users":["/db/User/u"]}"#,
          #"{"id":"/db/Role/t","users":["/db/User/u"],"n":2}"#,
        ],
        "User": ["w"],
      ]
    )
    let plan = try world.plan()
    #expect(
      plan.lostReferences == [LostReference(id: "/db/Role/r", table: "Role", lost: ["/db/User/u", "/db/User/v"])]
    )
    let one = try self.plan(world) { $0.ids = ["/db/User/v"] }
    #expect(one.lostReferences == [LostReference(id: "/db/Role/r", table: "Role", lost: ["/db/User/v"])])
    #expect(one.warnings.contains(Warning(table: nil, kind: .lostReferences(one.lostReferences))))
  }

  @Test func `keys alone are references where a schema says so`() throws {
    let world = try world(
      ["A": [["_id": "1", "next": "2"]], "B": [["_id": "2"]]],
      current: ["A": ["x"], "B": ["x"]]
    )
    let plan = try world.plan { options in
      options.comparison.schema = Schema([
        .init(name: "A", fields: ["next": .named("B")]), .init(name: "B", fields: [:]),
      ])
      options.selection.tables = ["A"]
      options.selection.withReferences = true
    }
    #expect(try plan.recoveredIDs() == ["/db/A/1", "/db/B/2"])
  }
}
