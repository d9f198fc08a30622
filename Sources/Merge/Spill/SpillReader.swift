/// Reads objects of a spill file in the order in which they stand there, many of them at a time.
struct SpillReader {
  private let spill: SpillFile
  /// What was read last, and where it begins.
  private var bytes: [UInt8] = []
  private var start: UInt64 = 0

  /// How much is read at a time where one object stands close behind the other.
  private static let blockBytes = 1 << 16

  init(_ spill: SpillFile) { self.spill = spill }

  /// Reads an object; in any order, but only in that of the file it takes less time than the file itself.
  ///
  /// - Throws: `MergeError.temporaryFile`.
  mutating func object(at entry: SpillEntry) throws(MergeError) -> SpilledObject {
    let count = entry.recordBytes
    if !holds(entry.place, count) {
      // Objects far from each other are read one by one.
      let isClose = entry.place >= start && entry.place - start <= 2 * UInt64(Self.blockBytes)
      let rest = Int(spill.count - entry.place)
      bytes = try spill.bytes(max(count, isClose ? min(Self.blockBytes, rest) : 0), at: entry.place)
      start = entry.place
    }
    let offset = Int(entry.place - start)
    return SpilledObject(record: bytes[offset..<(offset + count)])
  }

  private func holds(_ place: UInt64, _ count: Int) -> Bool {
    place >= start && place + UInt64(count) <= start + UInt64(bytes.count)
  }
}
