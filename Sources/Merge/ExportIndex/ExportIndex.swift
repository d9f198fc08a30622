import CLinux
import Foundation
import Values

/// The records of a table's export, found by id.
///
/// While the export is read, records are appended to a partition by the first bits of their
/// fingerprint: one of 256, or in a small table to the only one. `finish` then sorts each partition into buckets of four on average, so that
/// the index takes 41 bytes an object and half as many again while one partition is sorted.
final class ExportIndex {
  private struct Partition {
    var records: UnsafeMutablePointer<ExportRecord>?
    var count = 0
    var capacity = 0
    /// Where each bucket begins; one more than there are buckets. Empty until `finish`.
    var starts: [UInt32] = []

    /// The bucket of a fingerprint, by the bits behind those that may have chosen the partition.
    func bucket(of low: UInt64) -> Int {
      Int((((low << 8) >> 32) * UInt64(starts.count - 1)) >> 32)
    }
  }

  // Exclusivity is not checked at run time: nothing is called while a partition changes.
  @exclusivity(unchecked) private var partitions: [Partition]
  /// 255, or 0 where there is only one partition.
  private let partitionMask: UInt64

  /// How many records were appended.
  @exclusivity(unchecked) private(set) var count = 0

  /// How many records have an id that another one has before them; known from `finish` on.
  private var repeatedCount = 0

  /// How many different ids there are.
  var distinctCount: Int { count - repeatedCount }

  /// - Parameter isSmall: whether few records are to come.
  init(isSmall: Bool) {
    partitionMask = isSmall ? 0 : 255
    partitions = Array(repeating: Partition(), count: isSmall ? 1 : 256)
  }

  /// The partition of a fingerprint.
  private func partition(of low: UInt64) -> Int { Int(low >> 56 & partitionMask) }

  deinit {
    for partition in partitions { free(partition.records) }
  }

  func append(_ record: ExportRecord) throws(MergeError) {
    let index = partition(of: record.idLow)
    if partitions[index].count == partitions[index].capacity { try grow(index) }
    partitions[index].records?[partitions[index].count] = record
    partitions[index].count += 1
    count += 1
  }

  /// Makes room for a quarter more.
  private func grow(_ index: Int) throws(MergeError) {
    let capacity = max(partitions[index].capacity + partitions[index].capacity / 4, partitions[index].capacity + 8)
    guard capacity <= UInt32.max,
      let memory = realloc(partitions[index].records, capacity * MemoryLayout<ExportRecord>.stride)
    else { throw .outOfMemory }
    partitions[index].records = memory.assumingMemoryBound(to: ExportRecord.self)
    partitions[index].capacity = capacity
  }

  /// Makes the records findable.
  ///
  /// - Returns: a record whose id another one has too, where there is one.
  func finish() throws(MergeError) -> ExportRecord? {
    var duplicate: ExportRecord?
    for index in partitions.indices where partitions[index].count > 0 {
      let found = try sort(&partitions[index])
      duplicate = duplicate ?? found
    }
    return duplicate
  }

  /// Sorts a partition by bucket, by counting.
  private func sort(_ partition: inout Partition) throws(MergeError) -> ExportRecord? {
    let bytes = partition.count * MemoryLayout<ExportRecord>.stride
    guard let records = partition.records, let memory = malloc(bytes) else { throw .outOfMemory }
    defer { free(memory) }
    let sorted = memory.assumingMemoryBound(to: ExportRecord.self)

    partition.starts = [UInt32](repeating: 0, count: max(1, partition.count / 4) + 1)
    for index in 0..<partition.count { partition.starts[partition.bucket(of: records[index].idLow) + 1] += 1 }
    for bucket in 1..<partition.starts.count { partition.starts[bucket] += partition.starts[bucket - 1] }
    var next = partition.starts
    for index in 0..<partition.count {
      let bucket = partition.bucket(of: records[index].idLow)
      sorted[Int(next[bucket])] = records[index]
      next[bucket] += 1
    }
    memcpy(records, sorted, bytes)
    if let exact = realloc(records, bytes) {
      partition.records = exact.assumingMemoryBound(to: ExportRecord.self)
      partition.capacity = partition.count
    }
    return duplicate(in: partition)
  }

  private func duplicate(in partition: Partition) -> ExportRecord? {
    guard let records = partition.records else { return nil }
    var duplicate: ExportRecord?
    for bucket in 0..<(partition.starts.count - 1) {
      let range = Int(partition.starts[bucket])..<Int(partition.starts[bucket + 1])
      for first in range {
        for second in range where second > first && records[first].hasSameID(as: records[second]) {
          repeatedCount += 1
          duplicate = duplicate ?? records[first]
          // The others are counted from the second one on.
          break
        }
      }
    }
    return duplicate
  }

  /// Has every record go on to an older backup.
  func turnToOlder() {
    for partition in partitions {
      for index in 0..<partition.count { partition.records?[index].turnToOlder() }
    }
  }

  /// The low halves of the fingerprints of the keys that no backup has.
  var unseen: Set<UInt64> {
    var unseen: Set<UInt64> = []
    for partition in partitions {
      for index in 0..<partition.count {
        guard let record = partition.records?[index], !record.isSeen, !record.isSeenInNewer else { continue }
        unseen.insert(record.idLow)
      }
    }
    return unseen
  }

  /// Asks for the memory that `find` will look at, where something else is to be done first.
  func prefetch(_ id: Fingerprint) {
    partitions.withUnsafeBufferPointer { partitions in
      let partition = partitions[partition(of: id.low)]
      guard let records = partition.records, partition.starts.count > 1 else { return }
      regraft_prefetch(records + Int(partition.starts[partition.bucket(of: id.low)]))
    }
  }

  /// The record of an id, to be read or changed in place; nil where the export does not hold it.
  func find(_ id: Fingerprint) -> UnsafeMutablePointer<ExportRecord>? {
    partitions.withUnsafeBufferPointer { partitions in
      let partition = partitions[partition(of: id.low)]
      guard let records = partition.records, partition.starts.count > 1 else { return nil }
      let bucket = partition.bucket(of: id.low)
      for index in Int(partition.starts[bucket])..<Int(partition.starts[bucket + 1]) where records[index].hasID(id) {
        return records + index
      }
      return nil
    }
  }
}
