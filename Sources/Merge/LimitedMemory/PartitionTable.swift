/// The export's records of one partition, found by table and id: a table of slots as `ExportIndex` is one, made anew for
/// each partition. Its owner releases it.
struct PartitionTable {
  private var slots = PageMemory<TaggedRecord>()
  private(set) var slotCount = 0

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
    slots.release()
    let count = records.count(in: partition)
    slotCount = count == 0 ? 0 : Self.slots(records: count)
    guard slotCount > 0 else { return }
    try slots.resize(to: slotCount)
    try records.forEach(in: partition) { record throws(MergeError) in
      guard let slot = slot(of: record) else { return }
      if slot.pointee.record.isThere { repeated(record) } else { slot.pointee = record }
    }
  }

  mutating func release() { slots.release() }

  /// The slot in which a record stands, or would: that which its fingerprint and its table name, or the first free one
  /// behind it. Tables have ids in common.
  static func home(of idLow: UInt64, table: Int, slotCount: Int) -> Int {
    let spread = idLow &+ UInt64(table) &* 0x9E37_79B9_7F4A_7C15
    return Int(spread.multipliedFullWidth(by: UInt64(slotCount)).high)
  }

  private func slot(of record: TaggedRecord) -> UnsafeMutablePointer<TaggedRecord>? {
    guard let slots = slots.elements else { return nil }
    var slot = Self.home(of: record.record.idLow, table: record.table, slotCount: slotCount)
    while slots[slot].record.isThere, !slots[slot].isOfSameObject(as: record) {
      slot = slot + 1 == slotCount ? 0 : slot + 1
    }
    return slots + slot
  }

  /// The export's record of the object of a record, to be read or changed in place.
  func find(_ record: TaggedRecord) -> UnsafeMutablePointer<TaggedRecord>? {
    guard let slot = slot(of: record), slot.pointee.record.isThere else { return nil }
    return slot
  }

  /// Calls `body` with every slot, free ones included.
  func forEachSlot(_ body: (UnsafeMutablePointer<TaggedRecord>) throws(MergeError) -> Void) throws(MergeError) {
    guard let slots = slots.elements else { return }
    for slot in 0..<slotCount { try body(slots + slot) }
  }
}
