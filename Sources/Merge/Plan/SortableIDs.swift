import Glibc

/// Ids to be put in order, in one piece of memory: a text each would take three times as much.
struct SortableIDs {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  mutating func append(_ id: String.UTF8View) {
    bytes += id
    ends.append(bytes.count)
  }

  /// The places of the ids, in the order of their bytes; equal ones in the order in which they were appended.
  var order: [UInt32] {
    bytes.withUnsafeBytes { bytes in
      (0..<UInt32(ends.count - 1)).sorted { first, second in
        let (first, second) = (Int(first), Int(second))
        let (count, otherCount) = (ends[first + 1] - ends[first], ends[second + 1] - ends[second])
        let common = min(count, otherCount)
        var order: Int32 = 0
        if common > 0, let base = bytes.baseAddress { order = memcmp(base + ends[first], base + ends[second], common) }
        return order != 0 ? order < 0 : count != otherCount ? count < otherCount : first < second
      }
    }
  }
}
