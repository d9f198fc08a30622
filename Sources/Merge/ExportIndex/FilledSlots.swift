import Values

/// The slots of an export's index while records are put into them: one value, so that each record reaches it once.
struct FilledSlots: ~Copyable {
  var slots = SlotTable<ExportRecord>()
  /// How many more records the slots take before there have to be more of them.
  private(set) var room = 0
  /// The record that was appended last: its slot is asked for, and until the next one comes it is there.
  private var last: ExportRecord?

  /// How many records have an id that another one has before them.
  var repeatedCount = 0
  /// The first of these.
  var repeated: ExportRecord?

  /// - Returns: false where there have to be more slots first; those before it are findable then.
  mutating func append(_ record: ExportRecord) -> Bool {
    insertLast()
    guard room > 0 else { return false }
    room -= 1
    last = record
    slots.prefetch(record.idLow)
    return true
  }

  /// Makes the record that was appended last findable.
  mutating func insertLast() {
    guard let last else { return }
    place(last)
    self.last = nil
  }

  /// Puts records into their slots, as long as there is room.
  ///
  /// - Returns: how many of them.
  mutating func insert(_ records: ArraySlice<ExportRecord>) -> Int {
    let inserted = records.prefix(room)
    for index in inserted.indices {
      // Far enough ahead that the memory is there when its turn comes.
      if index + 12 < inserted.endIndex { slots.prefetch(inserted[index + 12].idLow) }
      insert(inserted[index])
    }
    return inserted.count
  }

  /// Puts a record into its slot, for which there has to be room.
  mutating func insert(_ record: ExportRecord) {
    place(record)
    room -= 1
  }

  /// Puts a record into its slot, unless there is one of the same id.
  private mutating func place(_ record: ExportRecord) {
    guard let slot = slots.slot(of: record.idLow, where: { $0.hasSameID(as: record) }) else { return }
    if slots[slot].isThere {
      repeatedCount += 1
      repeated = repeated ?? record
    } else {
      slots[slot] = record
    }
  }

  /// Has as many slots as are wanted, into which those that are there go over.
  ///
  /// - Throws: `MergeError.outOfMemory`.
  mutating func resize(to wanted: Int, isScattered: Bool) throws(MergeError) {
    var earlier = try SlotTable<ExportRecord>(count: wanted, isScattered: isScattered)
    swap(&slots, &earlier)
    room = wanted / 10 * 9 - earlier.count / 10 * 9
    for slot in 0..<earlier.count where earlier[slot].isThere { place(earlier[slot]) }
  }

  /// Lets all slots go.
  mutating func removeAll() {
    slots = SlotTable()
    (room, last) = (0, nil)
  }
}
