/// Some of a table's objects that are on both sides, to tell what is special about the deleted ones.
///
/// They are drawn by lot, which goes by the object's place in the backup: so the samples of parts of a table, joined,
/// are that of the table.
struct KeptSample {
  private struct Drawn {
    var lot: UInt64
    var entry: SpillEntry
  }

  /// Those with the lowest lots, and some more.
  private var drawn: [Drawn] = []
  /// The lot above which none is drawn any more.
  private var limit = UInt64.max
  private static let size = 500

  /// The sample.
  var entries: [SpillEntry] { lowest.map(\.entry) }

  private var lowest: ArraySlice<Drawn> {
    drawn.sorted { ($0.lot, $0.entry.place) < ($1.lot, $1.entry.place) }.prefix(Self.size)
  }

  /// The lot of an object: the last step of splitmix64, which leaves no pattern of the place.
  ///
  /// - Parameter offset: where its document begins in the backup.
  private static func lot(_ offset: UInt64) -> UInt64 {
    var mixed = offset &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Whether an object at a place may be of the sample.
  func wants(_ offset: UInt64) -> Bool { Self.lot(offset) <= limit }

  mutating func add(_ entry: SpillEntry, _ offset: UInt64) {
    drawn.append(Drawn(lot: Self.lot(offset), entry: entry))
    // Not at every object: sorting then costs little.
    guard drawn.count >= 2 * Self.size else { return }
    drawn = Array(lowest)
    limit = drawn.last?.lot ?? limit
  }
}
