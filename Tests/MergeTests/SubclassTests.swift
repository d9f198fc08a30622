import ExtendedJSON
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

  @Test func `a table is no relative of its own, whatever its class inherits from`() {
    let schema = Schema([
      .init(name: "Message", superclass: "Note", fields: [:]), .init(name: "Note", superclass: "Message", fields: [:]),
    ])
    let homes = TableHomes(schema: schema, tables: ["Message", "Note"])
    #expect(homes.relatives(of: "Message") == ["Note"])
    #expect(homes.relatives(of: "Note") == ["Message"])
  }

  @Test func `tables of a family do not keep each other in memory`() {
    let homes = TableHomes(schema: schema, tables: ["Animal", "Dog"])
    weak var animal: TableRun?
    do {
      let tables = Tables([], homes: homes) { name in
        TableRun(
          name: name,
          export: IndexedExport(),
          collection: nil,
          indexes: [],
          key: .random(),
          options: PlanOptions(backup: "", current: [])
        )
      }
      animal = tables.table("Animal")
      #expect(tables.table("Dog").familyTables == ["Dog", "Animal"])
      #expect(animal != nil)
    }
    #expect(animal == nil)
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

  // MARK: What may hide an object

  private func shared(_ animals: [Document], dogs: [Document], files: [String: String]) throws -> World {
    try World(backup: [.init("Animal", animals), .init("Dog", dogs)], export: files)
  }

  @Test(arguments: [
    ["Animal.json": #"[{"id":"/db/Animal/1"},{"id":"/db/Dog/7"}"#], ["Animal.json": "[]"], [:],
  ])
  func `what is wrong with a superclass's export stops its subclasses`(animals: [String: String]) throws {
    let dogs = ["Dog.json": #"[{"id":"/db/Dog/8"}]"#]
    let world = try shared(
      [["_id": "1"], ["_id": "7", "_class": "Dog"]],
      dogs: [["_id": "8"], ["_id": "9"]],
      files: animals.merging(dogs) { $1 }
    )
    for tables in [[], ["Dog"]] {
      let plan = try plan(world) { $0.selection.tables = tables }
      #expect(try plan.recoveredIDs().isEmpty && !plan.table("Dog").stops.isEmpty)
      let isSuperclass = try plan.table("Dog").stops.allSatisfy {
        if case .superclass = $0.cause { true } else { false }
      }
      #expect(isSuperclass)
    }
    let single = try plan(world) { $0.current = ["\(world.export)/Dog.json"] }
    #expect(try single.recoveredIDs().isEmpty)
    if animals.isEmpty {
      let lifted = try plan(world) { $0.lifted.assumeEmpty = ["Animal"] }
      #expect(try lifted.recoveredIDs().contains("/db/Dog/9"))
    }
  }

  @Test func `a table that is met late is looked for among its superclass's objects too`() throws {
    let animals: [Document] = [["_id": "1", "_class": "Dog"], ["_id": "2"]]
    let world = try shared(animals, dogs: [["_id": "9"]], files: [:])
    let current = try world.folder.write(animals.flatMap(\.bytes), to: "Animal.bson")
    let plan = try plan(world) { options in
      options.current = [current]
      options.lifted.assumeEmpty = ["Dog"]
    }
    #expect(try plan.recoveredIDs().isEmpty)
  }

  @Test func `a key is looked up among a superclass's objects in both readings`() throws {
    let world = try shared(
      [["_id": "1"]],
      dogs: [["_id": "a%20b"], ["_id": "x"]],
      files: ["Animal.json": #"[{"id":"/db/Animal/1"},{"id":"/db/Dog/a%20b"}]"#, "Dog.json": #"[{"id":"/db/Dog/x"}]"#]
    )
    #expect(try plan(world).recoveredIDs().isEmpty)
  }

  @Test(
    arguments: [
      (["_id": "1", "_class": "Dog"], #"{"id":"/db/Animal/1"}"#), (["_id": "1"], #"{"id":"/db/Dog/1"}"#),
      (["_id": "1", "_class": "Dog"], #"{"id":"/db/Puppy/1"}"#),
    ] as [(Document, String)]
  )
  func `a key that is there under another class is ambiguous`(stored: Document, exported: String) throws {
    let world = try World(
      backup: [.init("Animal", [stored, ["_id": "k"]])],
      export: ["Animal.json": World.array([exported, #"{"id":"/db/Animal/k"}"#])]
    )
    let plan = try plan(world)
    #expect(try plan.recoveredIDs().isEmpty)
    #expect(try plan.withheld().values.sorted() == ["ambiguous-id"])
  }

  @Test func `a key that a second backup has without its class is ambiguous, in every format`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "1", "_class": "Dog"], ["_id": "/db/Dog/2"]])],
      export: [:]
    )
    let current = try world.folder.write(
      ArchiveWriter.archive([.init("Animal", [["_id": "1"], ["_id": "2"], ["_id": "3"]])]),
      to: "current"
    )
    for format in [nil, ObjectFormat.baqend] {
      let plan = try plan(world) { options in
        options.current = [current]
        options.outputFormat = format
      }
      #expect(try plan.withheld() == ["/db/Dog/1": "ambiguous-id", "/db/Dog/2": "ambiguous-id"])
    }
  }

  @Test func `a full reference says of which class an object is, whatever its members say`() throws {
    let world = try World(
      backup: [
        .init(
          "Animal",
          [["_id": "1", "id": "/db/Animal/1", "_class": "Dog"], ["_id": "/db/Animal/2", "class": "Dog"]]
        )
      ],
      export: ["Animal.json": #"[{"id":"/db/Animal/1","name":"new"},{"id":"/db/Animal/2","class":"Dog"}]"#]
    )
    let plan = try plan(world)
    #expect(try plan.count(.modified, "Animal") == 1 && plan.count(.unchanged, "Animal") == 1)
  }

  @Test func `members that name several classes leave an object without a key`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "1", "_class": "Dog", "_type": "Puppy"]])],
      export: ["Animal.json": #"[{"id":"/db/Animal/k"}]"#]
    )
    #expect(try plan(world).withheld().values.sorted() == ["no-key"])
  }

  @Test func `references of different classes disagree`() throws {
    let world = try World(
      backup: [.init("Animal", [["_id": "/db/Dog/1", "id": "/db/Animal/1"]])],
      export: ["Animal.json": #"[{"id":"/db/Animal/k"}]"#]
    )
    #expect(try plan(world).withheld().values.sorted() == ["no-key"])
  }

  @Test func `an object in a superclass's archive is compared with its types, and found by its id`() throws {
    let dog: Document = ["_id": "/db/Dog/3", "b": "2020-01-01T00:00:00Z", "n": .null]
    let world = try shared([["_id": "1"], dog], dogs: [["_id": "4"]], files: [:])
    let current = try world.folder.write(ArchiveWriter.archive([.init("Animal", [["_id": "1"], dog])]), to: "current")
    let plan = try plan(world) { options in
      options.current = [current]
      options.lifted.assumeEmpty = ["Dog"]
      options.selection.ids = ["/db/Dog/3"]
    }
    #expect(plan.namedIDs.map(\.status) == [.unchanged])
  }

  // MARK: The last check

  @Test func `the last check knows that a key may be of any class of the family`() throws {
    let folder = try TemporaryFolder()
    let imports = try folder.write(#"[{"id":"/db/Dog/7"}]"#, to: "i.json")
    let check = try LastCheck(importFiles: [.init(path: imports)])
    let archive = try folder.write(ArchiveWriter.archive([.init("Animal", [["_id": "7", "_class": "Dog"]])]), to: "a")
    let json = try folder.write(#"{"_id":"7","_class":"Dog"}"#, to: "a.json")
    var files = [
      LastCheck.File(path: archive, collection: "app.Animal", isBSON: true, storedTable: "Animal"),
      LastCheck.File(path: json, storedTable: "Animal"),
    ]
    for file in files { #expect(try check.check(export: [file]) == [1]) }
    for index in files.indices { files[index].otherClasses = ["Dog", "Puppy"] }
    for file in files { #expect(throws: LastCheckError.self) { try check.check(export: [file]) } }
  }
}
