import Glibc
import Values

/// An object of the backup that a run keeps, with what its one walk gave.
struct SpilledObject {
  /// The parts of fixed size, as they stand at the beginning of its record in the spill file.
  struct Header: StoredRecord {
    var keyBytes: UInt32 = 0
    var alternativeBytes: UInt32 = 0
    var subclassBytes: UInt32 = 0
    var traits: UInt8 = 0
    var problem: UInt8 = 0
    var evidenceFlags: UInt8 = 0
    /// Whether the export may hold it as an object of another class.
    var isAmbiguous = false
    /// Which backup it is of, counted from the newest, which is 0.
    var backup: UInt16 = 0
    var version: Int64 = 0
    var createdAt: Int64 = 0
    var updatedAt: Int64 = 0
    private var bodyLow: UInt64 = 0
    private var bodyHigh: UInt64 = 0
    /// Where the document stands in the backup, in bytes of the inflated archive.
    var offset: UInt64 = 0

    var body: Fingerprint {
      get { Fingerprint(low: bodyLow, high: bodyHigh) }
      set { (bodyLow, bodyHigh) = (newValue.low, newValue.high) }
    }

    var evidence: Evidence {
      get {
        Evidence(
          version: evidenceFlags & 1 != 0 ? version : nil,
          createdAt: evidenceFlags & 2 != 0 ? createdAt : nil,
          updatedAt: evidenceFlags & 4 != 0 ? updatedAt : nil
        )
      }
      set {
        version = newValue.version ?? 0
        createdAt = newValue.createdAt ?? 0
        updatedAt = newValue.updatedAt ?? 0
        evidenceFlags =
          (newValue.version == nil ? 0 : 1) | (newValue.createdAt == nil ? 0 : 2)
          | (newValue.updatedAt == nil ? 0 : 4)
      }
    }
  }

  var header: Header
  /// The key, not encoded; empty where there is no usable one.
  var key: [UInt8]
  /// The key in its other reading; empty where there is none.
  var alternative: [UInt8]
  /// The subclass of the table's class that it is of; empty for the table's own.
  var subclass: [UInt8]
  /// The BSON document.
  var document: [UInt8]

  /// The id in its normal form, of an object of a table.
  func id(in table: String) -> String {
    ObjectKey.normalID(table: subclass.isEmpty ? table : String(decoding: subclass, as: UTF8.self), key: key)
  }

  var evidence: Evidence { header.evidence }
  var traits: BodyFingerprinter.Traits { BodyFingerprinter.Traits(rawValue: header.traits) }
  /// Why there is no usable key.
  var problem: ObjectIdentity.Problem? { ObjectIdentity.Problem(rawValue: header.problem) }
}

/// Where an object stands in the spill file, and the beginning of its key's fingerprint: 16 bytes,
/// all that is kept in memory of it.
struct SpillEntry {
  /// The low half of the fingerprint of its key.
  var id: UInt64
  private var placeAndLength: UInt64

  /// The most bytes of a spill file (1 TiB) and of one record in it.
  static let maxPlace: UInt64 = 1 << 40
  static let maxRecordBytes = 1 << 24 * 4

  /// - Parameter recordBytes: its length, which is rounded up to a multiple of 4.
  init(id: UInt64, place: UInt64, recordBytes: Int) {
    self.id = id
    placeAndLength = place << 24 | UInt64(recordBytes + 3) / 4
  }

  /// The entry of an object that is not kept.
  ///
  /// - Parameter number: its number among those that are not kept.
  init(id: UInt64, without number: Int) {
    self.init(id: id, place: Self.maxPlace - 1 - UInt64(number), recordBytes: 0)
  }

  var place: UInt64 { placeAndLength >> 24 }
  /// The record's length, to the next multiple of 4.
  var recordBytes: Int { Int(placeAndLength & 0xFF_FFFF) * 4 }
}

extension SpillFile {
  /// Appends an object, its record filled up to a multiple of 4 bytes.
  ///
  /// - Throws: `MergeError.temporaryFile`, with `EFBIG` where the file has become too large to be found in again.
  func append(
    _ document: Span<UInt8>,
    of object: borrowing BodyFingerprinter,
    id: UInt64,
    offset: UInt64,
    backup: Int,
    isAmbiguous: Bool = false
  ) throws(MergeError) -> SpillEntry {
    var header = SpilledObject.Header()
    header.traits = object.traits.rawValue
    header.problem = object.identity.problem?.rawValue ?? 0
    header.evidence = object.evidence
    header.body = object.fingerprint
    header.offset = offset
    header.isAmbiguous = isAmbiguous
    header.backup = UInt16(truncatingIfNeeded: backup)
    return try append(
      header,
      object.identity.key,
      object.identity.alternative,
      object.identity.table,
      document,
      id: id
    )
  }

  /// Appends an object of which only the document and the evidence are of interest.
  func append(
    _ document: Span<UInt8>,
    evidence: Evidence,
    offset: UInt64,
    backup: Int
  ) throws(MergeError) -> SpillEntry {
    var header = SpilledObject.Header()
    header.evidence = evidence
    header.offset = offset
    header.backup = UInt16(truncatingIfNeeded: backup)
    return try append(header, [], [], [], document, id: 0)
  }

  /// Appends an object that another run has kept.
  func append(_ object: SpilledObject, id: UInt64) throws(MergeError) -> SpillEntry {
    try append(object.header, object.key, object.alternative, object.subclass, object.document.span, id: id)
  }

  /// Appends an object with the record that another spill file has of it.
  func append(_ entry: SpillEntry, of other: SpillFile) throws(MergeError) -> SpillEntry {
    let place = count
    try append(try other.bytes(entry.recordBytes, at: entry.place))
    guard count < SpillEntry.maxPlace else { throw failure(EFBIG) }
    return SpillEntry(id: entry.id, place: place, recordBytes: entry.recordBytes)
  }

  private func append(
    _ header: SpilledObject.Header,
    _ key: [UInt8],
    _ alternative: [UInt8],
    _ subclass: [UInt8],
    _ document: Span<UInt8>,
    id: UInt64
  ) throws(MergeError) -> SpillEntry {
    let place = count
    var header = header
    header.keyBytes = UInt32(key.count)
    header.alternativeBytes = UInt32(alternative.count)
    header.subclassBytes = UInt32(subclass.count)
    let partBytes = key.count + alternative.count + subclass.count + document.count
    let recordBytes = MemoryLayout<SpilledObject.Header>.size + MemoryLayout<UInt32>.size + partBytes
    guard place + UInt64(recordBytes) < SpillEntry.maxPlace, recordBytes <= SpillEntry.maxRecordBytes - 4 else {
      throw failure(EFBIG)
    }
    let filling = -recordBytes & 3
    try append(count: recordBytes + filling) { record in
      record.append(record: header)
      record.append(record: UInt32(document.count))
      record += key
      record += alternative
      record += subclass
      record.append(contentsOf: document)
      for _ in 0..<filling { record.append(0) }
    }
    return SpillEntry(id: id, place: place, recordBytes: recordBytes)
  }

  /// Reads an object.
  func object(at entry: SpillEntry) throws(MergeError) -> SpilledObject {
    SpilledObject(record: try bytes(entry.recordBytes, at: entry.place)[...])
  }
}

extension SpilledObject {
  /// The object of a record, which this run has written.
  init(record: ArraySlice<UInt8>) {
    let record = record.span
    header = record.record(at: 0)
    let documentBytes: UInt32 = record.record(at: MemoryLayout<Header>.size)
    var next = MemoryLayout<Header>.size + MemoryLayout<UInt32>.size
    func part(_ count: UInt32) -> [UInt8] {
      defer { next += Int(count) }
      return Array(record.extracting(next..<(next + Int(count))))
    }
    key = part(header.keyBytes)
    alternative = part(header.alternativeBytes)
    subclass = part(header.subclassBytes)
    document = part(documentBytes)
  }
}
