import Values

/// What is kept in memory of an object of the export: 40 bytes, no text and no place in a file.
struct ExportRecord: SlotRecord {
  /// 80 bits of the key's fingerprint.
  private(set) var idLow: UInt64
  /// 64 bits of the body's fingerprint. Once the object has been found in the backup, of the body there.
  var body: UInt64
  private var createdAt: Int64
  private var updatedAt: Int64
  /// From the top: 40 bits of version, 16 bits of the key's fingerprint, 8 bits of flags.
  private var packed: UInt64

  private enum Flag {
    static let version: UInt64 = 1
    static let createdAt: UInt64 = 2
    static let updatedAt: UInt64 = 4
    static let readRules: UInt64 = 8
    static let seen: UInt64 = 16
    static let seenInNewer: UInt64 = 32
    static let isThere: UInt64 = 64
    static let ofSubclass: UInt64 = 128
  }

  /// Versions beyond 40 bits are no evidence: no object is written that often.
  static let versions: ClosedRange<Int64> = -(1 << 39)...(1 << 39 - 1)

  /// No record.
  static var none: ExportRecord { ExportRecord() }

  private init() {
    (idLow, body, createdAt, updatedAt, packed) = (0, 0, 0, 0, 0)
  }

  /// Whether a record says all of an object's evidence.
  static func holds(_ evidence: Evidence) -> Bool { evidence.version.map(versions.contains) ?? true }

  init(
    id: Fingerprint,
    body: Fingerprint,
    evidence: Evidence,
    hasReadRules: Bool = false,
    isOfSubclass: Bool = false
  ) {
    idLow = id.low
    self.body = body.low
    createdAt = evidence.createdAt ?? 0
    updatedAt = evidence.updatedAt ?? 0
    packed = (id.high & 0xFFFF) << 8 | Flag.isThere
    set(evidence)
    if hasReadRules { packed |= Flag.readRules }
    if isOfSubclass { packed |= Flag.ofSubclass }
  }

  /// Whether this is a record, and not memory of which all bytes are zero.
  var isThere: Bool { packed & Flag.isThere != 0 }

  func hasID(_ id: Fingerprint) -> Bool { idLow == id.low && packed >> 8 & 0xFFFF == id.high & 0xFFFF }

  /// What is kept of the upper half of the key's fingerprint.
  var idHigh: UInt64 { packed >> 8 & 0xFFFF }

  func hasSameID(as other: ExportRecord) -> Bool {
    idLow == other.idLow && packed >> 8 & 0xFFFF == other.packed >> 8 & 0xFFFF
  }

  /// Once the object has been found in the backup, that of the object there.
  var evidence: Evidence {
    get {
      Evidence(
        version: packed & Flag.version != 0 ? Int64(bitPattern: packed) >> 24 : nil,
        createdAt: packed & Flag.createdAt != 0 ? createdAt : nil,
        updatedAt: packed & Flag.updatedAt != 0 ? updatedAt : nil
      )
    }
    set {
      createdAt = newValue.createdAt ?? 0
      updatedAt = newValue.updatedAt ?? 0
      packed &= 0xFF_FFFF & ~(Flag.version | Flag.createdAt | Flag.updatedAt)
      set(newValue)
    }
  }

  /// Sets the bits of evidence, which are all clear.
  private mutating func set(_ evidence: Evidence) {
    if let version = evidence.version, Self.versions.contains(version) {
      packed |= UInt64(bitPattern: version) << 24 | Flag.version
    }
    if evidence.createdAt != nil { packed |= Flag.createdAt }
    if evidence.updatedAt != nil { packed |= Flag.updatedAt }
  }

  var hasReadRules: Bool { packed & Flag.readRules != 0 }

  /// Whether it is of a subclass of its table's class.
  var isOfSubclass: Bool { packed & Flag.ofSubclass != 0 }

  /// Whether the object has been found in a newer backup than the one that is read.
  var isSeenInNewer: Bool { packed & Flag.seenInNewer != 0 }

  /// Goes on to an older backup.
  mutating func turnToOlder() {
    if isSeen { packed = packed & ~Flag.seen | Flag.seenInNewer }
  }

  /// Whether the object has been found in the backup that is read.
  var isSeen: Bool {
    get { packed & Flag.seen != 0 }
    set { packed = newValue ? packed | Flag.seen : packed & ~Flag.seen }
  }
}
