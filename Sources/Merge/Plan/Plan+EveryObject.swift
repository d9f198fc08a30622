import Values

/// An object that is not unchanged, with what is done with it.
package struct PlannedObject {
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
  /// Calls `body` with every deleted object of a table, in the order of their ids.
  ///
  /// - Parameter labels: names of members of which the first that is text says what the object is called.
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package func forEachDeleted(
    in table: PlannedTable,
    labels: [String],
    _ body: (PlannedObject) throws -> Void
  ) throws {
    let recovered = Set(table.recovered.map(\.place))
    var withheld: [UInt64: WithheldReason] = [:]
    try forEachWithheldPlace(in: table) { place, object in withheld[place] = object.reason }
    var output = ObjectOutput(table.format, table: table.name, rules: options.comparison)
    let schema = options.comparison.tableSchema(of: table.name, .bson)
    for entry in try sortedByID(table.deleted, of: table.name) {
      let object = try spill.object(at: entry)
      var planned = PlannedObject(id: nil, status: .deleted, action: .keep)
      if object.problem == nil { planned.id = object.id(in: table.name) }
      planned.isFollowed = table.followedPlaces.contains(entry.place)
      planned.source = Int(object.header.backup)
      planned.backup = object.evidence
      planned.label = Self.label(of: object.document, labels, schema, options.comparison.mappedFields)
      if recovered.contains(entry.place), let id = planned.id {
        planned.action = .recover
        guard let json = output.json(of: object, id: id) else { throw MergeError.unwritable(id: id) }
        planned.json = json
      } else if let reason = withheld[entry.place] {
        planned.action = .withhold
        planned.withheld = reason
      } else if !table.stops.isEmpty, table.selectedPlaces.contains(entry.place) {
        planned.action = .withhold
      }
      try body(planned)
    }
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

  /// Calls `body` with every object of a table that only the export has, in the order of their ids: one more reading
  /// of it.
  ///
  /// - Throws: `MergeError.damagedExport`, and what `body` throws.
  package func forEachCreated(in table: PlannedTable, _ body: (PlannedObject) throws -> Void) throws {
    guard let run = table.run, run.export.isUsable, table.figures.statuses?[.created] ?? 0 > 0 else { return }
    let rules = options.comparison
    var created: [(id: String, evidence: Evidence)] = []
    options.progress?.begin(.readingExportAgain, reading: run.export.files)
    defer { options.progress?.begin(.writing) }
    for file in run.export.files {
      var object = rules.fingerprinter(of: table.name, file.form, key: key)
      var objects = try CurrentReader(file, for: object, rules: rules, counter: options.progress?.counter)
      while try objects.next(into: &object) != nil {
        guard let record = run.export.index.find(object.identity.fingerprint(key)) else {
          throw MergeError.damagedExport(.changed(path: file.path))
        }
        if !record.pointee.isSeen, !record.pointee.isSeenInNewer {
          created.append((object.identity.normalID(in: table.name), object.evidence))
        }
      }
    }
    created.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    for (id, evidence) in created {
      var planned = PlannedObject(id: id, status: .created, action: .keep)
      planned.current = evidence
      try body(planned)
    }
  }
}
