import ExtendedJSON
import BSON
import Values

// The objects of a plan, one at a time, in the order of their ids.
extension Plan {
  /// An object that is recovered.
  package struct RecoveredObject {
    /// Its id in the normal form.
    package var id: String
    /// The object as it is written.
    package var json: [UInt8]

    package init(id: String, json: [UInt8]) {
      self.id = id
      self.json = json
    }
  }

  /// Calls `body` with each object of a table that is recovered.
  ///
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package func forEachRecovered(in table: PlannedTable, _ body: (RecoveredObject) throws -> Void) throws {
    let entries = try sortedByID(table.recovered, of: table.name)
    // Several threads read what is kept.
    try spill.flush()
    let (spill, name, format, rules) = (spill, table.name, table.format, options.comparison)
    let work = OrderedWork<SpillEntry, RecoveredObject>(entries, threads: options.threads) { entries in
      var batch = OrderedWork<SpillEntry, RecoveredObject>.Batch()
      var output = ObjectOutput(format, table: name, rules: rules)
      for entry in entries {
        let object = try spill.object(at: entry)
        let id = object.id(in: name)
        // What cannot be written was withheld: it was decided with the same form.
        guard let json = output.json(of: object, id: id) else { throw MergeError.unwritable(id: id) }
        batch.outputs.append(RecoveredObject(id: id, json: json))
        batch.bytes += json.count
      }
      return batch
    }
    try work.forEach(body)
  }

  /// Calls `body` with each object of a table that is withheld.
  ///
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package func forEachWithheld(in table: PlannedTable, _ body: (WithheldObject) throws -> Void) throws {
    try forEachWithheldPlace(in: table) { _, object in try body(object) }
  }

  /// The same, with the objects' places in the spill file.
  func forEachWithheldPlace(in table: PlannedTable, _ body: (UInt64, WithheldObject) throws -> Void) throws {
    let byPlace = Dictionary(table.withheld.map { ($0.entry.place, $0) }) { first, _ in first }
    var output = ObjectOutput(table.format, table: table.name, rules: options.comparison)
    for entry in try sortedByID(table.withheld.map(\.entry), of: table.name) {
      guard let withheld = byPlace[entry.place] else { continue }
      let object = try spill.object(at: entry)
      let problem = IDProblem(object.problem ?? .missing)
      let reason: WithheldReason =
        switch withheld.kind {
        case .detailed: table.reasons[entry.place] ?? .noForm
        case .schema: output.misfits(of: object, id: "").first.map { .schema($0) } ?? .noForm
        case .noForm: .noForm
        case .ambiguousID: .ambiguousID
        case .noKey: .noKey(problem)
        }
      let id = object.problem == nil ? object.id(in: table.name) : nil
      try body(entry.place, WithheldObject(id: id, offset: object.header.offset, reason: reason))
    }
  }

  /// Sorts entries by their ids, those without one first and in the order of the backup.
  func sortedByID(_ entries: [SpillEntry], of table: String) throws(MergeError) -> [SpillEntry] {
    var ids = SortableIDs()
    var reader = SpillReader(spill)
    for entry in entries {
      let object = try reader.object(at: entry)
      // Those of subclasses go by their whole ids, and so then do all.
      let isWhole = options.comparison.schema != nil
      let id = object.problem != nil ? "" : isWhole ? object.id(in: table) : ObjectKey.encode(object.key)
      ids.append(id.utf8)
    }
    return ids.order.map { entries[Int($0)] }
  }
}
