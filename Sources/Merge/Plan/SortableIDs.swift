import Values

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
    (0..<UInt32(ends.count - 1)).sorted { first, second in
      let (start, end) = (ends[Int(first)], ends[Int(first) + 1])
      let (otherStart, otherEnd) = (ends[Int(second)], ends[Int(second) + 1])
      let common = min(end - start, otherEnd - otherStart)
      let bytes = bytes.span
      var index = 0
      // Ids have much in common at their beginnings: eight bytes at a time, the first of them the highest.
      while common - index >= 8 {
        let word = (bytes.littleEndian(at: start + index) as UInt64).byteSwapped
        let other = (bytes.littleEndian(at: otherStart + index) as UInt64).byteSwapped
        if word != other { return word < other }
        index += 8
      }
      while index < common {
        let (byte, other) = (bytes[start + index], bytes[otherStart + index])
        if byte != other { return byte < other }
        index += 1
      }
      return end - start != otherEnd - otherStart ? end - start < otherEnd - otherStart : first < second
    }
  }
}
