import Synchronization
import Values

/// The records of the export that do not fit into memory, of all tables, and which ids there are.
///
/// Unchecked, because only the count of tables has a lock: when `finish` has been called, one thread reads.
final class PartitionedExport: @unchecked Sendable {
  let records: RecordPartitions
  private let tableCount = Mutex(0)
  /// The ids, which take a slot of 16 bytes each, and where each partition's slots begin.
  private let ids: SpillFile
  private var idPlaces: [(place: UInt64, slotCount: Int)] = []

  /// Ids that stand in a table twice.
  struct Repeated {
    var count = 0
    /// The first of them.
    var first: TaggedRecord
  }

  init(folder: String) throws(MergeError) {
    records = try RecordPartitions(folder: folder)
    ids = try SpillFile(folder: folder)
  }

  /// Takes in one more table.
  ///
  /// - Returns: its number; nil where there are too many.
  func addTable() -> Int? {
    tableCount.withLock { count in
      guard count < TaggedRecord.maxTables else { return nil }
      count += 1
      return count - 1
    }
  }

  /// Makes all ids findable, when every record has been appended.
  ///
  /// - Returns: what stands twice, by the numbers of the tables.
  func finish(_ memory: LimitedMemory) throws(MergeError) -> [Int: Repeated] {
    try records.finish()
    try memory.take(tableBytes)
    defer { memory.giveBack(tableBytes) }
    var all: [Int: Repeated] = [:]
    var table = PartitionTable()
    for partition in 0..<TaggedRecord.partitions {
      try table.load(partition, of: records) { record in
        var repeated = all[record.table] ?? Repeated(first: record)
        repeated.count += 1
        if record.number < repeated.first.number { repeated.first = record }
        all[record.table] = repeated
      }
      idPlaces.append((ids.count, table.slotCount))
      var slots: [IDSlot] = []
      slots.reserveCapacity(table.slotCount)
      for slot in 0..<table.slotCount { slots.append(IDSlot(table[slot])) }
      try ids.append(slots)
    }
    try ids.flush()
    return all
  }

  /// How many bytes the largest partition takes in memory.
  var tableBytes: Int {
    let largest = (0..<TaggedRecord.partitions).map { records.count(in: $0) }.max() ?? 0
    return PartitionTable.bytes(records: largest)
  }

  // MARK: Which ids there are

  /// An id of a table; all zero where there is none.
  private struct IDSlot: Equatable, StoredRecord {
    var low: UInt64 = 0
    var highAndTable: UInt64 = 0

    init(_ record: TaggedRecord) {
      guard record.record.isThere else { return }
      (low, highAndTable) = (record.record.idLow, Self.pack(record.record.idHigh, record.table))
    }

    init(_ id: Fingerprint, table: Int) {
      (low, highAndTable) = (id.low, Self.pack(id.high & 0xFFFF, table))
    }

    private static func pack(_ high: UInt64, _ table: Int) -> UInt64 { 1 << 63 | UInt64(table) << 16 | high }

    var isThere: Bool { highAndTable != 0 }
  }

  /// How many slots are read at a time: mostly there is a free one among so many.
  private static let slotsRead = 16

  /// Whether a table of the export has an id.
  func contains(_ id: Fingerprint, table: Int) throws(MergeError) -> Bool {
    let sought = IDSlot(id, table: table)
    let (place, slotCount) = idPlaces[TaggedRecord.partition(of: id.low)]
    guard slotCount > 0 else { return false }
    let stride = MemoryLayout<IDSlot>.stride
    var slot = PartitionTable.home(of: id.low, table: table, slotCount: slotCount)
    while true {
      let count = min(Self.slotsRead, slotCount - slot)
      let bytes = try ids.bytes(count * stride, at: place + UInt64(slot * stride))
      for number in 0..<count {
        let found = bytes.record(at: number * stride, as: IDSlot.self)
        if found == sought { return true }
        if !found.isThere { return false }
      }
      slot = slot + count == slotCount ? 0 : slot + count
    }
  }
}

/// The part of a table's export that is on the disk: all its records.
final class PartitionedTable {
  private let export: PartitionedExport
  /// The table's number.
  let number: Int
  /// How many records were appended.
  private var count = 0
  private var waiting: [TaggedRecord] = []
  private static let mostWaiting = 512

  init(_ export: PartitionedExport) throws(MergeError) {
    guard let number = export.addTable() else { throw .outOfMemory }
    self.export = export
    self.number = number
    waiting.reserveCapacity(Self.mostWaiting)
  }

  func append(_ record: ExportRecord) throws(MergeError) {
    waiting.append(TaggedRecord(record, table: number, number: count))
    count += 1
    if waiting.count == Self.mostWaiting { try flush() }
  }

  func flush() throws(MergeError) {
    try export.records.append(waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  /// Whether the table's export has an id.
  func contains(_ id: Fingerprint) throws(MergeError) -> Bool { try export.contains(id, table: number) }
}
