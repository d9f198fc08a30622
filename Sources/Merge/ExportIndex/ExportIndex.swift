import Values

/// The records of a table's export, found by id.
///
/// One table of slots, by the fingerprints of the ids. How many records there will be is estimated when a first table is
/// full of them: the second one is to be filled by three quarters, so that an object takes 53 bytes, and does until nine
/// tenths are full.
///
/// Where memory is limited and there is not enough of it, all records go to the disk, and only those come back that a
/// document may be matched with.
final class ExportIndex {
  private var filled: FilledSlots {
    // SAFETY: that it is reached by one at a time is not checked at run time, which would take as long as to look a
    // record up: nothing that is called while it is reached reaches the index.
    _read { yield unsafe uncheckedSlots }
    _modify { yield unsafe &uncheckedSlots }
  }
  @exclusivity(unchecked) private var uncheckedSlots = FilledSlots()

  /// How many records were appended.
  private(set) var count = 0

  /// What memory is taken of, where it is limited.
  private let memory: LimitedMemory?
  private let isLarge: Bool
  /// How many bytes were taken of it.
  private var takenBytes = 0
  /// The records on the disk, which are all, where there is not enough memory.
  private(set) var partitions: PartitionedTable?
  /// Of these, how many came back.
  private var keptCount = 0
  /// The low halves of the fingerprints of the keys of those that no backup has, where they are asked for.
  private var unseenOnDisk: [UInt64] = []

  /// How many different ids there are.
  var distinctCount: Int { count - filled.repeatedCount }

  /// - Parameter isLarge: whether all of the memory that is taken at first will be used.
  init(memory: LimitedMemory? = nil, isLarge: Bool = false) {
    self.memory = memory
    self.isLarge = isLarge
  }

  // MARK: Filling

  /// - Parameter estimate: how many records there will be in all; asked for only where there have to be more slots.
  func append(_ record: ExportRecord, of estimate: @autoclosure () -> Int) throws(MergeError) {
    count += 1
    if let partitions { return try partitions.append(record) }
    if filled.append(record) { return }
    guard try grow(for: estimate()) else {
      try moveOut()
      try partitions?.append(record)
      return
    }
    _ = filled.append(record)
  }

  /// The same of several records, which takes less time.
  func append(_ records: [ExportRecord], of estimate: @autoclosure () -> Int) throws(MergeError) {
    var rest = records[...]
    while !rest.isEmpty {
      if partitions == nil {
        let inserted = filled.insert(rest)
        count += inserted
        rest.removeFirst(inserted)
      }
      if let next = rest.popFirst() { try append(next, of: estimate()) }
    }
  }

  /// The number of slots before anything can be estimated.
  private static let firstSlots = 1 << 15

  private static func bytes(slots: Int) -> Int { slots * MemoryLayout<ExportRecord>.stride }

  /// - Returns: whether there is so much memory; of a first table it is taken when it is known how much is used.
  private func grow(for estimate: Int) throws(MergeError) -> Bool {
    let isFirst = filled.slots.count == 0
    let wanted = isFirst ? Self.firstSlots : max(estimate + estimate / 3, filled.slots.count + filled.slots.count / 2)
    if let memory, !isFirst {
      guard memory.takesIndex(Self.bytes(slots: wanted)) else { return false }
      takenBytes += Self.bytes(slots: wanted)
    }
    try resize(to: wanted)
    return true
  }

  private func resize(to wanted: Int) throws(MergeError) {
    try filled.resize(to: wanted, isScattered: isLarge || wanted > Self.firstSlots)
    giveBackAll(but: Self.bytes(slots: wanted))
  }

  /// Gives back what was taken for slots that are no more.
  private func giveBackAll(but bytes: Int) {
    guard takenBytes > bytes else { return }
    memory?.giveBack(takenBytes - bytes)
    takenBytes = bytes
  }

  /// Makes all records findable.
  ///
  /// - Returns: a record whose id another one has too, where there is one.
  func finish() throws(MergeError) -> ExportRecord? {
    filled.insertLast()
    if let memory, takenBytes == 0, filled.slots.count > 0 {
      // Of so many slots no more pages are in use than there are records.
      takenBytes = min(Self.bytes(slots: filled.slots.count), count * Self.pageBytes)
      if !memory.takesIndex(takenBytes) {
        takenBytes = 0
        try moveOut()
      }
    }
    try partitions?.flush()
    return filled.repeated
  }

  private static let pageBytes = 1 << 12

  // MARK: On the disk

  /// Moves the records to the disk, where those to come go too.
  private func moveOut() throws(MergeError) {
    guard let memory else { return }
    let partitions = try PartitionedTable(memory.partitions())
    for slot in 0..<filled.slots.count where filled.slots[slot].isThere { try partitions.append(filled.slots[slot]) }
    self.partitions = partitions
    filled.removeAll()
    giveBackAll(but: 0)
  }

  /// Moves the records of a large table to the disk, so that their memory serves others.
  func makeRoom() throws(MergeError) {
    guard partitions == nil, filled.slots.count > Self.firstSlots else { return }
    try moveOut()
    try partitions?.flush()
  }

  /// Takes in which ids turned out to stand on the disk twice.
  ///
  /// - Returns: a record whose id another one has too, where there is one.
  func take(_ repeated: PartitionedExport.Repeated) -> ExportRecord? {
    filled.repeatedCount += repeated.count
    filled.repeated = filled.repeated ?? repeated.first.record
    return filled.repeated
  }

  /// Takes a record back that a document may be matched with.
  ///
  /// - Parameters:
  ///   - part: the part of all records that it stands in.
  ///   - parts: how many such parts there are, about equally large.
  func keep(_ record: ExportRecord, part: Int, of parts: Int) throws(MergeError) {
    if filled.room == 0 {
      let estimate = (keptCount / part + 1) * parts
      let wanted = max(estimate + estimate / 3, filled.slots.count + filled.slots.count / 2, Self.leastKept)
      try memory?.take(Self.bytes(slots: wanted))
      takenBytes += Self.bytes(slots: wanted)
      try resize(to: wanted)
    }
    filled.insert(record)
    keptCount += 1
  }

  private static let leastKept = 1 << 8

  /// Notes a record that no backup has.
  func noteUnseen(_ record: ExportRecord) throws(MergeError) {
    try memory?.take(LimitedMemory.createdBytes)
    unseenOnDisk.append(record.idLow)
  }

  // MARK: Finding

  /// Asks for the memory that `find` will look at, where something else is to be done first.
  func prefetch(_ id: Fingerprint) { filled.slots.prefetch(id.low) }

  /// The same for `update(sameAs:)`.
  func prefetch(_ record: ExportRecord) { filled.slots.prefetch(record.idLow) }

  /// The slot of the record of an id; nil where the export does not hold it, or where it is on the disk and no document
  /// is left to be matched with it. It is that record's until another one is appended or kept.
  func find(_ id: Fingerprint) -> Int? { filled.slots.find(id.low) { $0.hasID(id) } }

  /// Has the record of the same id as another one changed in place.
  ///
  /// - Returns: what `change` returns; nil where `find` would find none.
  @inline(__always)
  func update<Result>(sameAs other: ExportRecord, _ change: (inout ExportRecord) -> Result) -> Result? {
    filled.slots.update(other.idLow, where: { $0.hasSameID(as: other) }, change)
  }

  /// The record in a slot.
  subscript(slot: Int) -> ExportRecord {
    get { filled.slots[slot] }
    set { filled.slots[slot] = newValue }
  }

  /// Whether the export holds an id.
  func contains(_ id: Fingerprint) throws(MergeError) -> Bool {
    if find(id) != nil { return true }
    return try partitions?.contains(id) ?? false
  }

  // MARK: All records

  /// Has every record go on to an older backup.
  func turnToOlder() {
    for slot in 0..<filled.slots.count { filled.slots[slot].turnToOlder() }
  }

  /// The low halves of the fingerprints of the keys that no backup has.
  var unseen: Set<UInt64> {
    var unseen = Set(unseenOnDisk)
    for slot in 0..<filled.slots.count {
      let record = filled.slots[slot]
      if record.isThere, !record.isSeen, !record.isSeenInNewer { unseen.insert(record.idLow) }
    }
    return unseen
  }
}
