import Export
import Values

// What has changed in the objects that are in the backup and in the export, one object at a time.
extension Plan {
  /// How many objects of a table there are of which differences can be told, whatever the limit.
  package func changedCount(in table: PlannedTable) -> Int { table.changed?.backup.count ?? 0 }

  /// Calls `body` with the changed objects of a table in the order of their ids, as many as were asked for.
  ///
  /// - Throws: `MergeError.damagedExport` where the current states cannot be read once more;
  ///   `.temporaryFile`; and what `body` throws.
  package func forEachChanged(in table: PlannedTable, _ body: (ChangedObject) throws -> Void) throws {
    guard let wanted = options.differences else { return }
    try forEachChanged(in: table, limit: wanted.limit, masked: wanted.masked, make: { $0 }, body)
  }

  /// Calls `body` with what is made of all changed objects of a table; only where the plan is to be kept.
  ///
  /// - Parameters:
  ///   - labels: names of members of which the first that is text says what the object is called.
  ///   - make: is called on any thread.
  package func forEveryChanged<Row: Sendable>(
    in table: PlannedTable,
    labels: [String],
    make: @escaping @Sendable (ChangedObject) -> Row,
    _ body: (Row) throws -> Void
  ) throws {
    let masked = MaskedNames(options.maskedNames)
    _ = try everyCurrentState()
    try forEachChanged(in: table, limit: nil, masked: masked, labels: labels, make: make, body)
  }

  private func forEachChanged<Row: Sendable>(
    in table: PlannedTable,
    limit: Int?,
    masked: MaskedNames,
    labels: [String] = [],
    make: @escaping @Sendable (ChangedObject) -> Row,
    _ body: (Row) throws -> Void
  ) throws {
    guard let changed = table.changed, !changed.backup.isEmpty else { return }
    let rules = options.comparison
    var entries = changed.backup
    if let limit { entries = Array(try sortedByID(entries, of: table.name).prefix(limit)) }
    let sought = CurrentStates.Sought(table: table.name, files: changed.files, changed: Set(entries.map(\.id)))
    let current = try everyState?[table.name] ?? currentStates(sought)
    // The ids are known now: none has to be read for it.
    if limit == nil { entries = try current.sortedByID(entries, in: spill) }
    try spill.flush()
    let (spill, name, form) = (spill, table.name, changed.form)
    let labels = labels.map { Array($0.utf8) }
    let work = OrderedWork<SpillEntry, Row>(entries, threads: options.threads) { entries in
      var batch = OrderedWork<SpillEntry, Row>.Batch()
      var comparison = rules.bodyComparison(current: form, masked: masked)
      for entry in entries {
        guard let state = try current.state(of: entry, in: spill) else { continue }
        let object = try spill.object(at: entry)
        // An object that is found among those of a superclass was compared by its own class.
        let backupClass = object.subclass.isEmpty && !state.subclass.isEmpty ? state.subclass : name
        let old = Self.value(object.document, .bson, table: backupClass, rules)
        let new = Self.value(state.text, state.form, table: name, rules)
        let changed = ChangedObject(
          id: state.id,
          reason: Reason(backup: object.evidence, current: state.evidence),
          backup: object.evidence,
          current: state.evidence,
          label: labels.lazy.compactMap { new.member($0)?.string }.first { !$0.isEmpty },
          differences: comparison.differences(
            old,
            new,
            backupNames: rules.comparedNames(of: .bson),
            currentNames: rules.comparedNames(of: state.form)
          ),
          space: form.space
        )
        batch.outputs.append(make(changed))
        batch.bytes += state.text.count
      }
      return batch
    }
    try work.forEach(body)
  }

  private func currentStates(_ sought: CurrentStates.Sought) throws(MergeError) -> CurrentStates {
    options.progress?.begin(.readingExportAgain, reading: sought.files)
    defer { options.progress?.begin(.writing) }
    return try CurrentStates(
      sought,
      rules: options.comparison,
      key: key,
      spill: spill,
      counter: options.progress?.counter
    )
  }

  /// An object as it is compared. It was read without an error before.
  private static func value(
    _ bytes: [UInt8],
    _ form: ObjectForm,
    table: String,
    _ rules: ComparisonRules
  ) -> TypedValue {
    let schema = rules.tableSchema(of: table, form)
    return TypedValue(bytes.span, form: form, schema: schema) ?? .object([])
  }
}
