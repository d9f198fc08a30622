import Compression
import Export
import Values

/// The current states of some objects of a table, which one more reading of the export puts into the spill file, and
/// on the way the objects that only the export has.
struct CurrentStates: Sendable {
  /// Where a state is, and what its walk gave.
  struct State: Sendable {
    /// The object's id in the normal form.
    var id: String
    /// The subclass of the table's class that it is of; empty for the table's own.
    var subclass: String
    var evidence: Evidence
    var form: ObjectForm
    var place: UInt64
    var bytes: Int
  }

  /// An object that only the export has.
  struct Created: Sendable {
    /// Its id in the normal form.
    var id: String
    var evidence: Evidence
  }

  /// By the low halves of the fingerprints of their keys.
  private(set) var states: [UInt64: State] = [:]
  /// In the order of their ids.
  private(set) var created: [Created] = []

  /// What is sought in a table.
  struct Sought: Sendable {
    var table: String
    var files: [TableFile]
    /// The low halves of the fingerprints of the keys of changed objects.
    var changed: Set<UInt64> = []
    /// How many objects only the export has, and its index, by which they are found; 0 where they are not sought.
    var created = 0
    var export: IndexedExport?
  }

  /// - Throws: `MergeError.damagedExport` where a file cannot be read, or is another one now than the one in
  ///   which all of them were found; `.temporaryFile`.
  init(
    _ sought: Sought,
    rules: ComparisonRules,
    key: FingerprintKey,
    spill: SpillFile,
    counter: ReadCounter?
  ) throws(MergeError) {
    let (table, files) = (sought.table, sought.files)
    func isComplete() -> Bool { states.count >= sought.changed.count && created.count >= sought.created }
    for file in files where !isComplete() {
      var object = rules.fingerprinter(of: table, file.form, key: key)
      var objects = try CurrentReader(file, for: object, rules: rules, counter: counter)
      while !isComplete(), try objects.next(into: &object) != nil {
        let id = object.identity.fingerprint(key)
        if sought.created > 0, let export = sought.export {
          guard let record = export.index.find(id) else { throw .damagedExport(.changed(path: file.path)) }
          if !record.pointee.isSeen, !record.pointee.isSeenInNewer {
            created.append(Created(id: object.identity.normalID(in: table), evidence: object.evidence))
            continue
          }
        }
        guard sought.changed.contains(id.low), let bytes = objects.object else { continue }
        states[id.low] = State(
          id: object.identity.normalID(in: table),
          subclass: String(decoding: object.identity.table, as: UTF8.self),
          evidence: object.evidence,
          form: file.form,
          place: try spill.add(bytes),
          bytes: bytes.count
        )
      }
    }
    if !isComplete() { throw .damagedExport(.changed(path: files.first?.path ?? "")) }
    created.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }
}
