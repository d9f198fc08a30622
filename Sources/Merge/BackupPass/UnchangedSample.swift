import Values

/// Some of a table's unchanged objects, drawn by lot: the same ones with the same seed, in whatever order they come.
package struct UnchangedSample: Sendable {
  private struct Lot: Sendable {
    var number: UInt64
    var id: String
  }

  private let size: Int
  private let seed: [UInt8]
  /// Those with the lowest numbers, and some more.
  private var lots: [Lot] = []
  /// The number above which none is drawn any more.
  private var limit = UInt64.max

  /// - Parameter size: how many are drawn of each table.
  package init(size: Int, seed: UInt64) {
    self.size = size
    self.seed = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (8 * $0)) }
  }

  /// The ids that were drawn, in the order of their lots.
  package var ids: [String] { drawn.map(\.id) }

  private var drawn: ArraySlice<Lot> { lots.sorted { ($0.number, $0.id) < ($1.number, $1.id) }.prefix(size) }

  mutating func offer(_ id: String) {
    let number = FingerprintKey.published.hash(seed + Array(id.utf8)).low
    guard number <= limit else { return }
    lots.append(Lot(number: number, id: id))
    // Not at every object: sorting then costs no more than one pass over all.
    guard lots.count / 2 > size else { return }
    lots = Array(drawn)
    limit = lots.last?.number ?? limit
  }
}
