import Values

/// The record of an object of either side, with what it takes to tell whose it is: 48 bytes.
struct TaggedRecord: StoredRecord {
  var record: ExportRecord
  /// From the top: 8 bits of flags, 16 bits for the table, 40 bits of number.
  private var tag: UInt64

  private enum Flag {
    static let isOdd: UInt64 = 1 << 56
    static let isWalked: UInt64 = 1 << 57
  }

  /// How many tables and records there can be.
  static let maxTables = 1 << 16
  static let maxRecords = 1 << 40

  /// - Parameters:
  ///   - table: the number of its table.
  ///   - number: its number among the table's objects in the export, or among all documents of the backups.
  init(_ record: ExportRecord, table: Int, number: Int) {
    self.record = record
    tag = UInt64(table) << 40 | UInt64(number)
  }

  var number: Int { Int(tag & (1 << 40 - 1)) }
  var table: Int { Int(tag >> 40 & 0xFFFF) }

  /// Of a document: that more than its record is needed to tell what it matches. Of an object of the export: that a
  /// document may still be matched with it.
  var isOdd: Bool {
    get { tag & Flag.isOdd != 0 }
    set { tag = newValue ? tag | Flag.isOdd : tag & ~Flag.isOdd }
  }

  /// Of a document: that it is walked over even if it is unchanged.
  var isWalked: Bool {
    get { tag & Flag.isWalked != 0 }
    set { tag = newValue ? tag | Flag.isWalked : tag & ~Flag.isWalked }
  }

  func isOfSameObject(as other: TaggedRecord) -> Bool { table == other.table && record.hasSameID(as: other.record) }

  /// How many partitions there are.
  static let partitions = 256
  /// Slots go by the fingerprint's upper bits, so that these have to be others.
  var partition: Int { Self.partition(of: record.idLow) }
  static func partition(of idLow: UInt64) -> Int { Int(idLow & UInt64(partitions - 1)) }
}
