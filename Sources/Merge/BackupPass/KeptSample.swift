/// Some of a table's objects that are on both sides, to tell what is special about the deleted ones.
struct KeptSample {
  private(set) var entries: [SpillEntry] = []
  /// How many objects were offered.
  private var count = 0
  private static let limit = 500

  /// Whether the next object is taken: the first ones, then one of a thousand.
  mutating func wantsNext() -> Bool {
    count += 1
    return entries.count < Self.limit && (count <= 32 || count & 1023 == 0)
  }

  mutating func add(_ entry: SpillEntry) { entries.append(entry) }
}
