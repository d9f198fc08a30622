import Compression
import Export
import Values

/// The current states of some objects of a table, which one more reading of the export puts into the spill file.
struct CurrentStates {
  /// Where a state is, and what its walk gave.
  struct State {
    /// The object's id in the normal form.
    var id: String
    /// The subclass of the table's class that it is of; empty for the table's own.
    var subclass: String
    var evidence: Evidence
    var form: ObjectForm
    var place: UInt64
    var bytes: Int
  }

  /// By the low halves of the fingerprints of their keys.
  private(set) var states: [UInt64: State] = [:]

  /// - Parameter wanted: the low halves of the fingerprints of the keys.
  /// - Throws: `MergeError.damagedExport` where a file cannot be read, or is another one now than the one in
  ///   which all of them were found; `.temporaryFile`.
  init(
    _ wanted: Set<UInt64>,
    of table: String,
    in files: [TableFile],
    rules: ComparisonRules,
    key: FingerprintKey,
    spill: SpillFile,
    counter: ReadCounter? = nil
  ) throws(MergeError) {
    for file in files where states.count < wanted.count {
      var object = rules.fingerprinter(of: table, file.form, key: key)
      var objects = try CurrentReader(file, for: object, rules: rules, counter: counter)
      while states.count < wanted.count, try objects.next(into: &object) != nil {
        let id = object.identity.fingerprint(key).low
        guard wanted.contains(id), let bytes = objects.object else { continue }
        states[id] = State(
          id: object.identity.normalID(in: table),
          subclass: String(decoding: object.identity.table, as: UTF8.self),
          evidence: object.evidence,
          form: file.form,
          place: spill.count,
          bytes: bytes.count
        )
        try spill.append(bytes)
      }
    }
    if states.count < wanted.count { throw .damagedExport(.changed(path: files.first?.path ?? "")) }
  }
}
