/// What stands in the slots of a table.
protocol SlotRecord: BitwiseCopyable {
  /// Whether this is a record, and not memory of which all bytes are zero.
  var isThere: Bool { get }
}

/// A table of slots, in which a record stands in the first free slot at or behind the one that it names (linear
/// probing). Some slots have to be free.
struct SlotTable<Record: SlotRecord>: ~Copyable {
  private var slots: PageMemory<Record>

  /// A table without slots.
  init() { slots = PageMemory() }

  /// - Parameter isScattered: whether large pages are asked for.
  /// - Throws: `MergeError.outOfMemory`.
  init(count: Int, isScattered: Bool = false) throws(MergeError) {
    slots = try PageMemory(count: count, isScattered: isScattered)
  }

  /// How many slots there are.
  var count: Int { slots.count }

  /// What stands in a slot.
  @inline(__always)
  subscript(slot: Int) -> Record {
    get { slots[slot] }
    set { slots[slot] = newValue }
  }

  /// The slot that a number names, of as many slots.
  @inline(__always)
  static func home(of number: UInt64, count: Int) -> Int {
    Int(number.multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The slot of a record, or the first free one behind the one that its number names; nil where there are no slots.
  @inline(__always)
  func slot(of number: UInt64, where isSame: (Record) -> Bool) -> Int? {
    let count = count
    guard count > 0 else { return nil }
    var slot = Self.home(of: number, count: count)
    while true {
      let record = slots[slot]
      guard record.isThere, !isSame(record) else { return slot }
      slot = slot + 1 == count ? 0 : slot + 1
    }
  }

  /// The slot in which a record stands; nil where there is none.
  @inline(__always)
  func find(_ number: UInt64, where isSame: (Record) -> Bool) -> Int? {
    guard let slot = slot(of: number, where: isSame), slots[slot].isThere else { return nil }
    return slot
  }

  /// Has a record changed in place.
  ///
  /// - Returns: what `change` returns; nil where there is none.
  @inline(__always)
  mutating func update<Result>(
    _ number: UInt64,
    where isSame: (Record) -> Bool,
    _ change: (inout Record) -> Result
  ) -> Result? {
    guard let slot = find(number, where: isSame) else { return nil }
    var record = slots[slot]
    let result = change(&record)
    slots[slot] = record
    return result
  }

  /// Asks for the memory that `find` will look at, where something else is to be done first.
  func prefetch(_ number: UInt64) { slots.prefetch(Self.home(of: number, count: count)) }
}
