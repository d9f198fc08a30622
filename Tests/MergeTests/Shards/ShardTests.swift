import TestSupport
import Testing
import Values

@testable import Merge

/// Into which part an id falls, and plans of worlds that are larger than those of the model, or have a schema.
@Suite struct ShardTests {
  // MARK: The parts

  @Test func `there is no part beyond the last`() {
    #expect(Shard(number: 1, of: 1) != nil && Shard(number: 7, of: 7) != nil)
    #expect(Shard(number: 0, of: 3) == nil && Shard(number: 4, of: 3) == nil && Shard(number: 1, of: 0) == nil)
    #expect(Shard(number: 1, of: Shard.mostParts + 1) == nil)
  }

  private func part(_ key: String, of count: Int) -> [Int] {
    var identity = ObjectIdentity(table: "Message", form: .stored)
    identity.take(text: Array(key.utf8).span, isStoredID: true)
    return (1...count).filter { Shard(number: $0, of: count)?.contains(identity) == true }
  }

  @Test func `a key is in one part, the same in every reading and every run`() {
    // Plans of parts are made by several machines: were these to change, no two versions could share a run.
    #expect(["k1", "k2", "k3", "Größe", "1"].map { part($0, of: 100) } == [[76], [88], [99], [74], [85]])
    for key in ["a b", "a%20b", "a%2520b", "a%252520b"] { #expect(part(key, of: 1000) == part("a b", of: 1000)) }
    for key in ["100%", "%zz", "%FF", "a%20b%"] { #expect(part(key, of: 7).count == 1) }
    let sizes = (1...3000).reduce(into: [Int: Int]()) { $0[part("key \($1)", of: 3)[0], default: 0] += 1 }
    #expect(sizes.count == 3 && sizes.values.allSatisfy { (900...1100).contains($0) })
  }

  @Test func `an object without a key is in the first part`() {
    #expect(part("", of: 7) == [1])
  }

  @Test func `the samples of parts, joined, are the sample of the whole`() throws {
    let folder = try TemporaryFolder()
    let spill = try SpillFile(folder: folder.path)
    func entry(_ number: Int) throws -> SpillEntry {
      var header = SpilledObject.Header()
      header.offset = UInt64(number * 100)
      let object = SpilledObject(header: header, key: [1], alternative: [], subclass: [], document: [])
      return try spill.append(object, id: UInt64(number))
    }
    let entries = try (0..<5000).map(entry)
    func sample(_ numbers: some Sequence<Int>) -> [SpillEntry] {
      var sample = KeptSample()
      for number in numbers where sample.wants(UInt64(number * 100)) {
        sample.add(entries[number], UInt64(number * 100))
      }
      return sample.entries
    }
    let whole = sample(0..<5000).map(\.id)
    #expect(whole.count == 500 && Set(whole.map { $0 / 1000 }).count == 5)
    let parts = (0..<3).flatMap { part in sample((0..<5000).filter { $0 % 3 == part }).map { Int($0.id) } }
    #expect(sample(parts.sorted()).map(\.id) == whole)
  }

  // MARK: Large worlds

  private func runs(_ world: World, _ change: (inout PlanOptions) -> Void = { _ in }) -> ShardRuns {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    change(&options)
    return ShardRuns(options, in: world.folder)
  }

  private func expectEqual(
    _ runs: ShardRuns,
    _ counts: [Int] = [1, 2, 3, 7],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try runs.whole()
    for count in counts {
      #expect(
        ShardRuns.differences(whole, try runs.joined(count)) == [],
        "\(count) parts",
        sourceLocation: sourceLocation
      )
    }
  }

  @Test func `a guard that only the whole trips`() throws {
    // 60 of 150: no third of them would be a mass deletion, nor all of them without the limit.
    let world = try messages(
      backup: (1...220).map { World.stored("k\($0)", createdDay: 1) },
      export: (1...99).map { World.exported("k\($0)", createdDay: 1) }
    )
    let whole = try runs(world).whole()
    #expect(whole["stops"]?.contains("mass deletion") == true)
    try expectEqual(runs(world))
    try expectEqual(
      runs(world) {
        $0.lifted.massDeletion = ["Message"]
        $0.maxObjects = 120
      }
    )
  }

  /// 900 messages of which a third is gone, and all others have changed in a way that nothing explains.
  private func changed(_ prefix: String = "k ", encoded: String = "k%20") throws -> World {
    // Half of them share their names with another one.
    func name(_ number: Int) -> String { "name \(number % 4 < 2 ? number / 2 : number + 1000)" }
    func stored(_ number: Int) -> Document {
      [
        "_id": .string("\(prefix)\(number)"), "version": .int32(1), "name": .string(name(number)),
        "of": .string("/db/Message/\(encoded)\((number * 7 + 1) % 900)"), "old": .int32(Int32(number)),
      ]
    }
    return try World(
      backup: [
        .init(
          "Message",
          (0..<900).map(stored),
          metadata: #"{"indexes":[{"key":{"name":1},"name":"name_1","unique":true}]}"#
        )
      ],
      export: [
        "Message.json": World.array(
          (0..<900).filter { $0 % 3 > 0 }.map { number in
            #"{"id":"/db/Message/\#(encoded)\#(number)","version":1,"name":"\#(name(number))","new":\#(number)}"#
          }
        )
      ]
    )
  }

  @Test func `samples, unique indexes, lost references and differences of form`() throws {
    let world = try changed()
    try expectEqual(runs(world), [3])
    let lifted = runs(world) { $0.lifted.form = ["Message"] }
    let whole = try lifted.whole()
    #expect(whole["warnings"]?.contains("--map-field old=new") == true)
    #expect(
      whole["warnings"]?.contains("no longer refer") == true && whole["objects"]?.contains("unique-index") == true
    )
    try expectEqual(lifted, [3, 7])
    try expectEqual(
      runs(world) {
        $0.lifted.form = ["Message"]
        $0.strictReferences = true
        $0.comparison.mappedFields = ["old": "new"]
      },
      [2]
    )
  }

  @Test func `keys that may be read in two ways`() throws {
    try expectEqual(runs(try changed("k %", encoded: "k%20%25")) { $0.lifted.form = ["Message"] }, [3])
  }

  @Test func `an id that stands twice in the export is seen by one part only`() throws {
    let day: Int64 = 2
    let world = try World(
      backup: [
        .init("Message", (1...20).map { World.stored("k\($0)", createdDay: day) }),
        .init("Note", (1...20).map { World.stored("n\($0)", createdDay: day) }),
      ],
      export: [
        "Message.json": World.array((1...10).map { World.exported("k\($0)", createdDay: 5) } + [World.exported("k1")]),
        "Note.json": World.array((1...5).map { World.exported("n\($0)", table: "Note") }),
      ]
    )
    let whole = try runs(world).whole()
    #expect(whole["stops"]?.contains("stands twice") == true && whole["stops"]?.contains("older export") == true)
    try expectEqual(runs(world))
    try expectEqual(runs(world) { $0.lifted.olderExportOfRun = true })
  }

  // MARK: Other forms

  @Test func `subclasses among the objects of their superclass`() throws {
    let schema = Schema([
      .init(name: "Animal", fields: ["name": .string, "friend": .named("Animal")]),
      .init(name: "Dog", superclass: "Animal", fields: ["born": .date]),
      .init(name: "Puppy", superclass: "Dog", fields: ["toys": .integer]),
    ])
    let numbers = 1...40
    let stored = numbers.flatMap { number -> [Document] in
      let friend = DocumentValue.string("/db/\(["Dog", "Animal", "Puppy"][number % 3])/\(number * 3 % 40)")
      return [
        ["_id": .string("\(number)"), "name": "Tom", "friend": friend],
        ["_id": .string("/db/Dog/\(number)"), "name": "Rex", "friend": friend],
        ["_id": .string("x\(number)"), "_class": "Puppy", "toys": .int32(1), "friend": friend],
      ]
    }
    let dogs = numbers.map { ["_id": .string("d\($0)"), "friend": .string("/db/Dog/\($0)")] as Document }
    func exported(_ kind: String, _ key: String, _ rest: String) -> String {
      #"{"id":"/db/\#(kind)/\#(key)","name":"\#(rest)"}"#
    }
    let world = try World(
      backup: [.init("Animal", stored), .init("Dog", dogs)],
      export: [
        "Animal.json": World.array(
          numbers.filter { $0 % 2 == 0 }.map { exported("Animal", "\($0)", "Tom") }
            + numbers.filter { $0 % 3 == 0 }.map { exported("Dog", "\($0)", "Max") }
            + numbers.filter { $0 % 5 == 0 }.map { exported("Dog", "d\($0)", "new") }
        ),
        "Dog.json": World.array(numbers.filter { $0 % 4 == 0 }.map { exported("Dog", "d\($0)x", "new") }),
      ]
    )
    for references in [false, true] {
      try expectEqual(
        runs(world) { options in
          options.comparison.schema = schema
          options.lifted.form = ["Animal", "Dog"]
          options.lifted.noOverlap = ["Dog"]
          if references {
            options.selection.tables = ["Dog"]
            options.selection.withReferences = true
            options.selection.withReferrers = true
          }
        }
      )
    }
  }

  @Test func `a second archive in the place of the export`() throws {
    let world = try messages(backup: (1...30).map { World.stored("k%\($0)") }, export: [])
    let now = (1...30).filter { $0 % 3 > 0 }.map { number in
      World.stored("k%\(number)", version: number % 2 == 0 ? 1 : 2, text: number % 2 == 0 ? nil : "new")
    }
    let archive = ArchiveWriter.archive([.init("Message", now + [World.stored("new")])])
    let current = try world.folder.write(archive, to: "current.archive")
    try expectEqual(runs(world) { $0.current = [current] })
    try expectEqual(
      runs(world) {
        $0.current = [current]
        $0.outputFormat = .legacyExtendedJSON
      }
    )
  }
}
