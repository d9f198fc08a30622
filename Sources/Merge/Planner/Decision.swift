import ExtendedJSON
import Query
import Values

/// Decides, of the objects that a backup pass has found deleted, which ones are recovered.
struct Decision {
  let plan: Plan
  let selected: SelectedTables
  let tables: Tables
  let latestOfExport: Int64?

  private var options: PlanOptions { plan.options }
  private var guards: TableGuards { TableGuards(lifted: options.lifted, latestOfExport: latestOfExport) }

  /// Completes the plan.
  func decide() throws(MergeError) {
    let runs = tables.all.filter(isListed)
    for run in runs { plan.tables.append(try decide(run)) }
    plan.stops += unreadableFiles
    if let stop = guards.stop(run: runs) { plan.stops.append(stop) }
    nameIDs()

    let changed = runs.compactMap(\.counts.deletedChanged)
    if let first = changed.map(\.lowerBound).min(), let last = changed.map(\.upperBound).max() {
      plan.deletedChanged = first...last
    }
    for name in options.selection.excludedTables where !name.contains("*") {
      if tables.existing(name)?.collection == nil {
        plan.warnings.append(Warning(table: nil, kind: .unknownExcludedTable(name)))
      }
    }
    let totals = plan.totals
    if let limit = options.maxObjects, totals.recovered > limit {
      plan.stops.append(Stop(stoppedBy: .tooMany, cause: .tooMany(recovered: totals.recovered, limit: limit)))
    }
    // A stopped run recovers nothing, and its figures say so.
    if !plan.stops.isEmpty { for index in plan.tables.indices { plan.tables[index].recoverNothing() } }
    if totals.selected == 0, selected.ids?.isEmpty != false, !options.selection.isEverything {
      plan.warnings.append(Warning(table: nil, kind: .nothingDeleted))
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

  /// Whether the plan speaks of a table: of the selected ones, and where nothing was selected also of
  /// those that only the export has.
  private func isListed(_ run: TableRun) -> Bool {
    if run.collection == nil, run.backupCount == 0 {
      return options.selection.isEverything && run.export.isUsable
    }
    return selected.names.contains(run.name) || run.collection == nil && options.selection.isEverything
  }

  private func decide(_ run: TableRun) throws(MergeError) -> PlannedTable {
    var table = PlannedTable(name: run.name)
    let current = run.export.index.distinctCount
    table.figures.backup = run.backupCount
    table.figures.current = current
    if run.counts.repeated > 0 { warn(run, .repeatedInBackup(run.counts.repeated)) }

    if let schema = options.comparison.schema, schema.classes[run.name] == nil { warn(run, .undeclaredClass) }
    if !run.diverged.isEmpty { warn(run, .diverged(run.diverged, count: run.counts.diverged)) }

    var differences: [FormDifference] = []
    if run.export.isUsable {
      let comparison = FormComparison(key: plan.key, rules: options.comparison, spill: plan.spill)
      differences = try comparison.differences(of: run)
      for difference in differences { warn(run, .form(difference)) }
    }
    table.stops = guards.stops(run, differences: differences)
    table.format = options.outputFormat ?? (run.export.form == .baqend ? .baqend : .canonicalExtendedJSON)
    guard run.keepsDocuments || run.backupCount == 0 && run.export.damage == nil else { return table }

    table.figures.statuses = [
      .deleted: run.deletedCount, .unchanged: run.counts.unchanged, .modified: run.counts.modified,
      .diverged: run.counts.diverged, .created: current - run.counts.common,
    ]
    let entries = selectedEntries(of: run)
    table.figures.selected = entries.count
    if table.stops.isEmpty {
      try sort(entries, into: &table, run)
      table.figures.recovered = table.recovered.count
    }
    table.figures.withheld = table.figures.selected - table.figures.recovered
    return table
  }

  private func warn(_ run: TableRun, _ kind: Warning.Kind) {
    plan.warnings.append(Warning(table: run.name, kind: kind))
  }

  private func selectedEntries(of run: TableRun) -> [SpillEntry] {
    guard selected.ids != nil else { return run.keyless + run.deleted }
    return run.deleted.filter { run.named.contains($0.id) }
  }

  /// Sorts objects into those that are recovered and those that are withheld.
  private func sort(_ entries: [SpillEntry], into table: inout PlannedTable, _ run: TableRun) throws(MergeError) {
    var output = ObjectOutput(table.format, table: run.name, rules: options.comparison)
    let indexes = uniqueIndexes(of: run)
    table.uniqueIndexes = indexes
    let (spill, renamed) = (plan.spill, options.comparison.mappedFields)
    let schema = options.comparison.tableSchema(of: run.name, .bson)
    let members = indexes.flatMap(\.members)
    let tree = { (document: [UInt8]) in
      ValueTree(document: document, members: members, renamed: renamed, schema: schema) ?? .null
    }
    for entry in entries {
      let object = try plan.spill.object(at: entry)
      if let kind = kind(of: object, in: run, format: table.format, output: &output) {
        table.withheld.append(WithheldEntry(entry: entry, kind: kind))
      } else {
        table.recovered.append(entry)
      }
    }
    guard !indexes.isEmpty else { return }
    let candidates = table.recovered
    var check = UniqueIndexCheck<MergeError>(
      table: run.name,
      indexes: indexes,
      files: run.export.files,
      rules: options.comparison
    ) { (number) throws(MergeError) in
      let object = try spill.object(at: candidates[number])
      return .init(id: object.id(in: run.name), evidence: object.evidence, tree: tree(object.document))
    }
    for (number, entry) in candidates.enumerated() {
      check.add(tree(try spill.object(at: entry).document), candidate: number)
    }
    let clashes = try check.clashes()
    guard !clashes.isEmpty else { return }
    table.recovered = []
    for (number, entry) in candidates.enumerated() {
      if let clash = clashes[number] {
        table.withheld.append(WithheldEntry(entry: entry, kind: .uniqueIndex))
        table.clashes[entry.place] = clash
      } else {
        table.recovered.append(entry)
      }
    }
  }

  /// Why an object is withheld, as far as it alone says.
  private func kind(
    of object: SpilledObject,
    in run: TableRun,
    format: ObjectFormat,
    output: inout ObjectOutput
  ) -> WithheldEntry.Kind? {
    if object.problem != nil { return .noKey }
    if run.decodedMatches > 0, !object.alternative.isEmpty { return .ambiguousID }
    let id = object.id(in: run.name)
    if !output.misfits(of: object, id: id).isEmpty { return .schema }
    // Extended JSON has a form for everything but data that look like one of its wrappers.
    guard format == .baqend else {
      guard let json = output.json(of: object, id: id) else { return .noForm }
      return ExtendedJSONProof.holds(json, object.document) ? nil : .noForm
    }
    if !object.traits.isDisjoint(with: [.hasUnwritableValue, .hasForeignACL]) { return .noForm }
    // Without its rules it would be public.
    if object.traits.contains(.hasStoredACL), object.document.withUnsafeBytes({ BackupPass.hasStoredACL($0) }) {
      return .noForm
    }
    // Two rules for one user, a rule that is null, two members that renaming makes one: the walk has no
    // memory for these.
    guard object.traits.contains(.hasRules) || !options.comparison.mappedFields.isEmpty || output.hasSchema else {
      return nil
    }
    return output.json(of: object, id: id) == nil ? .noForm : nil
  }

  /// The unique indexes of a table that are checked.
  private func uniqueIndexes(of run: TableRun) -> [UniqueIndex] {
    let renamed = options.comparison.mappedFields
    return run.indexes.compactMap { definition in
      do throws(QueryError) {
        guard let index = try UniqueIndex(definition, renamed: renamed, key: plan.key) else { return nil }
        let isFiltered = index.filter != nil
        if definition.collation?.exceedsFolding(isFiltered: isFiltered) ?? false {
          warn(run, .collation(definition.name))
        }
        return index
      } catch {
        warn(run, .partialIndex(definition.name))
        return nil
      }
    }
  }

  /// Tells what became of each id that was named.
  private func nameIDs() {
    plan.namedIDs = (selected.ids ?? []).map { id in
      var id = id
      let key = id.fingerprint(plan.key)
      if let run = tables.existing(id.home) {
        id.status = run.namedStatuses[key.low] ?? (run.export.index.find(key) == nil ? nil : .created)
      }
      return id
    }
    for id in plan.namedIDs where id.status != .deleted {
      plan.warnings.append(Warning(table: id.table, kind: .notDeleted(id)))
    }
  }
}
