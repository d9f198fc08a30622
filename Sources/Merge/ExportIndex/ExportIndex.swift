import CLinux
import Values

/// The records of a table's export, found by id.
///
/// One table of slots, in which a record stands in the first free slot at or behind the one that its fingerprint names
/// (linear probing). How many records there will be is estimated when a first table is full of them: the second one
/// is to be filled by three quarters, so that an object takes 53 bytes, and does until nine tenths are full.
///
/// Where memory is limited and there is not enough of it, all records go to the disk, and only those come back that a
/// document may be matched with.
final class ExportIndex {
  // Exclusivity is not checked at run time: nothing is called while the slots change.
  @exclusivity(unchecked) private var slots = PageMemory<ExportRecord>()
  @exclusivity(unchecked) private var slotCount = 0
  /// How many more records the slots take before there have to be more of them.
  @exclusivity(unchecked) private var room = 0
  /// The record that was appended last: its slot is asked for, and until the next one comes it is there.
  @exclusivity(unchecked) private var pending: ExportRecord?

  /// How many records were appended.
  @exclusivity(unchecked) private(set) var count = 0
  /// How many records have an id that another one has before them.
  @exclusivity(unchecked) private var repeatedCount = 0
  /// The first of these.
  private var repeated: ExportRecord?

  /// What memory is taken of, where it is limited.
  private let memory: LimitedMemory?
  /// How many bytes were taken of it.
  private var takenBytes = 0
  /// The records on the disk, which are all, where there is not enough memory.
  @exclusivity(unchecked) private(set) var partitions: PartitionedTable?
  /// Of these, how many came back.
  private var keptCount = 0
  /// The low halves of the fingerprints of the keys of those that no backup has, where they are asked for.
  private var unseenOnDisk: [UInt64] = []

  /// How many different ids there are.
  var distinctCount: Int { count - repeatedCount }

  init(memory: LimitedMemory? = nil) { self.memory = memory }

  deinit { slots.release() }

  // MARK: Filling

  /// - Parameter estimate: how many records there will be in all; asked for only where there have to be more slots.
  func append(_ record: ExportRecord, of estimate: @autoclosure () -> Int) throws(MergeError) {
    count += 1
    if let partitions { return try partitions.append(record) }
    if let pending { insert(pending) }
    if room == 0, try !grow(for: estimate()) {
      pending = nil
      try moveOut()
      try partitions?.append(record)
      return
    }
    room -= 1
    pending = record
    prefetch(home(of: record.idLow))
  }

  /// The number of slots before anything can be estimated.
  private static let firstSlots = 1 << 15

  private static func bytes(slots: Int) -> Int { slots * MemoryLayout<ExportRecord>.stride }

  /// - Returns: whether there is so much memory; of a first table it is taken when it is known how much is used.
  private func grow(for estimate: Int) throws(MergeError) -> Bool {
    let isFirst = slotCount == 0
    let wanted = isFirst ? Self.firstSlots : max(estimate + estimate / 3, slotCount + slotCount / 2)
    if let memory, !isFirst {
      guard memory.takesIndex(Self.bytes(slots: wanted)) else { return false }
      takenBytes += Self.bytes(slots: wanted)
    }
    try resize(to: wanted)
    return true
  }

  private func resize(to wanted: Int) throws(MergeError) {
    var larger = PageMemory<ExportRecord>()
    try larger.resize(to: wanted, isScattered: wanted > Self.firstSlots)
    var (earlier, earlierCount) = (slots, slotCount)
    (slots, slotCount) = (larger, wanted)
    // What they held goes over.
    room = wanted / 10 * 9 - earlierCount / 10 * 9
    for slot in 0..<earlierCount {
      if let record = earlier.elements?[slot], record.isThere { insert(record) }
    }
    earlier.release()
    giveBackAll(but: Self.bytes(slots: wanted))
  }

  /// Gives back what was taken for slots that are no more.
  private func giveBackAll(but bytes: Int) {
    guard takenBytes > bytes else { return }
    memory?.giveBack(takenBytes - bytes)
    takenBytes = bytes
  }

  /// Puts a record into its slot, unless there is one of the same id.
  private func insert(_ record: ExportRecord) {
    guard let slot = slot(of: record.idLow, where: { $0.hasSameID(as: record) }) else { return }
    if slot.pointee.isThere {
      repeatedCount += 1
      repeated = repeated ?? record
    } else {
      slot.pointee = record
    }
  }

  /// Makes all records findable.
  ///
  /// - Returns: a record whose id another one has too, where there is one.
  func finish() throws(MergeError) -> ExportRecord? {
    if let pending { insert(pending) }
    pending = nil
    if let memory, takenBytes == 0, slotCount > 0 {
      // Of so many slots no more pages are in use than there are records.
      takenBytes = min(Self.bytes(slots: slotCount), count * Self.pageBytes)
      if !memory.takesIndex(takenBytes) {
        takenBytes = 0
        try moveOut()
      }
    }
    try partitions?.flush()
    return repeated
  }

  private static let pageBytes = 1 << 12

  // MARK: On the disk

  /// Moves the records to the disk, where those to come go too.
  private func moveOut() throws(MergeError) {
    guard let memory else { return }
    let partitions = try PartitionedTable(memory.partitions())
    for slot in 0..<slotCount {
      if let record = slots.elements?[slot], record.isThere { try partitions.append(record) }
    }
    self.partitions = partitions
    slots.release()
    (slotCount, room) = (0, 0)
    giveBackAll(but: 0)
  }

  /// Moves the records of a large table to the disk, so that their memory serves others.
  func makeRoom() throws(MergeError) {
    guard partitions == nil, slotCount > Self.firstSlots else { return }
    try moveOut()
    try partitions?.flush()
  }

  /// Takes in which ids turned out to stand on the disk twice.
  ///
  /// - Returns: a record whose id another one has too, where there is one.
  func take(_ repeated: PartitionedExport.Repeated) -> ExportRecord? {
    repeatedCount += repeated.count
    self.repeated = self.repeated ?? repeated.first.record
    return self.repeated
  }

  /// Takes a record back that a document may be matched with.
  ///
  /// - Parameters:
  ///   - part: the part of all records that it stands in.
  ///   - parts: how many such parts there are, about equally large.
  func keep(_ record: ExportRecord, part: Int, of parts: Int) throws(MergeError) {
    if room == 0 {
      let estimate = (keptCount / part + 1) * parts
      let wanted = max(estimate + estimate / 3, slotCount + slotCount / 2, Self.leastKept)
      try memory?.take(Self.bytes(slots: wanted))
      takenBytes += Self.bytes(slots: wanted)
      try resize(to: wanted)
    }
    insert(record)
    room -= 1
    keptCount += 1
  }

  private static let leastKept = 1 << 8

  /// Notes a record that no backup has.
  func noteUnseen(_ record: ExportRecord) throws(MergeError) {
    try memory?.take(LimitedMemory.createdBytes)
    unseenOnDisk.append(record.idLow)
  }

  // MARK: Finding

  /// The slot that a fingerprint names.
  private func home(of low: UInt64) -> Int { Int(low.multipliedFullWidth(by: UInt64(slotCount)).high) }

  private func next(_ slot: Int) -> Int { slot + 1 == slotCount ? 0 : slot + 1 }

  /// Asks for the memory that `find` will look at, where something else is to be done first.
  func prefetch(_ id: Fingerprint) { prefetch(home(of: id.low)) }

  /// The same for `find(sameAs:)`.
  func prefetch(_ record: ExportRecord) { prefetch(home(of: record.idLow)) }

  private func prefetch(_ slot: Int) {
    guard let slots = slots.elements else { return }
    let address = UnsafeRawPointer(slots + slot)
    regraft_prefetch(address)
    // Slots and lines of the cache do not begin together.
    regraft_prefetch(address + 64)
  }

  /// The slot of a record, or the first free one behind the one that its fingerprint names; nil where there are none.
  @inline(__always)
  private func slot(
    of low: UInt64,
    where isSame: (ExportRecord) -> Bool
  ) -> UnsafeMutablePointer<ExportRecord>? {
    guard let slots = slots.elements else { return nil }
    var slot = home(of: low)
    while slots[slot].isThere, !isSame(slots[slot]) { slot = next(slot) }
    return slots + slot
  }

  /// The record of an id, to be read or changed in place; nil where the export does not hold it, or where it is on the
  /// disk and no document is left to be matched with it.
  func find(_ id: Fingerprint) -> UnsafeMutablePointer<ExportRecord>? {
    guard let slot = slot(of: id.low, where: { $0.hasID(id) }), slot.pointee.isThere else { return nil }
    return slot
  }

  /// The record of the same id as another one, as `find` gives it.
  func find(sameAs other: ExportRecord) -> UnsafeMutablePointer<ExportRecord>? {
    guard let slot = slot(of: other.idLow, where: { $0.hasSameID(as: other) }), slot.pointee.isThere else { return nil }
    return slot
  }

  /// Whether the export holds an id.
  func contains(_ id: Fingerprint) throws(MergeError) -> Bool {
    if find(id) != nil { return true }
    return try partitions?.contains(id) ?? false
  }

  // MARK: All records

  /// Has every record go on to an older backup.
  func turnToOlder() {
    guard let slots = slots.elements else { return }
    for slot in 0..<slotCount { slots[slot].turnToOlder() }
  }

  /// The low halves of the fingerprints of the keys that no backup has.
  var unseen: Set<UInt64> {
    var unseen = Set(unseenOnDisk)
    guard let slots = slots.elements else { return unseen }
    for slot in 0..<slotCount {
      let record = slots[slot]
      if record.isThere, !record.isSeen, !record.isSeenInNewer { unseen.insert(record.idLow) }
    }
    return unseen
  }
}
