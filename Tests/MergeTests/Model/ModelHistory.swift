import TestSupport

/// What happens to the objects of a random world from one backup to the next, and to the export.
struct ModelHistory {
  private let backups: Int
  private let names: [String]
  /// How likely an object is deleted, edited, and created between two moments.
  private let deletion: Double
  private let edit: Double
  private let contradiction: Double
  /// The keys of the tables, for references.
  private var keys: [String: [ModelKey]] = [:]
  private var nextKey = 0

  init(backups: Int, _ random: inout SeededGenerator) {
    self.backups = backups
    names = Array(
      ["Message", "User", "logs.Entry", "Größe"].shuffled(using: &random).prefix(random.element(of: [1, 2, 2, 3]))
    )
    deletion = random.element(of: [0, 0.1, 0.3, 0.6])
    edit = random.element(of: [0.1, 0.3, 0.9])
    contradiction = random.element(of: [0, 0, 0.02, 0.7])
  }

  /// Draws the tables of the world.
  mutating func tables(_ random: inout SeededGenerator) -> [ModelTable] {
    for name in names {
      let size =
        random.chance(0.01) ? Int.random(in: 99...215, using: &random) : random.element(of: [0, 1, 3, 6, 10, 25])
      keys[name] = (0..<size).map { _ in key(&random) }
    }
    return names.map { table($0, &random) }
  }

  // MARK: Keys

  private mutating func key(_ random: inout SeededGenerator) -> ModelKey {
    nextKey += 1
    let number = nextKey
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return same("a b\(number)", .text)
    case 1: return same("a/\(number)", random.element(of: [.text, .reference]))
    case 2: return same("日本💥\(number)", random.element(of: [.text, .reference, .both]))
    case 3: return same("\(number)%", random.element(of: [.text, .reference]))
    case 4: return same("/db/Other/\(number)", .text)
    case 5: return same("(it's)*\(number)!~", .text)
    case 6: return same(ModelKey.hex((0..<12).map { _ in UInt8.random(in: 0...255, using: &random) }), .objectID)
    case 7: return same("\(number * (random.chance(0.5) ? 1 : -1))", .integer)
    case 8:
      let digits = ModelKey.hex((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
      let ends = [8, 12, 16, 20, 32]
      let parts = zip([0] + ends, ends).map { String(digits.dropFirst($0).prefix($1 - $0)) }
      return same(parts.joined(separator: "-"), .uuid)
    case 9 where random.chance(0.3):
      return ModelKey(text: "a%20\(number)", exported: random.chance(0.5) ? "a%20\(number)" : "a \(number)")
    default: return same("k\(number)", random.element(of: [.text, .text, .reference, .both]))
    }
  }

  private func same(_ text: String, _ form: ModelKey.Form) -> ModelKey {
    ModelKey(text: text, exported: text, form: form)
  }

  // MARK: Tables

  private mutating func table(_ name: String, _ random: inout SeededGenerator) -> ModelTable {
    var table = ModelTable(name: name)
    let indexes = self.indexes(&random)
    let readers: [ModelMember]? = random.chance(0.05) ? [ModelMember("/db/User/1", .text("allow"))] : nil
    var objects: [ModelKey: ModelObject] = [:]
    for key in keys[name] ?? [] where random.chance(0.8) { objects[key] = object(before: 0, &random) }
    var states: [[ModelKey: ModelObject]] = [objects]
    for moment in 1...backups {
      objects = later(objects, name, moment, &random)
      states.append(objects)
    }
    for backup in 0..<backups {
      guard backup == backups - 1 || random.chance(0.9) else {
        table.snapshots.append(nil)
        continue
      }
      var snapshot = ModelTable.Snapshot(objects: states[backup], indexes: indexes)
      damage(&snapshot, backup, &random)
      table.snapshots.append(snapshot)
    }
    if random.chance(0.95) {
      // Now and then the export is older than the newest backup.
      var export = states[random.chance(0.03) ? Int.random(in: 0..<backups, using: &random) : backups]
      if random.chance(0.05) { export = [:] }
      if let readers {
        for key in states[backups - 1].keys where export[key] == nil {
          for backup in 0..<backups { table.snapshots[backup]?.objects[key]?.read = readers }
        }
      }
      if random.chance(0.3), export.count > 100 {
        export = Dictionary(uniqueKeysWithValues: export.sorted { $0.key.text < $1.key.text }.prefix(100).map { $0 })
      }
      table.export = .init(objects: export)
      repeatOne(in: &table, &random)
      if random.chance(0.03), !export.isEmpty {
        table.export?.damage = random.element(of: ModelTable.Damage.allCases)
      }
    }
    return table
  }

  private func indexes(_ random: inout SeededGenerator) -> [ModelTable.Index] {
    let kinds: [ModelTable.Index] = [
      .init(members: ["name"], isSparse: false), .init(members: ["name"], isSparse: true),
      .init(members: ["name", "rank"], isSparse: false), .init(members: ["name", "rank"], isSparse: true),
      .init(members: ["tags"], isSparse: true),
    ]
    return random.chance(0.6) ? [] : Array(kinds.shuffled(using: &random).prefix(random.element(of: [1, 1, 2])))
  }

  private func damage(_ snapshot: inout ModelTable.Snapshot, _ backup: Int, _ random: inout SeededGenerator) {
    if random.chance(0.02) { snapshot.isDamaged = true }
    if random.chance(0.05) { snapshot.keyless = [object(before: backup, &random)] }
  }

  /// Puts an object into a backup twice, now and then with another body.
  private func repeatOne(in table: inout ModelTable, _ random: inout SeededGenerator) {
    guard random.chance(0.1) else { return }
    let backup = Int.random(in: 0..<backups, using: &random)
    guard let (key, object) = table.snapshots[backup]?.objects.min(by: { $0.key.text < $1.key.text }) else { return }
    var repeated = object
    // Of an object that is there, nothing says which of two bodies is compared.
    if random.chance(0.3), table.export?.objects[key] == nil {
      repeated.members.removeAll { $0.name == "text" }
      repeated.members.append(ModelMember("text", .text("another")))
    }
    table.snapshots[backup]?.repeated[key] = repeated
  }

  /// What objects have become until the next moment.
  private mutating func later(
    _ objects: [ModelKey: ModelObject],
    _ table: String,
    _ moment: Int,
    _ random: inout SeededGenerator
  ) -> [ModelKey: ModelObject] {
    var later: [ModelKey: ModelObject] = [:]
    for key in keys[table] ?? [] {
      guard let object = objects[key] else {
        if random.chance(0.1) { later[key] = self.object(before: moment, &random) }
        continue
      }
      if random.chance(deletion) {
        // Some are made again under their old ids.
        if random.chance(0.1) { later[key] = self.object(before: moment, &random) }
      } else {
        later[key] = random.chance(edit) ? edited(object, moment, &random) : object
      }
    }
    return later
  }

  private func time(before moment: Int, _ random: inout SeededGenerator) -> Int64 {
    ModelWorld.moment(moment) - Int64.random(in: 1...ModelWorld.day, using: &random)
  }

  private func object(before moment: Int, _ random: inout SeededGenerator) -> ModelObject {
    let created = time(before: moment, &random)
    return ModelObject(
      version: random.chance(0.97) ? 1 : nil,
      createdAt: random.chance(0.97) ? created : nil,
      updatedAt: random.chance(0.97) ? created : nil,
      read: random.chance(0.1) ? rules(&random) : [],
      write: random.chance(0.1) ? rules(&random) : [],
      members: members(&random)
    )
  }

  private func edited(_ object: ModelObject, _ moment: Int, _ random: inout SeededGenerator) -> ModelObject {
    var edited = object
    // Some are written with what they were.
    if random.chance(0.8) { edited.members = members(&random) }
    if random.chance(0.1) { edited.write = rules(&random) }
    edited.version = object.version.map { $0 + 1 }
    edited.updatedAt = object.updatedAt.map { _ in time(before: moment, &random) }
    guard random.chance(contradiction) else { return edited }
    if moment < backups {
      // So seldom that most worlds have a plan.
      guard random.chance(0.1) else { return edited }
      edited.version = object.version.map { $0 - 1 }
      edited.updatedAt = object.updatedAt.map { $0 - ModelWorld.day }
      return edited
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: edited.version = object.version
    case 1: edited.version = object.version.map { $0 - 1 }
    case 2: edited.updatedAt = object.updatedAt
    case 3: edited.updatedAt = object.updatedAt.map { $0 - ModelWorld.day }
    case 4: (edited.version, edited.updatedAt) = (object.version, object.updatedAt.map { $0 + 1000 })
    case 5: (edited.version, edited.updatedAt) = (object.version, object.updatedAt.map { $0 - 1001 })
    case 6: edited.createdAt = object.createdAt.map { $0 - 5000 }
    default: (edited.version, edited.updatedAt) = (object.version, nil)
    }
    return edited
  }

  // MARK: Bodies

  private func rules(_ random: inout SeededGenerator) -> [ModelMember] {
    [
      ModelMember(
        ModelKey.id("User", "\(Int.random(in: 1...3, using: &random))"),
        .text(random.element(of: ["allow", "deny"]))
      )
    ]
  }

  private func members(_ random: inout SeededGenerator) -> [ModelMember] {
    var members: [ModelMember] = []
    if random.chance(0.7) {
      members.append(ModelMember("name", .text(random.element(of: ["ann", "Ann", "bob", "eve", "zoë"]))))
    }
    if random.chance(0.5) { members.append(ModelMember("rank", .whole(Int64.random(in: 1...3, using: &random)))) }
    if random.chance(0.3) {
      members.append(
        ModelMember(
          "tags",
          .array([
            .text("t\(Int.random(in: 1...30, using: &random))"), .text("u\(Int.random(in: 1...30, using: &random))"),
          ])
        )
      )
    }
    for name in ["text", "list", "map", "_secret"] where random.chance(0.4) {
      members.append(ModelMember(name, value(depth: 2, &random)))
    }
    if random.chance(0.3) { members.append(ModelMember("owner", .text(reference(&random)))) }
    if random.chance(0.2) {
      members.append(ModelMember("members", .array([.text(reference(&random)), .text(reference(&random))])))
    }
    if random.chance(0.1) {
      members.append(ModelMember("roles", .object([ModelMember(reference(&random), .whole(1))])))
    }
    if random.chance(0.02) {
      members.append(ModelMember("odd", random.element(of: [.binary([1, 2]), .double(.infinity)])))
    }
    return members
  }

  /// The id of some object, be it there or not.
  private func reference(_ random: inout SeededGenerator) -> String {
    let table = random.element(of: names)
    guard random.chance(0.9), let keys = keys[table], !keys.isEmpty else {
      return random.element(of: ["/db/\(table)/gone", "/db/Device/1"])
    }
    return ModelKey.spelled(table, random.element(of: keys).text, &random)
  }

  private func value(depth: Int, _ random: inout SeededGenerator) -> ModelValue {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 8), using: &random) {
    case 0: return .null
    case 1: return .boolean(random.chance(0.5))
    case 2: return .whole(random.element(of: [0, 1, -1, 20, 1 << 53 + 1, .max, .min]))
    case 3: return .double(random.element(of: [0, -0.0, 1, 0.1, -2.25, 1e-7, 1e300, 123_456.789]))
    case 4: return .date(random.element(of: [0, 1, -1, 1_620_000_000_500, -62_167_219_200_000, 253_402_300_799_999]))
    case 5: return .objectID((1...12).map { _ in UInt8.random(in: 0...3, using: &random) })
    case 6, 7:
      return .text(
        random.element(of: [
          "", "null", "日本 💥", "quote \" \\ / \n\u{1}", "2021-05-04T00:00:00.50Z", "2021-05-04T00:00:00.5Z",
          "2021-02-29T00:00:00.50Z", "2021-02-29T00:00:00.5Z", "2021-05-04T24:00:00Z", "/db/", "/db/User", "1",
        ])
      )
    case 8: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth - 1, &random) })
    default:
      let names = ["a", "b", "c"].prefix(Int.random(in: 0...3, using: &random))
      return .object(names.map { ModelMember($0, value(depth: depth - 1, &random)) })
    }
  }
}
