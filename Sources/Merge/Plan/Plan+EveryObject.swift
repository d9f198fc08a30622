import Dispatch
import Values

/// An object that is not unchanged, with what is done with it.
package struct PlannedObject: Sendable {
  package enum Action: String, Sendable { case recover, withhold, keep }

  /// Its id in the normal form; nil where no key can be made of it.
  package var id: String?
  package var status: Status
  /// Of a changed object, why it counts as modified or diverged.
  package var reason: Reason?
  package var action: Action
  package var withheld: WithheldReason?
  /// Whether a reference brought it in, and not the selection.
  package var isFollowed = false
  /// Of a deleted object, the backup that holds it last, counted from the newest.
  package var source: Int?
  package var backup: Evidence?
  package var current: Evidence?
  package var differences: [Difference] = []
  package var space = ValueSpace.plain
  /// Of an object that is recovered, as it is written.
  package var json: [UInt8]?
  /// Text members by which a person knows it, of those that were asked for.
  package var label: String?

  package init(id: String?, status: Status, action: Action) {
    self.id = id
    self.status = status
    self.action = action
  }
}

extension Plan {
  /// Calls `body` with what is made of every deleted object of a table, in the order of their ids.
  ///
  /// - Parameters:
  ///   - labels: names of members of which the first that is text says what the object is called.
  ///   - make: is called on any thread.
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package func forEachDeleted<Row: Sendable>(
    in table: PlannedTable,
    labels: [String],
    make: @escaping @Sendable (PlannedObject) -> Row,
    _ body: (Row) throws -> Void
  ) throws {
    let recovered = Set(table.recovered.map(\.place))
    var withheld: [UInt64: WithheldReason] = [:]
    try forEachWithheldPlace(in: table) { place, object in withheld[place] = object.reason }
    let entries = try sortedByID(table.deleted, of: table.name)
    try spill.flush()
    let (spill, rules, reasons) = (spill, options.comparison, withheld)
    let (name, format, followed) = (table.name, table.format, table.followedPlaces)
    let selected = table.stops.isEmpty ? [] : table.selectedPlaces
    let work = OrderedWork<SpillEntry, Row>(entries, threads: options.threads) { entries in
      var batch = OrderedWork<SpillEntry, Row>.Batch()
      var output = ObjectOutput(format, table: name, rules: rules)
      let schema = rules.tableSchema(of: name, .bson)
      for entry in entries {
        let object = try spill.object(at: entry)
        var planned = PlannedObject(id: nil, status: .deleted, action: .keep)
        if object.problem == nil { planned.id = object.id(in: name) }
        planned.isFollowed = followed.contains(entry.place)
        planned.source = Int(object.header.backup)
        planned.backup = object.evidence
        planned.label = Self.label(of: object.document, labels, schema, rules.mappedFields)
        if recovered.contains(entry.place), let id = planned.id {
          planned.action = .recover
          guard let json = output.json(of: object, id: id) else { throw MergeError.unwritable(id: id) }
          planned.json = json
        } else if let reason = reasons[entry.place] {
          planned.action = .withhold
          planned.withheld = reason
        } else if selected.contains(entry.place) {
          planned.action = .withhold
        }
        batch.outputs.append(make(planned))
        batch.bytes += object.document.count
      }
      return batch
    }
    try work.forEach(body)
  }

  /// What an object is called.
  private static func label(
    of document: [UInt8],
    _ labels: [String],
    _ schema: TableSchema?,
    _ renamed: [String: String]
  ) -> String? {
    guard let tree = ValueTree(document: document, members: labels, renamed: renamed, schema: schema) else {
      return nil
    }
    return labels.lazy.compactMap { tree[$0]?.text }.first { !$0.isEmpty }
  }

  /// What is there now of the changed objects of each table, and those that only the export has: one more reading of the
  /// export, on all cores, the first time that it is asked for.
  ///
  /// - Throws: `MergeError.damagedExport` or `.temporaryFile`.
  func everyCurrentState() throws(MergeError) -> [String: CurrentStates] {
    if let everyState { return everyState }
    let sought = tables.map(sought).filter { !$0.changed.isEmpty || !$0.created.isEmpty }
    let size = { (sought: CurrentStates.Sought) in sought.files.reduce(0) { $0 + $1.identity.size } }
    options.progress?.begin(.readingExportAgain, reading: sought.flatMap(\.files))
    defer { options.progress?.begin(.writing) }
    let (rules, key, spill, counter) = (options.comparison, key, spill, options.progress?.counter)
    let results = Concurrency(threads: options.threads).map(sought, size: size) { sought in
      Result { () throws(MergeError) in
        try CurrentStates(sought, rules: rules, key: key, spill: spill, counter: counter)
      }
    }
    var states: [String: CurrentStates] = [:]
    for (sought, own) in zip(sought, results) { states[sought.table] = try own.get() }
    everyState = states
    return states
  }

  private func sought(in table: PlannedTable) -> CurrentStates.Sought {
    let export = table.run?.export
    var sought = CurrentStates.Sought(table: table.name, files: table.changed?.files ?? export?.files ?? [])
    sought.changed = Set(table.changed?.backup.map(\.id) ?? [])
    if let export, export.isUsable {
      sought.created = export.index.unseen
    }
    return sought
  }

  /// Calls `body` with every object of a table that only the export has, in the order of their ids.
  ///
  /// - Throws: `MergeError.damagedExport` or `.temporaryFile`, and what `body` throws.
  package func forEachCreated(in table: PlannedTable, _ body: (PlannedObject) throws -> Void) throws {
    for created in try everyCurrentState()[table.name]?.created ?? [] {
      var planned = PlannedObject(id: created.id, status: .created, action: .keep)
      planned.current = created.evidence
      try body(planned)
    }
  }
}
