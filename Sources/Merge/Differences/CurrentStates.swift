import Compression
import Export
import JSONStream
import Values

/// The current states of some objects of a table, which one more reading of the export puts into the spill file, and
/// on the way the objects that only the export has.
struct CurrentStates: Sendable {
  /// A state, and what its walk gave.
  struct State {
    /// The object's id in the normal form.
    var id: String
    /// The subclass of the table's class that it is of; empty for the table's own.
    var subclass: String
    var evidence: Evidence
    var form: ObjectForm
    /// The object as the export has it.
    var text: [UInt8]
  }

  /// Where a state stands in the spill file: all that is kept in memory of it.
  private struct Place {
    var start: UInt64
    var count: Int
  }

  /// An object that only the export has.
  struct Created: Sendable {
    /// Its id in the normal form.
    var id: String
    var evidence: Evidence
  }

  /// By the low halves of the fingerprints of their keys.
  private var places: [UInt64: Place] = [:]
  private let form: ObjectForm
  /// In the order of their ids.
  private(set) var created: [Created] = []

  /// What is sought in a table.
  struct Sought: Sendable {
    var table: String
    var files: [TableFile]
    /// The low halves of the fingerprints of the keys of changed objects.
    var changed: Set<UInt64> = []
    /// The same of objects that only the export has.
    var created: Set<UInt64> = []
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
    // All parts of an export have one form.
    form = files.first?.form ?? .baqend
    for file in files where !holds(sought) {
      if file.form == .baqend, rules.tableSchema(of: table, .baqend) == nil {
        try readObjects(of: file, sought, rules: rules, key: key, spill: spill, counter: counter)
        continue
      }
      var object = rules.fingerprinter(of: table, file.form, key: key)
      var objects = try CurrentReader(file, for: object, rules: rules, counter: counter)
      while !holds(sought), try objects.next(into: &object) != nil {
        guard let kind = kind(of: object.identity.fingerprint(key), sought), let text = objects.object else {
          continue
        }
        try add(object, kind, text: text, sought, key: key, spill: spill)
      }
    }
    if !holds(sought) { throw .damagedExport(.changed(path: files.first?.path ?? "")) }
    created.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// The entries of objects whose states are known, in the order of their ids.
  func sortedByID(_ entries: [SpillEntry], in spill: SpillFile) throws(MergeError) -> [SpillEntry] {
    var ids = SortableIDs()
    var known: [SpillEntry] = []
    for entry in entries {
      guard let state = try state(of: entry, in: spill) else { continue }
      ids.append(state.id.utf8)
      known.append(entry)
    }
    return ids.order.map { known[Int($0)] }
  }

  /// The current state of an object; nil where it was not sought.
  func state(of entry: SpillEntry, in spill: SpillFile) throws(MergeError) -> State? {
    guard let place = places[entry.id] else { return nil }
    let record = try spill.bytes(place.count, at: place.start)
    let headerBytes = MemoryLayout<SpilledObject.Header>.size
    let header = record.record(at: 0, as: SpilledObject.Header.self)
    let idEnd = headerBytes + Int(header.keyBytes)
    let subclassEnd = idEnd + Int(header.subclassBytes)
    return State(
      id: String(decoding: record[headerBytes..<idEnd], as: UTF8.self),
      subclass: String(decoding: record[idEnd..<subclassEnd], as: UTF8.self),
      evidence: header.evidence,
      form: form,
      text: Array(record[subclassEnd...])
    )
  }

  /// Whether all that is sought was found.
  private func holds(_ sought: Sought) -> Bool {
    places.count >= sought.changed.count && created.count >= sought.created.count
  }

  private enum Kind { case created, changed }

  /// Whether an object is one that is sought.
  private func kind(of id: Fingerprint, _ sought: Sought) -> Kind? {
    sought.changed.contains(id.low) ? .changed : sought.created.contains(id.low) ? .created : nil
  }

  private mutating func add(
    _ object: borrowing BodyFingerprinter,
    _ kind: Kind,
    text: Span<UInt8>,
    _ sought: Sought,
    key: FingerprintKey,
    spill: SpillFile
  ) throws(MergeError) {
    let id = object.identity.normalID(in: sought.table)
    switch kind {
    case .created: created.append(Created(id: id, evidence: object.evidence))
    case .changed:
      var header = SpilledObject.Header()
      header.keyBytes = UInt32(id.utf8.count)
      header.subclassBytes = UInt32(object.identity.table.count)
      header.evidence = object.evidence
      var record: [UInt8] = []
      record.append(record: header)
      record += id.utf8
      record += object.identity.table
      record.append(contentsOf: text)
      let start = try spill.add(record)
      places[object.identity.fingerprint(key).low] = Place(start: start, count: record.count)
    }
  }

  /// Reads a file in which ids are text, and of objects that are not sought only these: nearly all are passed over. It
  /// was read before; that it is still the same file is looked at in the end.
  private mutating func readObjects(
    of file: TableFile,
    _ sought: Sought,
    rules: ComparisonRules,
    key: FingerprintKey,
    spill: SpillFile,
    counter: ReadCounter?
  ) throws(MergeError) {
    var identity = rules.identity(of: sought.table, file.form)
    var object = rules.fingerprinter(of: sought.table, file.form, key: key)
    var scanner = JSONScanner(maxDepth: rules.maxDepth)
    let reader: TableFileReader
    do throws(ExportError) {
      reader = try TableFileReader(path: file.path, maxDepth: rules.maxDepth, counter: counter)
    } catch {
      throw .damagedExport(.file(TableFileDamage(error)))
    }
    while !holds(sought) {
      do throws(ExportError) {
        guard try reader.skim() else { break }
      } catch {
        throw .damagedExport(.file(TableFileDamage(error)))
      }
      var kind: Kind?
      if let id = reader.idText {
        identity.reset()
        identity.take(text: id, isStoredID: false)
        kind = self.kind(of: identity.fingerprint(key), sought)
        if kind == nil { continue }
      }
      guard scanner.scan(whole: reader.objectText, into: &object) != nil else {
        throw .damagedExport(.changed(path: file.path))
      }
      guard let kind = kind ?? self.kind(of: object.identity.fingerprint(key), sought) else { continue }
      try add(object, kind, text: reader.objectText, sought, key: key, spill: spill)
    }
    // What is passed over is not checked.
    guard (try? FileIdentity.of(path: file.path)) == file.identity else {
      throw .damagedExport(.changed(path: file.path))
    }
  }
}
