import Values

/// A value of fixed size that is kept in a spill file as it stands in memory: only numbers and the like, and read only
/// where the same run has written one.
protocol StoredRecord: BitwiseCopyable {}

extension [UInt8] {
  /// The bytes of records, one after the other.
  init(_ records: [some StoredRecord]) {
    // SAFETY: any value is bytes, and they are copied.
    self = unsafe records.withUnsafeBytes { unsafe Array($0) }
  }

  /// Appends the bytes of a record.
  mutating func append(record: some StoredRecord) {
    // SAFETY: as above.
    unsafe Swift.withUnsafeBytes(of: record) { unsafe append(contentsOf: $0) }
  }

  /// The record whose bytes begin at an offset.
  func record<Record: StoredRecord>(at offset: Int, as type: Record.Type = Record.self) -> Record {
    span.record(at: offset)
  }
}

extension Span<UInt8> {
  /// The record whose bytes begin at an offset.
  func record<Record: StoredRecord>(at offset: Int) -> Record {
    precondition(offset >= 0 && offset <= count - MemoryLayout<Record>.size)
    // SAFETY: all bytes are there, and a value of the type was written so.
    return unsafe withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: offset, as: Record.self) }
  }
}

extension UInt32: StoredRecord {}
