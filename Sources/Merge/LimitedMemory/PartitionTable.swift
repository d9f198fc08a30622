/// The export's records of one partition, found by table and id, made anew for each partition.
struct PartitionTable: ~Copyable {
  private var slots = SlotTable<TaggedRecord>()

  var slotCount: Int { slots.count }

  /// How many bytes the table of so many records takes.
  static func bytes(records: Int) -> Int { slots(records: records) * MemoryLayout<TaggedRecord>.stride }
  private static func slots(records: Int) -> Int { records + records / 3 + 1 }

  /// Takes the records of a partition; of several with one id the first.
  ///
  /// - Parameter repeated: is called with the others.
  mutating func load(
    _ partition: Int,
    of records: RecordPartitions,
    repeated: (TaggedRecord) -> Void = { _ in }
  ) throws(MergeError) {
    // The earlier ones go first, for there is not memory for both.
    slots = SlotTable()
    let count = records.count(in: partition)
    guard count > 0 else { return }
    slots = try SlotTable(count: Self.slots(records: count))
    try records.forEach(in: partition) { record throws(MergeError) in
      guard let slot = slots.slot(of: record.spread, where: { $0.isOfSameObject(as: record) }) else { return }
      if slots[slot].isThere { repeated(record) } else { slots[slot] = record }
    }
  }

  /// The slot in which the search for an id of a table begins.
  static func home(of idLow: UInt64, table: Int, slotCount: Int) -> Int {
    SlotTable<TaggedRecord>.home(of: TaggedRecord.spread(idLow, table: table), count: slotCount)
  }

  /// The slot in which the export's record of the object of a record stands; nil where there is none.
  func find(_ record: TaggedRecord) -> Int? {
    slots.find(record.spread) { $0.isOfSameObject(as: record) }
  }

  /// What stands in a slot.
  subscript(slot: Int) -> TaggedRecord {
    get { slots[slot] }
    set { slots[slot] = newValue }
  }

  /// Has every record go on to an older backup.
  mutating func turnToOlder() {
    for slot in 0..<slots.count { slots[slot].record.turnToOlder() }
  }
}

extension TaggedRecord: SlotRecord {
  var isThere: Bool { record.isThere }

  /// What names a record's slot. Tables have ids in common.
  static func spread(_ idLow: UInt64, table: Int) -> UInt64 { idLow &+ UInt64(table) &* 0x9E37_79B9_7F4A_7C15 }

  fileprivate var spread: UInt64 { Self.spread(record.idLow, table: table) }
}
