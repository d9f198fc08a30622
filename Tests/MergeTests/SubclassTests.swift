import TestSupport
import Testing
import Values

@testable import Merge

/// Objects of subclasses among those of their superclass.
@Suite struct SubclassTests {
  private let schema = Schema([
    .init(name: "Animal", fields: ["name": .string]),
    .init(name: "Dog", superclass: "Animal", fields: ["born": .date]),
    .init(name: "Puppy", superclass: "Dog", fields: ["toys": .integer]),
    .init(name: "Message", fields: [:]),
  ])

  private func plan(_ world: World, _ change: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
    try world.plan { options in
      options.comparison.schema = schema
      change(&options)
    }
  }

  /// The ways in which an object may say that it is a dog.
  private static let dogs: [Document] = [
    ["_id": "/db/Dog/1", "name": "Rex", "born": .date(0)],
    ["_id": "1", "id": "/db/Dog/1", "name": "Rex", "born": .date(0)],
    ["_id": "1", "_class": "Dog", "name": "Rex", "born": .date(0)],
    ["name": "Rex", "born": .date(0), "_id": "1", "class": "/db/Dog"],
    ["_type": "Dog", "_id": .int32(1), "name": "Rex", "born": "1970-01-01"],
  ]

  @Test(arguments: dogs)
  func `a collection and an export are shared`(dog: Document) throws {
    var gone = dog
    if case .string("/db/Dog/1")? = dog["_id"] { gone["_id"] = "/db/Dog/2" } else { gone["_id"] = "2" }
    if dog["id"] != nil { gone["id"] = "/db/Dog/2" }
    let world = try World(
      backup: [.init("Animal", [["_id": "1", "name": "Tom"], dog, gone, ["_id": "cat", "name": "Kit"]])],
      export: [
        "Animal.json": World.array([
          #"{"id":"/db/Dog/1","name":"Rex","born":"1970-01-01"}"#, #"{"id":"/db/Animal/1","name":"Tom"}"#,
        ])
      ]
    )
    let plan = try plan(world)
    #expect(plan.tables.map(\.name) == ["Animal"])
    #expect(try plan.count(.unchanged, "Animal") == 2)
    let texts = try plan.recoveredTexts()
    #expect(texts.count == 2 && texts[0] == #"{"id":"/db/Animal/cat","name":"Kit"}"#)
    #expect(texts[1].contains(#""id":"/db/Dog/2""#) && texts[1].contains(#""born":"1970-01-01""#))
    #expect(!texts[1].contains("class") && !texts[1].contains("_type"))
    #expect(try self.plan(world) { $0.selection.ids = ["/db/Dog/2"] }.recoveredIDs() == ["/db/Dog/2"])
    #expect(try self.plan(world) { $0.selection.ids = ["/db/Dog/1"] }.namedIDs.map(\.status) == [.unchanged])
  }

  @Test func `without a schema an object of another class is damage`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "1", "name": "Tom"]])],
      export: ["Animal.json": #"[{"id":"/db/Animal/1","name":"Tom"},{"id":"/db/Dog/1"}]"#]
    )
    #expect(try world.plan().guards("Animal") == [.damagedExport])
    #expect(try plan(world).guards("Animal").isEmpty)
  }

  @Test func `a class that no subclass inherits from is another table all the same`() throws {
    let world = try World(
      backup: [.init("Dog", [["_id": "1"]])],
      export: ["Dog.json": #"[{"id":"/db/Dog/1"},{"id":"/db/Animal/1"}]"#]
    )
    #expect(try plan(world).guards("Dog") == [.damagedExport])
  }

  @Test func `a collection is shared, and the exports are not`() throws {
    let world = try World(
      backup: [
        .init(
          "Animal",
          [
            ["_id": "1", "name": "Tom"], ["_id": "/db/Dog/1"], ["_id": "2", "_class": "Dog"],
            ["_id": "3", "_class": "Puppy"],
          ]
        )
      ],
      export: [
        "Animal.json": #"[{"id":"/db/Animal/1","name":"Tom"}]"#, "Dog.json": #"[{"id":"/db/Dog/1"}]"#,
      ]
    )
    let plan = try plan(world)
    #expect(plan.tables.map(\.name) == ["Animal", "Dog"])
    // Puppies have no table of their own, and so stand among dogs.
    #expect(try plan.recoveredIDs() == ["/db/Dog/2", "/db/Puppy/3"])
    #expect(try plan.count(.unchanged, "Animal") == 1 && plan.count(.unchanged, "Dog") == 1)
  }

  @Test func `the collections are not shared, and the export is`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "1"]]), .init("Dog", [["_id": "1"], ["_id": "2"]])],
      export: ["Animal.json": #"[{"id":"/db/Animal/1"},{"id":"/db/Dog/1"}]"#]
    )
    let plan = try plan(world) { $0.lifted.assumeEmpty = ["Dog"] }
    #expect(try plan.recoveredIDs() == ["/db/Dog/2"])
  }

  @Test func `a file is of the superclass, whichever object comes first`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "1"], ["_id": "gone"]])],
      export: ["Animal.json": #"[{"id":"/db/Dog/1"},{"id":"/db/Animal/1"}]"#]
    )
    #expect(try plan(world).recoveredIDs() == ["/db/Animal/gone"])
  }

  @Test func `an archive as the current side is shared too`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "1"], ["_id": "1x", "_class": "Dog"], ["_id": "/db/Dog/2"]])],
      export: [:]
    )
    let current = try world.folder.write(
      ArchiveWriter.archive([.init("Animal", [["_id": "/db/Dog/1x"], ["_id": "1"]])]),
      to: "current"
    )
    let plan = try plan(world) { $0.current = [current] }
    #expect(try plan.recoveredIDs() == ["/db/Dog/2"])
    #expect(try plan.recoveredTexts() == [#"{"_id":"/db/Dog/2"}"#])
  }

  @Test func `an id that two classes have names two objects`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "/db/Animal/1"], ["_id": "/db/Dog/1"], ["_id": "/db/Puppy/1"]])],
      export: ["Animal.json": #"[{"id":"/db/Dog/1"}]"#]
    )
    #expect(try plan(world).recoveredIDs() == ["/db/Animal/1", "/db/Puppy/1"])
  }

  @Test func `members are declared by the object's own class`() throws {
    let world = try World(
      backup: [
        .init("Animal", [["_id": "1", "born": .date(0)], ["_id": "/db/Dog/1", "born": .date(0), "toys": .int32(1)]])
      ],
      export: ["Animal.json": #"[{"id":"/db/Animal/x"}]"#]
    )
    var members: [String] = []
    let plan = try plan(world)
    try plan.forEachWithheld(in: try plan.table("Animal")) { object in
      if case .schema(let misfit) = object.reason { members.append("\(object.id ?? "") \(misfit.path)") }
    }
    #expect(members == ["/db/Animal/1 born", "/db/Dog/1 toys"])
  }
}
