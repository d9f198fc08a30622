import TestSupport

@testable import Merge

/// What is asked for in a random world.
struct ModelRequest: Sendable {
  /// Whether objects of tables are named or referred to whose export is damaged: what the program says of them
  /// depends on the kind of the damage, and it may say that an object is deleted which it has read in the export.
  static let namesObjectsOfDamagedTables = false

  var selection = Selection()
  /// The ids of the selection in their normal form; nil for all objects.
  var ids: [String]?
  var lifted = LiftedGuards()
  var strictReferences = false
  var maxObjects: Int?
  /// Ids that must not come back, in their normal form.
  var erased: Set<String> = []
  var keepsReferrersOfErased = false

  init() {}

  /// Draws what is asked for in a world.
  init(_ world: ModelWorld, _ random: inout SeededGenerator) {
    selection.allDeleted = true
    let stored = world.tables.filter { $0.snapshots.contains { $0 != nil } }.map(\.name)
    // A key that could be read in two ways may be named in two ways, too; which one counts is said nowhere.
    let isSound = world.tables.allSatisfy { $0.export?.damage == nil } || Self.namesObjectsOfDamagedTables
    let keys = world.tables.flatMap { table in
      let keys = Set(
        table.snapshots.flatMap { $0?.objects.keys.map { $0 } ?? [] } + (table.export?.objects.keys.map { $0 } ?? [])
      )
      return keys.filter { $0.decoded == nil }.map { (table.name, $0.text) }
    }
    .sorted { $0 < $1 }

    if random.chance(0.25) {
      selection.tables = Array(stored.shuffled(using: &random).prefix(random.element(of: [1, 1, 2])))
    }
    if random.chance(0.25), !keys.isEmpty, isSound {
      var named = Array(keys.shuffled(using: &random).prefix(random.element(of: [1, 3, 12])))
      if random.chance(0.1) { named.append((named[0].0, "unknown")) }
      if !selection.tables.isEmpty { named = named.filter { selection.tables.contains($0.0) } }
      if !named.isEmpty {
        ids = named.map { ModelKey.id($0.0, $0.1) }
        selection.ids = named.map { ModelKey.spelled($0.0, $0.1, &random) }
      }
    }
    if random.chance(0.1) { selection.changed = period(world, &random) }
    if random.chance(0.1) { selection.created = period(world, &random) }
    if random.chance(0.1), world.isDated { selection.deleted = period(world, &random) }
    selection.withReferences = random.chance(0.3) && isSound
    selection.withReferrers = random.chance(0.2) && isSound
    strictReferences = random.chance(0.25)
    if random.chance(0.15) { maxObjects = Int.random(in: 0...10, using: &random) }
    if random.chance(0.15) {
      erased = Set(keys.shuffled(using: &random).prefix(4).map { ModelKey.id($0.0, $0.1) })
      keepsReferrersOfErased = random.chance(0.3)
    }
    if random.chance(0.4) {
      for lift in [
        \LiftedGuards.assumeEmpty, \.noOverlap, \.massDeletion, \.partialExport, \.olderExport, \.form,
      ] {
        lifted[keyPath: lift] = Set(stored.filter { _ in random.chance(0.4) })
      }
      lifted.olderExportOfRun = random.chance(0.4)
    }
    // Which of two documents with one id counts where both are used is said nowhere.
    let isRepeated = world.tables.contains { $0.snapshots.contains { $0?.repeated.isEmpty == false } }
    lifted.salvage = !isRepeated && random.chance(0.3)
  }

  private func period(_ world: ModelWorld, _ random: inout SeededGenerator) -> Period {
    let moments = (0...2).map { _ in
      ModelWorld.start + Int64.random(in: -2...8, using: &random) * ModelWorld.day / 2
    }
    .sorted()
    return random.element(of: [
      Period(after: moments[0]), Period(before: moments[1]), Period(after: moments[0], before: moments[2]),
    ])
  }
}
