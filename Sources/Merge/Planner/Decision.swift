import BSON
import ExtendedJSON
import Values

/// Decides, of the objects that a backup pass has found deleted, which ones are recovered.
struct Decision {
  let plan: Plan
  let selected: SelectedTables
  let tables: Tables
  let latestOfExport: Int64?

  var options: PlanOptions { plan.options }
  var guards: TableGuards { TableGuards(lifted: options.lifted, latestOfExport: latestOfExport) }

  /// Completes the plan.
  func decide() throws(MergeError) {
    options.progress?.begin(.deciding)
    let filter = try ObjectFilter(options.selection, backups: plan.backups)
    var decisions = tables.all.filter(isListed).map {
      TableDecision($0, plan: plan, guards: guards, tables: tables)
    }
    try findCommonalities(decisions)
    for decision in decisions {
      try decision.judge()
      try decision.select(ids: selected.ids, filter: filter)
    }
    try follow(&decisions)
    let objects = decisions.map { ($0, $0.candidates) }
    let decided = try atOnce(objects) { (decision, some) throws(MergeError) in try decision.decideOneByOne(some) }
    for (decision, decided) in decided { decision.take(decided) }
    for decision in decisions { try decision.withholdClashing() }
    settleReferences(decisions)
    warnOfUnknownTables(decisions)
    try finish(decisions)
    try nameIDs()
    for name in options.selection.excludedTables where !name.contains("*") {
      if tables.existing(name)?.collection == nil {
        plan.warnings.append(Warning(table: nil, kind: .unknownExcludedTable(name)))
      }
    }
    let isNamed = selected.ids?.isEmpty == false && !filter.isActive
    if plan.totals.selected == 0, !isNamed, !options.selection.isEverything {
      plan.warnings.append(Warning(table: nil, kind: .nothingDeleted))
    }
  }

  /// How many objects a thread looks at before it takes others.
  private static let pieceObjects = 500

  /// Looks at objects of tables, some at a time on each thread.
  ///
  /// - Returns: what was found in each piece, in the order of the objects.
  private func atOnce<Found: Sendable>(
    _ objects: [(decision: TableDecision, entries: ArraySlice<SpillEntry>)],
    _ find: @Sendable (TableDecision, ArraySlice<SpillEntry>) throws(MergeError) -> Found
  ) throws(MergeError) -> [(TableDecision, Found)] {
    // Several threads read what is kept.
    try plan.spill.flush()
    let pieces = objects.flatMap { decision, entries in
      stride(from: entries.startIndex, to: entries.endIndex, by: Self.pieceObjects).map { start in
        (decision, entries[start...].prefix(Self.pieceObjects))
      }
    }
    let found = Concurrency(threads: options.threads).map(pieces, size: { $0.1.count }) { decision, entries in
      Result { () throws(MergeError) in try find(decision, entries) }
    }
    var results: [(TableDecision, Found)] = []
    for (piece, found) in zip(pieces, found) { results.append((piece.0, try found.get())) }
    return results
  }

  private func findCommonalities(_ decisions: [TableDecision]) throws(MergeError) {
    for (decision, features) in try atOnce(decisions.map { ($0, $0.alikeDeleted) }, Self.features) {
      decision.commonalities.add(deleted: features)
    }
    for (decision, features) in try atOnce(decisions.map { ($0, $0.alikeKept) }, Self.features) {
      decision.commonalities.add(kept: features)
    }
  }

  private static func features(
    _ decision: TableDecision,
    _ entries: ArraySlice<SpillEntry>
  ) throws(MergeError) -> Commonalities.Features {
    try decision.features(of: entries)
  }

  /// Whether the plan speaks of a table: of the selected ones, and where nothing was selected also of
  /// those that only the export has.
  func isListed(_ run: TableRun) -> Bool {
    if run.collection == nil, run.backupCount == 0 {
      return options.selection.isEverything && run.export.isUsable
    }
    return selected.names.contains(run.name) || run.collection == nil && options.selection.isEverything
  }

  // MARK: References

  /// Adds the objects that go with the selected ones, and their tables.
  private func follow(_ decisions: inout [TableDecision]) throws(MergeError) {
    let selection = options.selection
    guard selection.followsReferences else { return }
    for run in tables.all where selection.withReferrers && !run.keepsDocuments && run.backupCount > 0 {
      plan.warnings.append(Warning(table: run.name, kind: .referrersNotSought))
    }
    var follower = ReferenceFollower(tables: tables, spill: plan.spill, key: plan.key)
    let followed = try follower.follow(
      decisions.map { ($0.run, $0.selected) },
      withReferrers: selection.withReferrers,
      withReferences: selection.withReferences
    )
    for (name, entries) in followed {
      if let decision = decisions.first(where: { $0.run.name == name }) {
        decision.followed = entries
      } else if let run = tables.existing(name) {
        let decision = TableDecision(run, plan: plan, guards: guards, tables: tables)
        try findCommonalities([decision])
        try decision.judge()
        decision.followed = entries
        decisions.append(decision)
      }
    }
    decisions.sort { $0.run.name < $1.run.name }
  }

  /// Says which recovered objects refer to what is not there, or withholds them until none does.
  private func settleReferences(_ decisions: [TableDecision]) {
    while true {
      let recovered = Dictionary(decisions.map { ($0.run.name, Set($0.recovered.map(\.id))) }) { first, _ in first }
      let dangling = decisions.map { ($0, $0.missing.dangling(recovered)) }.filter { !$0.1.isEmpty }
      guard options.strictReferences, !dangling.isEmpty else {
        for (decision, missing) in dangling { decision.warn(dangling: missing) }
        return
      }
      for (decision, missing) in dangling { decision.withhold(dangling: missing) }
    }
  }

  /// Says of which tables nobody knows whether what is referred to is there.
  private func warnOfUnknownTables(_ decisions: [TableDecision]) {
    let unknown = decisions.map(\.missing.unknownTables).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    for (name, objects) in unknown.sorted(by: { $0.key < $1.key }) {
      plan.warnings.append(Warning(table: name, kind: .unknownReferences(objects: objects)))
    }
  }

  // MARK: The run

  private func finish(_ decisions: [TableDecision]) throws(MergeError) {
    let runs = decisions.map(\.run)
    for decision in decisions { plan.tables.append(decision.planned) }
    plan.stops += unreadableFiles
    if let stop = guards.stop(run: runs) { plan.stops.append(stop) }
    let changed = runs.compactMap(\.counts.deletedChanged)
    if let first = changed.map(\.lowerBound).min(), let last = changed.map(\.upperBound).max() {
      plan.deletedChanged = first...last
    }
    let totals = plan.totals
    if let limit = options.maxObjects, totals.recovered > limit {
      plan.stops.append(Stop(stoppedBy: .tooMany, cause: .tooMany(recovered: totals.recovered, limit: limit)))
    }
    for backup in plan.backups {
      if let failure = backup.failure {
        plan.warnings.append(Warning(table: nil, kind: .salvaged(.brokenFile(failure), lostBytes: backup.lostBytes)))
      }
    }
    // A stopped run recovers nothing, and its figures say so.
    guard plan.stops.isEmpty else {
      for index in plan.tables.indices { plan.tables[index].recoverNothing() }
      return
    }
    let lost = LostReferences(
      tables: tables,
      spill: plan.spill,
      key: plan.key,
      rules: options.comparison,
      progress: options.progress
    )
    plan.lostReferences = try lost.find(decisions.map { ($0.run, $0.recovered) })
    if !plan.lostReferences.isEmpty {
      plan.warnings.append(Warning(table: nil, kind: .lostReferences(plan.lostReferences)))
    }
  }

  /// Files of the export that cannot be read and are of no table of the backup: they may hold ids of any,
  /// and so stop the run.
  private var unreadableFiles: [Stop] {
    plan.warnings.compactMap { warning in
      guard case .unreadableFile(_, let damage) = warning.kind, case .file = damage else { return nil }
      return Stop(stoppedBy: .damagedExport, cause: .unreadableFile(damage))
    }
  }

  /// Says of the ids that were named what became of each.
  private func nameIDs() throws(MergeError) {
    plan.namedIDs = try namedIDs()
    for id in plan.namedIDs where id.status != .deleted {
      plan.warnings.append(Warning(table: id.table, kind: .notDeleted(id)))
    }
  }

  /// The ids that were named, with what became of each.
  func namedIDs() throws(MergeError) -> [NamedID] {
    try (selected.ids ?? []).map { id throws(MergeError) in
      var id = id
      let key = id.fingerprint(plan.key)
      if let run = tables.existing(id.home) {
        let elsewhere = run.relatives.lazy.compactMap { $0.namedStatuses[id.fingerprint(plan.key, in: $0.name).low] }
        id.status = run.namedStatuses[key.low] ?? elsewhere.first
        if id.status == nil, try run.export.index.contains(key) { id.status = .created }
      }
      return id
    }
  }
}
