import Archive
import BSON
import Values

/// Reads the backups a first time: of each document whose object may be in a part of the export that is not in memory
/// it leaves a record, to be joined with those of the export.
struct DocumentSurvey {
  private let key: FingerprintKey
  private let tables: Tables
  private let overlooked: (@Sendable (UInt64) -> Bool)?
  private var walker: BSONWalker
  private var waiting: [TaggedRecord] = []
  private static let mostWaiting = 512

  /// The records of the documents.
  let records: RecordPartitions
  /// How many documents were read.
  private var count = 0
  /// The numbers of the documents of each backup.
  private(set) var backups: [Range<Int>] = []

  init(key: FingerprintKey, tables: Tables, options: PlanOptions) throws(MergeError) {
    self.key = key
    self.tables = tables
    overlooked = options.overlooked
    walker = BSONWalker(maxDepth: options.comparison.maxDepth)
    records = try RecordPartitions(folder: options.temporaryFolder)
  }

  /// Reads the next older backup.
  ///
  /// - Parameter collections: for each namespace of the prelude its table, nil for one that is left aside.
  mutating func read(_ reader: BackupReader, collections: [TableRun?]) throws(MergeError) {
    let first = count
    defer { backups.append(first..<count) }
    do throws(MergeError) {
      while let event = try reader.nextEvent() {
        guard case .document(let namespace, let bytes, _) = event, namespace < collections.count,
          let table = collections[namespace]
        else { continue }
        guard count < TaggedRecord.maxRecords else { throw .outOfMemory }
        try take(bytes.span, of: table)
        count += 1
      }
    } catch .backup {
      // The pass over the backups comes to the same place, and says what it means.
    }
  }

  mutating func finish() throws(MergeError) {
    try flush()
    try records.finish()
  }

  private mutating func flush() throws(MergeError) {
    try records.append(waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  /// Takes one document of a collection, by the same steps as the pass over the backups does.
  private mutating func take(_ bytes: Span<UInt8>, of collection: TableRun) throws(MergeError) {
    guard walk(bytes, into: collection) else { return }
    let other = collection.object.identity.table
    guard !other.isEmpty else {
      try addRecord(of: collection)
      return
    }
    let table = tables.home(ofClass: String(decoding: other, as: UTF8.self))
    guard table === collection || walk(bytes, into: table) else { return }
    try addRecord(of: table, isOdd: true)
  }

  /// - Returns: whether it can be walked over; else it cannot be matched with anything.
  private mutating func walk(_ bytes: Span<UInt8>, into table: TableRun) -> Bool {
    do throws(BSONError) {
      try table.document.walk(bytes, with: &walker)
      return true
    } catch {
      return false
    }
  }

  /// Leaves a record of the document that was walked over last.
  ///
  /// A record that is odd settles nothing, but holds what the document may be matched with in memory.
  private mutating func addRecord(of table: TableRun, isOdd: Bool = false) throws(MergeError) {
    guard table.object.identity.problem == nil, let number = table.export.index.partitions?.number else { return }
    let id = table.object.identity.fingerprint(key)
    let evidence = table.object.evidence
    var tagged = TaggedRecord(
      ExportRecord(id: id, body: table.object.fingerprint, evidence: evidence),
      table: number,
      number: count
    )
    let hasOtherReading = table.export.form == .baqend && !table.object.identity.alternative.isEmpty
    tagged.isOdd = isOdd || hasOtherReading || !ExportRecord.holds(evidence) || overlooked?(id.low) == true
    tagged.isWalked =
      table.object.traits.isCounted || table.tally.unchanged != nil
      || !table.tally.named.isEmpty && table.tally.named.contains(id.low)
    waiting.append(tagged)
    if hasOtherReading {
      let other = table.object.identity.alternativeFingerprint(key)
      let record = ExportRecord(id: other, body: Fingerprint(low: 0, high: 0), evidence: evidence)
      var tagged = TaggedRecord(record, table: number, number: count)
      tagged.isOdd = true
      waiting.append(tagged)
    }
    if waiting.count >= Self.mostWaiting { try flush() }
  }
}
