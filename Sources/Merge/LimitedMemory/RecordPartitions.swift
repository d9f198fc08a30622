import Synchronization

/// Records on the disk, in partitions: appended by any thread, then read one partition after the other.
///
/// The file is written from front to back, in blocks each of which is full of the records of one partition.
///
/// Unchecked, because only `append` has a lock: when `finish` has been called, one thread reads.
final class RecordPartitions: @unchecked Sendable {
  private static let blockRecords = 340

  private struct Block {
    var place: UInt64
    var count: Int
  }

  private let file: SpillFile
  private var blocks: [[Block]] = Array(repeating: [], count: TaggedRecord.partitions)
  /// The records of each partition that are not on the disk yet.
  private var waiting: [[TaggedRecord]]
  private let lock = Mutex(())

  init(folder: String) throws(MergeError) {
    file = try SpillFile(folder: folder)
    waiting = Array(repeating: [], count: TaggedRecord.partitions)
  }

  /// Appends records; those of one caller stay in their order.
  func append(_ records: [TaggedRecord]) throws(MergeError) {
    try lock.withLock { (_) throws(MergeError) in
      for record in records {
        let partition = record.partition
        if waiting[partition].capacity == 0 { waiting[partition].reserveCapacity(Self.blockRecords) }
        waiting[partition].append(record)
        if waiting[partition].count == Self.blockRecords { try write(partition) }
      }
    }
  }

  /// Writes what is still in memory.
  func finish() throws(MergeError) {
    for partition in waiting.indices where !waiting[partition].isEmpty { try write(partition) }
    waiting = Array(repeating: [], count: TaggedRecord.partitions)
    try file.flush()
  }

  private func write(_ partition: Int) throws(MergeError) {
    let block = Block(place: file.count, count: waiting[partition].count)
    try file.append(waiting[partition])
    blocks[partition].append(block)
    waiting[partition].removeAll(keepingCapacity: true)
  }

  /// How many records a partition has.
  func count(in partition: Int) -> Int { blocks[partition].reduce(0) { $0 + $1.count } }

  /// Calls `body` with each record of a partition, in the order in which they were appended.
  func forEach(in partition: Int, _ body: (TaggedRecord) throws(MergeError) -> Void) throws(MergeError) {
    let stride = MemoryLayout<TaggedRecord>.stride
    for block in blocks[partition] {
      let bytes = try file.bytes(block.count * stride, at: block.place)
      for number in 0..<block.count {
        try body(bytes.record(at: number * stride))
      }
    }
  }
}
