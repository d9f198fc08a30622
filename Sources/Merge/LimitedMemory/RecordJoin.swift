/// Joins the records of the documents with those of the export, partition by partition.
///
/// A document is settled where its object's own table holds its id, no document needs more than its record to be matched
/// with that, no backup has two of them, and none of an older backup looks newer.
struct RecordJoin {
  private let export: PartitionedExport
  private let documents: RecordPartitions
  private let verdicts: Verdicts
  private let memory: LimitedMemory
  private let keepsEveryObject: Bool
  /// The indexes of the tables that are in partitions, by their numbers.
  private let indexes: [Int: ExportIndex]

  init(
    _ export: PartitionedExport,
    documents: RecordPartitions,
    verdicts: Verdicts,
    tables: [TableRun],
    memory: LimitedMemory,
    options: PlanOptions
  ) {
    self.export = export
    self.documents = documents
    self.verdicts = verdicts
    self.memory = memory
    keepsEveryObject = options.keepsEveryObject
    let numbered = tables.compactMap { table in table.export.index.partitions.map { ($0.number, table.export.index) } }
    indexes = Dictionary(numbered) { first, _ in first }
  }

  /// Settles what can be settled, and takes back into memory the records that documents may still be matched with.
  func settle() throws(MergeError) {
    let bytes = export.tableBytes
    try memory.take(bytes)
    defer { memory.giveBack(bytes) }
    var table = PartitionTable()
    for partition in 0..<TaggedRecord.partitions {
      try table.load(partition, of: export.records)
      try judge(partition, &table)
      try revoke(partition, table)
      try keep(partition, table)
    }
  }

  /// Comes to a verdict on each document, as if nothing were against it, and marks the export's records against which
  /// there is something.
  private func judge(_ partition: Int, _ table: inout PartitionTable) throws(MergeError) {
    var backup = 0
    try documents.forEach(in: partition) { document throws(MergeError) in
      while document.number >= verdicts.backups[backup].upperBound {
        backup += 1
        table.turnToOlder()
      }
      guard let slot = table.find(document) else { return }
      var found = table[slot]
      defer { table[slot] = found }
      guard !found.isOdd, !found.record.isOfSubclass, !document.isOdd, !found.record.isSeen else {
        found.isOdd = true
        return
      }
      let reason = Reason(backup: document.record.evidence, current: found.record.evidence)
      if found.record.isSeenInNewer {
        verdicts[document.number] = .older
        if reason == .backupLooksNewer { found.isOdd = true }
        return
      }
      let isUnchanged = found.record.body == document.record.body
      verdicts[document.number] =
        isUnchanged ? .unchanged(reason, isWalked: document.isWalked) : .changed(reason)
      found.record.isSeen = true
      found.record.evidence = document.record.evidence
    }
  }

  /// Takes the verdicts back against which there turned out to be something.
  private func revoke(_ partition: Int, _ table: borrowing PartitionTable) throws(MergeError) {
    try documents.forEach(in: partition) { document throws(MergeError) in
      if let slot = table.find(document), table[slot].isOdd { verdicts[document.number] = .unsettled }
    }
  }

  /// Takes the marked records back into memory, as they were, with those of subclasses, for which documents of other
  /// tables look.
  private func keep(_ partition: Int, _ table: borrowing PartitionTable) throws(MergeError) {
    try export.records.forEach(in: partition) { record throws(MergeError) in
      guard let slot = table.find(record), table[slot].number == record.number, let index = indexes[record.table]
      else { return }
      let found = table[slot]
      if found.isOdd || record.record.isOfSubclass {
        try index.keep(record.record, part: partition + 1, of: TaggedRecord.partitions)
      } else if keepsEveryObject, !found.record.isSeen, !found.record.isSeenInNewer {
        try index.noteUnseen(record.record)
      }
    }
  }
}
