import Foundation
import Synchronization
import TestSupport
import Testing
import Values

@testable import Merge

/// Runs whose indexes of the export are on the disk.
@Suite struct LimitedMemoryTests {
  /// All that a plan says, line by line.
  private func lines(_ plan: Plan) throws -> [String] {
    var lines = plan.warnings.map { "\($0)" } + plan.stops.map { "\($0)" }
    lines += plan.namedIDs.map { "\($0)" } + plan.lostReferences.map { "\($0)" } + plan.backups.map { "\($0)" }
    lines.append("\(plan.exports) \(String(describing: plan.deletedChanged))")
    for table in plan.tables {
      var figures = table.figures
      figures.statuses = nil
      let statuses = table.figures.statuses?.map { "\($0.key): \($0.value)" }.sorted() ?? []
      lines.append("\(table.name) \(figures) \(statuses)")
      lines.append("\(table.stops) \(table.unchangedSample) \(table.sources)")
      try plan.forEachRecovered(in: table) { lines.append("recovered \(String(decoding: $0.json, as: UTF8.self))") }
      try plan.forEachWithheld(in: table) { lines.append("withheld \($0)") }
      guard plan.options.keepsEveryObject, !plan.tables.contains(where: { $0.stops.contains { $0.isOfExport } }) else {
        continue
      }
      try plan.forEachDeleted(in: table, labels: ["text"], make: { "\($0)" }, { lines.append("deleted \($0)") })
      try plan.forEveryChanged(in: table, labels: ["text"], make: { "\($0)" }, { lines.append("changed \($0)") })
      try plan.forEachCreated(in: table) { lines.append("created \($0)") }
    }
    return lines
  }

  /// Plans twice, with the indexes in memory and with no memory for them.
  private func compare(_ label: String, indexBytes: Int = 0, _ options: PlanOptions) throws {
    let results = [nil, indexBytes].map { indexBytes -> [String] in
      var options = options
      options.indexBytes = indexBytes
      do {
        return try lines(try Planner(options).plan())
      } catch {
        return ["\(error)"]
      }
    }
    let differences = Array(results[1].difference(from: results[0]))
    #expect(differences.isEmpty, "\(label): \(differences.prefix(4))")
  }

  @Test(arguments: 0..<10) func `a plan is the same, whatever is in memory`(part: UInt64) throws {
    for seed in 5000 + part * 20..<5020 + part * 20 {
      var options = try ModelFiles(ModelWorld(seed: seed), seed: seed).options
      options.keepsEveryObject = seed % 2 == 0
      options.hashesInputs = seed % 3 == 0
      if seed % 5 == 0 { options.sampling = UnchangedSample(size: 5, seed: 1) }
      try compare("seed \(seed)", indexBytes: seed % 4 == 0 ? 60_000 : 0, options)
    }
  }

  // MARK: What the random worlds do not have

  private func options(_ world: World) -> PlanOptions {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.keepsEveryObject = true
    return options
  }

  @Test func `a document of one collection can be another table's`() throws {
    let world = try World(
      backup: [
        .init("Message", (1...4).map { World.stored("k\($0)") }),
        .init(
          "Other",
          [["id": "/db/Message/k4"], ["id": "/db/Message/k5"], ["_id": "o3"]]
        ),
      ],
      export: [
        "Message.json": World.array((2...6).map { World.exported("k\($0)") }),
        "Other.json": #"[{"id":"/db/Other/o3"}]"#,
      ]
    )
    try compare("other collection", options(world))
  }

  @Test func `objects of subclasses are found among those of their superclass`() throws {
    let schema = Schema([
      .init(name: "Animal", fields: ["name": .string]),
      .init(name: "Dog", superclass: "Animal", fields: ["born": .date]),
    ])
    let dogs: [Document] = (1...6).map { ["_id": .string("/db/Dog/\($0)"), "name": "Rex", "born": .date(0)] }
    let texts = (2...5).map { #"{"id":"/db/Dog/\#($0)","name":"Rex","born":"1970-01-0\#($0 / 2)"}"# }
    for (stored, exported) in [("Dog", "Animal"), ("Animal", "Animal"), ("Animal", "Dog"), ("Dog", "Dog")] {
      let world = try World(
        backup: [.init(stored, dogs + [["_id": "7", "name": "Tom"]])],
        export: ["\(exported).json": World.array(texts)]
      )
      var options = options(world)
      options.comparison.schema = schema
      try compare("\(stored) in \(exported)", options)
    }
  }

  @Test func `a second archive can say what is there now`() throws {
    let world = try World(
      backup: [.init("Message", (1...30).map { World.stored("k\($0)") }), .init("Other", [World.stored("o1")])],
      export: [:]
    )
    let current = ArchiveWriter.archive([
      .init("Message", (5...40).map { World.stored("k\($0)", version: $0 % 7 == 0 ? 2 : 1) }),
      .init("Other", [World.stored("o1")]),
    ])
    var options = options(world)
    options.current = [try world.folder.write(current, to: "current.archive")]
    try compare("archive", options)
  }

  @Test func `an id that stands in the export twice is damage, and the first one is named`() throws {
    let ids = ["k1", "k2", "k3", "k3", "k2", "k4"]
    let world = try messages(backup: [World.stored("k2")], export: ids.map { World.exported($0) })
    try compare("repeated", options(world))
    #expect(try world.plan { $0.indexBytes = 0 }.guards() == [.damagedExport])
  }

  @Test func `what a broken backup lost is lost once`() throws {
    let documents = (1...400).map { World.stored("k\($0)", text: "\(UInt64($0) &* 0x9E37_79B9_7F4A_7C15)") }
    let world = try messages(backup: documents, export: (1...90).map { World.exported("k\($0)") })
    try world.replaceBackup(Array((world.folder.read("2021-05-04Z.dump.gz") ?? []).dropLast(700)))
    try compare("broken", options(world))
    var options = options(world)
    options.lifted.salvage = true
    try compare("salvaged", options)
  }

  // MARK: What is refused

  @Test func `a limit below what the program needs is refused`() throws {
    let world = try messages(backup: [], export: [])
    #expect(throws: MergeError.usage(.smallMemoryLimit(63_999_999, least: 64_000_000))) {
      try world.plan { $0.memoryLimit = 63_999_999 }
    }
    #expect(try world.plan { $0.memoryLimit = 64_000_000 }.tables.count == 1)
  }

  @Test func `a pipe is no backup that can be read twice`() throws {
    let world = try messages(backup: [World.stored("k1")], export: [World.exported("k1")])
    let pipe = world.folder.path(of: "pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let bytes = world.folder.read("2021-05-04Z.dump.gz") ?? []
    for indexBytes in [nil, 0] {
      let writer = Thread { try? Data(bytes).write(to: URL(fileURLWithPath: pipe)) }
      writer.start()
      var options = options(world)
      options.backups = [pipe]
      options.indexBytes = indexBytes
      if indexBytes == nil {
        #expect(try Planner(options).plan().tables.count == 1)
      } else {
        #expect(throws: MergeError.usage(.readTwice(path: pipe))) { try Planner(options).plan() }
      }
    }
  }

  @Test func `a backup that changes between its two readings is noticed`() throws {
    let world = try messages(backup: [World.stored("k1")], export: [World.exported("k1")])
    let (path, hasChanged) = (world.backup, ChangesOnce())
    #expect(throws: MergeError.changedBackup(path: path)) {
      try world.plan { options in
        options.indexBytes = 0
        options.overlooked = { _ in
          hasChanged.once {
            let later = ArchiveWriter.archive([.init("Message", [World.stored("k1"), World.stored("k2")])])
            try? Data(later).write(to: URL(fileURLWithPath: path))
          }
          return false
        }
      }
    }
  }

  /// Does something once.
  private final class ChangesOnce: Sendable {
    private let isDone = Mutex(false)
    func once(_ body: () -> Void) {
      let wasDone = isDone.withLock { isDone in
        defer { isDone = true }
        return isDone
      }
      if !wasDone { body() }
    }
  }

  @Test func `what is deleted may take no more either`() throws {
    let world = try messages(backup: (1...200_000).map { ["_id": .string("k\($0)")] }, export: [])
    let needed = MergeError.memoryLimit(allowedBytes: 64_000_000, neededBytes: 64_000_128)
    #expect(throws: needed) {
      try world.plan { options in
        options.memoryLimit = 64_000_000
        options.indexBytes = 0
        options.keepsEveryObject = true
        options.lifted.massDeletion = ["Message"]
        options.lifted.assumeEmpty = ["Message"]
      }
    }
  }

  @Test func `progress tells of both readings`() throws {
    let world = try messages(backup: [World.stored("k1")], export: [World.exported("k1")])
    let progress = RunProgress()
    _ = try world.plan { options in
      options.indexBytes = 0
      options.progress = progress
    }
    let readings = progress.states.filter { $0.stage == .readingBackup }
    #expect(readings.map(\.objects) == [1, 1])
    #expect(readings.allSatisfy { $0.bytes == $0.totalBytes })
  }

  @Test func `what does not fit is said, with how much would`() throws {
    var options = PlanOptions(backup: "", current: [])
    options.memoryLimit = 100_000_000
    let memory = try #require(try LimitedMemory(options))
    try memory.take(58_000_000)
    #expect(throws: MergeError.memoryLimit(allowedBytes: 100_000_000, neededBytes: 101_000_000)) {
      try memory.take(3_000_000)
    }
    memory.giveBack(1_000_000)
    try memory.take(3_000_000)
    #expect(throws: MergeError.self) { try Verdicts(backups: [0..<10], memory: memory) }
  }

  // MARK: The index

  private let key = FingerprintKey.random()

  private func record(_ number: Int) -> ExportRecord {
    let body = Fingerprint(low: UInt64(number), high: 0)
    return ExportRecord(id: key.hash(Array("\(number)".utf8)), body: body, evidence: Evidence(version: Int64(number)))
  }

  @Test func `an index that cannot grow goes to the disk, with what it held`() throws {
    let folder = try TemporaryFolder()
    var options = PlanOptions(backup: "", current: [])
    options.temporaryFolder = folder.path
    options.indexBytes = 3_000_000
    let memory = try #require(try LimitedMemory(options))
    let indexes = [40_000, 100_000].map { _ in ExportIndex(memory: memory) }
    for (index, count) in zip(indexes, [40_000, 100_000]) {
      for number in 0..<count { try index.append(record(number == 80_000 ? 5 : number), of: count) }
      #expect(try index.finish() == nil)
    }
    #expect(indexes.map { $0.partitions == nil } == [true, false])
    for index in indexes { try index.makeRoom() }
    let partitions = try #require(memory.exceeded)
    let repeated = try partitions.finish(memory)
    #expect(repeated.count == 1)
    let number = try #require(indexes[1].partitions?.number)
    let twice = try #require(repeated[number])
    #expect(indexes[1].take(twice)?.hasSameID(as: record(5)) == true)
    #expect(indexes.map(\.count) == [40_000, 100_000])
    #expect(indexes.map(\.distinctCount) == [40_000, 99_999])
    for number in 0..<120_000 {
      let id = key.hash(Array("\(number)".utf8))
      #expect(indexes[0].find(id) == nil)
      let isThere = [number < 40_000, number < 100_000 && number != 80_000]
      #expect(try indexes.map { try $0.contains(id) } == isThere)
    }
    // What comes back is found again, as it was.
    for number in 0..<1000 { try indexes[1].keep(record(number), part: 1 + number / 100, of: 256) }
    for number in 0..<1000 {
      let slot = try #require(indexes[1].find(key.hash(Array("\(number)".utf8))))
      #expect(indexes[1][slot].body == UInt64(number))
    }
    #expect(indexes[1].distinctCount == 99_999)
  }
}

extension Stop {
  /// Whether the export cannot be read for what is there now.
  fileprivate var isOfExport: Bool { stoppedBy == .damagedExport || stoppedBy == .missingTable }
}
