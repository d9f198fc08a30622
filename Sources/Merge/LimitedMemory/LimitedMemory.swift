// A run whose indexes of the export do not fit into the memory that it may take.
//
//   1. What of an index does not fit goes to the disk while the export is read: its records of 40 bytes, in partitions
//      by bits of the id's fingerprint (PartitionedExport). Ids that stand twice are found one partition after the other.
//   2. The backups are read a first time, for a record of the same form of each document (DocumentSurvey), which goes to
//      partitions by the same bits.
//   3. Partition by partition the two sides are joined (RecordJoin). Most documents are settled so: all that the pass
//      over the backups would do with them is known, and takes half a byte (Verdicts). Only the records that documents
//      may still be matched with come back into memory.
//   4. The backups are read again, by the pass that every run makes. It walks over the documents that are not settled,
//      and over the settled ones whose bytes are wanted.
//   5. Whether the export holds what a reference names is read from the disk, a few slots each time.
//
// What is planned is what a run without a limit plans, byte for byte. Where that would take more memory than is allowed
// the run fails, and says so.

import Synchronization

/// How much memory the indexes of a run may take, all together, and what stands for them where they do not fit.
final class LimitedMemory: Sendable {
  /// What a run takes that does not grow with its inputs: the program itself, buffers, windows of inflating.
  private static let ownBytes = 40_000_000

  /// About what a deleted object takes until it is written: its entry in several lists, its id while these are sorted.
  static let deletedBytes = 128
  /// The same of a changed object, where its differences are told.
  static let changedBytes = 100
  /// About what an object takes that only the export has, where it is named.
  static let createdBytes = 180
  /// About what a reference takes to an object that is gone.
  static let referenceBytes = 48

  private let folder: String
  /// How many bytes were allowed.
  private let allowedBytes: Int
  /// How many bytes there are for all that grows, and of these for the indexes of the export.
  private let bytes: Int
  private let indexBytes: Int

  private struct State {
    var takenBytes = 0
    var partitions: PartitionedExport?
  }
  private let state = Mutex(State())

  /// - Returns: nil where there is no limit.
  init?(_ options: PlanOptions) throws(MergeError) {
    guard options.memoryLimit != nil || options.indexBytes != nil else { return nil }
    allowedBytes = options.memoryLimit ?? .max
    guard allowedBytes >= PlanOptions.smallestMemoryLimit else {
      throw .usage(.smallMemoryLimit(allowedBytes, least: PlanOptions.smallestMemoryLimit))
    }
    folder = options.temporaryFolder
    bytes = allowedBytes - Self.ownBytes
    // The rest is for what is deleted and changed.
    indexBytes = options.indexBytes ?? bytes / 4 * 3
  }

  /// Takes memory for an index while the export is read.
  ///
  /// - Returns: whether there is so much.
  func takesIndex(_ count: Int) -> Bool {
    state.withLock { state in
      guard count <= indexBytes - state.takenBytes else { return false }
      state.takenBytes += count
      return true
    }
  }

  /// Takes memory without which the run cannot go on.
  func take(_ count: Int) throws(MergeError) {
    try state.withLock { state throws(MergeError) in
      guard count <= bytes - state.takenBytes else {
        throw .memoryLimit(allowedBytes: allowedBytes, neededBytes: Self.ownBytes + state.takenBytes + count)
      }
      state.takenBytes += count
    }
  }

  func giveBack(_ count: Int) { state.withLock { $0.takenBytes -= count } }

  /// Where the records are that do not fit; made the first time that there are some.
  func partitions() throws(MergeError) -> PartitionedExport {
    try state.withLock { state throws(MergeError) in
      if let partitions = state.partitions { return partitions }
      let partitions = try PartitionedExport(folder: folder)
      state.partitions = partitions
      return partitions
    }
  }

  /// The same, where there are some.
  var exceeded: PartitionedExport? { state.withLock { $0.partitions } }
}
