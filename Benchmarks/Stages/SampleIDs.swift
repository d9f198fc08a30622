import Merge
import Values

/// The ids of a million objects, in no order, and an index that holds them.
struct SampleIDs {
  private let ids: [Fingerprint]
  private let index: MeasuredIndex

  init() throws {
    let key = FingerprintKey.random()
    ids = (0..<1_000_000).map { number in key.hash(withUnsafeBytes(of: number) { Array($0) }) }
    index = try MeasuredIndex(ids)
  }

  /// Makes an index of them all.
  func insert() throws -> Int {
    _ = try MeasuredIndex(ids)
    return ids.count
  }

  /// Looks each of them up. In a run the memory is asked for beforehand, and a look-up costs less.
  func find() throws -> Int {
    guard index.found(ids) == ids.count else { throw SampleError("an id is not found") }
    return ids.count
  }
}
