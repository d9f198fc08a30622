import CLinux
import Values

/// The records of a table's export, found by id.
///
/// One table of slots, in which a record stands in the first free slot at or behind the one that its fingerprint names
/// (linear probing). How many records there will be is estimated when a first table is full of them: the second one
/// is to be filled by three quarters, so that an object takes 53 bytes, and does until nine tenths are full.
final class ExportIndex {
  // Exclusivity is not checked at run time: nothing is called while the slots change.
  @exclusivity(unchecked) private var slots = PageMemory<ExportRecord>()
  @exclusivity(unchecked) private var slotCount = 0
  /// How many records the slots take before there have to be more of them.
  @exclusivity(unchecked) private var limit = 0
  /// The record that was appended last: its slot is asked for, and until the next one comes it is there.
  @exclusivity(unchecked) private var pending: ExportRecord?

  /// How many records were appended.
  @exclusivity(unchecked) private(set) var count = 0
  /// How many records have an id that another one has before them.
  @exclusivity(unchecked) private var repeatedCount = 0
  /// The first of these.
  private var repeated: ExportRecord?

  /// How many different ids there are.
  var distinctCount: Int { count - repeatedCount }

  deinit { slots.release() }

  // MARK: Filling

  /// - Parameter estimate: how many records there will be in all; asked for only where there have to be more slots.
  func append(_ record: ExportRecord, of estimate: @autoclosure () -> Int) throws(MergeError) {
    if let pending { insert(pending) }
    if count == limit { try grow(for: estimate()) }
    pending = record
    prefetch(home(of: record.idLow))
    count += 1
  }

  /// The number of slots before anything can be estimated.
  private static let firstSlots = 1 << 15

  private func grow(for estimate: Int) throws(MergeError) {
    let wanted = slotCount == 0 ? Self.firstSlots : max(estimate + estimate / 3, slotCount + slotCount / 2)
    var earlier = slots
    let earlierCount = slotCount
    slots = PageMemory()
    slotCount = wanted
    limit = wanted / 10 * 9
    do throws(MergeError) {
      try slots.resize(to: wanted, isScattered: wanted > Self.firstSlots)
    } catch {
      // All goes on being released by its owner.
      slots = earlier
      throw error
    }
    for slot in 0..<earlierCount {
      if let record = earlier.elements?[slot], record.isThere { insert(record) }
    }
    earlier.release()
  }

  /// Puts a record into its slot, unless there is one of the same id.
  private func insert(_ record: ExportRecord) {
    guard let slots = slots.elements else { return }
    var slot = home(of: record.idLow)
    while slots[slot].isThere {
      if slots[slot].hasSameID(as: record) {
        repeatedCount += 1
        repeated = repeated ?? record
        return
      }
      slot = next(slot)
    }
    slots[slot] = record
  }

  /// Makes all records findable.
  ///
  /// - Returns: a record whose id another one has too, where there is one.
  func finish() -> ExportRecord? {
    if let pending { insert(pending) }
    pending = nil
    return repeated
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

  /// The record of an id, to be read or changed in place; nil where the export does not hold it.
  func find(_ id: Fingerprint) -> UnsafeMutablePointer<ExportRecord>? {
    guard let slots = slots.elements else { return nil }
    var slot = home(of: id.low)
    while slots[slot].isThere {
      if slots[slot].hasID(id) { return slots + slot }
      slot = next(slot)
    }
    return nil
  }

  /// The record of the same id as another one.
  func find(sameAs other: ExportRecord) -> UnsafeMutablePointer<ExportRecord>? {
    guard let slots = slots.elements else { return nil }
    var slot = home(of: other.idLow)
    while slots[slot].isThere {
      if slots[slot].hasSameID(as: other) { return slots + slot }
      slot = next(slot)
    }
    return nil
  }

  // MARK: All records

  /// Has every record go on to an older backup.
  func turnToOlder() {
    guard let slots = slots.elements else { return }
    for slot in 0..<slotCount { slots[slot].turnToOlder() }
  }

  /// The low halves of the fingerprints of the keys that no backup has.
  var unseen: Set<UInt64> {
    var unseen: Set<UInt64> = []
    guard let slots = slots.elements else { return unseen }
    for slot in 0..<slotCount {
      let record = slots[slot]
      if record.isThere, !record.isSeen, !record.isSeenInNewer { unseen.insert(record.idLow) }
    }
    return unseen
  }
}
