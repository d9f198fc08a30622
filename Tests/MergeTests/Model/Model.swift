@testable import Merge

/// What the words of the program mean, said a second time and as simply as possible: dictionaries, and one object
/// after the other.
struct Model {
  /// An object of the backups.
  struct Entry {
    /// Its id in the normal form; nil where it has none.
    var id: String?
    var object: ModelObject
    /// The backup that holds it last.
    var backup: Int
    var status = Status.deleted
    /// Why it counts as modified or diverged.
    var reason: Reason?
    /// Whether its key has two readings and nothing tells which one is meant.
    var isAmbiguous = false
    var isSelected = false
    var isFollowed = false
    var withheld: String?

    var isWanted: Bool { isSelected || isFollowed }
  }

  /// A table.
  struct Table {
    var name: String
    var entries: [Entry] = []
    /// The export's objects by their ids; nil where there is no file.
    var current: [String: ModelObject]?
    var isExportDamaged = false
    /// Whether an id stands in a backup with two bodies, or a checksum is wrong.
    var isBackupDamaged = false
    var indexes: [ModelTable.Index] = []
    var stops: Set<Guard> = []
    /// Whether it is selected.
    var isSelected = false

    /// Whether it is taken for empty where the export has no file.
    var isAssumedEmpty = false

    /// Whether the export says which objects there are.
    var isKnown: Bool { (current != nil || isAssumedEmpty || entries.isEmpty) && !isExportDamaged }
    var deleted: [Entry] { isKnown ? entries.filter { $0.status == .deleted } : [] }
    /// The entries on both sides.
    var common: [Entry] { isKnown ? entries.filter { $0.status != .deleted } : [] }
  }

  let world: ModelWorld
  var request: ModelRequest { world.request }
  var tables: [Table] = []
  var stops: Set<Guard> = []
  /// Whether an older backup has later evidence of an object.
  private(set) var isWrongOrder = false

  init(_ world: ModelWorld) {
    self.world = world
    for table in world.tables {
      let isStored = table.snapshots.contains { $0 != nil }
      guard isStored || table.export != nil else { continue }
      var goesBack = false
      var table = Table(table, salvages: request.lifted.salvage, &goesBack)
      table.isAssumedEmpty = request.lifted.assumeEmpty.contains(table.name)
      // Of a table whose export says nothing no object is kept, and so none is held against an older state.
      if goesBack, !table.isExportDamaged, table.current != nil || table.isAssumedEmpty { isWrongOrder = true }
      tables.append(table)
    }
    select()
    follow()
    stopTables()
    stopRunOlder()
    withhold()
    stopRunTooMany()
  }

  /// What comes of the world.
  var outcome: ModelOutcome {
    var outcome = ModelOutcome()
    if isWrongOrder {
      outcome.stops = ["wrong order"]
      return outcome
    }
    outcome.stops = Set(stops.map(\.rawValue))
    for id in request.ids ?? [] { outcome.named.append("\(id): \(status(of: id)?.rawValue ?? "unknown")") }
    for table in tables where table.isSelected || table.entries.contains(where: \.isWanted) {
      outcome.tables[table.name] = table.outcome(backups: world.backups, isRunStopped: !stops.isEmpty)
    }
    return outcome
  }

  private func status(of id: String) -> Status? {
    for table in tables {
      if let entry = table.entries.first(where: { $0.id == id }) { return entry.status }
      if table.current?[id] != nil { return .created }
    }
    return nil
  }
}

extension Model.Table {
  fileprivate func outcome(backups: Int, isRunStopped: Bool) -> ModelOutcome.Table {
    var outcome = ModelOutcome.Table()
    outcome.stops = Set(stops.map(\.rawValue))
    outcome.backup = entries.count
    outcome.current = isExportDamaged ? nil : current?.count ?? 0
    if isKnown {
      var statuses = Dictionary(grouping: entries, by: \.status).mapValues(\.count)
      let ids = Set(entries.compactMap(\.id))
      let created = (current ?? [:]).keys.filter { !ids.contains($0) }.count
      if created > 0 { statuses[.created] = created }
      outcome.statuses = statuses
    }
    outcome.selected = entries.filter(\.isSelected).count
    outcome.followed = entries.filter(\.isFollowed).count
    let wanted = entries.filter(\.isWanted)
    let recovered = !stops.isEmpty || isRunStopped ? [] : wanted.filter { $0.withheld == nil }
    outcome.recoveredCount = recovered.count
    outcome.withheldCount = wanted.count - recovered.count
    outcome.recovered =
      recovered.sorted { ($0.id ?? "").utf8.lexicographicallyPrecedes(($1.id ?? "").utf8) }
      .map { $0.object.whole(id: $0.id ?? "") }
    if stops.isEmpty {
      outcome.withheld = wanted.compactMap { entry in entry.withheld.map { "\(entry.id ?? "?"): \($0)" } }.sorted()
    }
    outcome.diverged =
      isExportDamaged
      ? nil
      : entries.filter { $0.status == .diverged }.map {
        "\($0.id ?? "?"): \($0.reason?.rawValue ?? "?")"
      }.sorted()
    if backups > 1 && !recovered.isEmpty {
      outcome.sources = (0..<backups).reversed().map { backup in recovered.filter { $0.backup == backup }.count }
    }
    return outcome
  }
}
