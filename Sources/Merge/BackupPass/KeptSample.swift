/// Some of a table's objects that are on both sides, to tell what is special about the deleted ones.
struct KeptSample {
  private(set) var entries: [SpillEntry] = []
  /// How many objects were offered.
  private var count = 0
  private static let limit = 500

  /// Whether the next object is taken: the first ones, then one of a thousand.
  mutating func wantsNext() -> Bool {
    count += 1
    return isWanted(count)
  }

  /// Counts the next object if it is not one to be taken.
  mutating func passesNext() -> Bool {
    guard !isWanted(count + 1) else { return false }
    count += 1
    return true
  }

  private func isWanted(_ number: Int) -> Bool {
    entries.count < Self.limit && (number <= 32 || number & 1023 == 0)
  }

  mutating func add(_ entry: SpillEntry) { entries.append(entry) }
}
