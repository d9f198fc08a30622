import Values

/// An object of the backup that a shard keeps.
package struct ShardDocument: Sendable {
  /// What it is kept for; the text stands in plan files.
  package enum Kind: String, CaseIterable, Sendable {
    /// The export does not hold it.
    case deleted
    /// It has no usable key.
    case keyless
    /// It is on both sides, and of the sample of those.
    case kept
    /// It has changed, and is of the sample of those of which the evidence does not say so.
    case unexplained
    /// It has changed, and is of the sample of the others.
    case explained
  }

  package var table: String
  package var kind: Kind
  package var place: BackupPlace
  /// Which backup it is of, counted from the newest.
  package var backup: Int
  /// The class and the key under which it was found in the export; nil where it was not, or it is not asked for.
  package var found: (className: String, key: [UInt8])?
  package var key: [UInt8]
  package var alternative: [UInt8]
  package var subclass: [UInt8]
  package var traits: UInt8
  package var problem: UInt8
  package var isAmbiguous: Bool
  package var evidence: Evidence
  /// Empty where only the id is kept.
  package var document: [UInt8]

  package init(table: String, kind: Kind, place: BackupPlace, backup: Int, document: [UInt8]) {
    self.table = table
    self.kind = kind
    self.place = place
    self.backup = backup
    self.document = document
    (key, alternative, subclass) = ([], [], [])
    (traits, problem, isAmbiguous) = (0, 0, false)
    evidence = Evidence(version: nil, createdAt: nil, updatedAt: nil)
  }

  init(_ object: SpilledObject, of table: String, _ kind: Kind, section: Int, found: Reference?) {
    self.init(
      table: table,
      kind: kind,
      place: BackupPlace(section: section, offset: object.header.offset),
      backup: Int(object.header.backup),
      document: object.document
    )
    self.found = found.map { ($0.table, $0.key) }
    (key, alternative, subclass) = (object.key, object.alternative, object.subclass)
    (traits, problem) = (object.header.traits, object.header.problem)
    isAmbiguous = object.header.isAmbiguous
    evidence = object.evidence
  }

  /// The object as a run keeps it. Its body is compared with nothing any more.
  var spilled: SpilledObject {
    var header = SpilledObject.Header()
    (header.traits, header.problem, header.isAmbiguous) = (traits, problem, isAmbiguous)
    header.backup = UInt16(truncatingIfNeeded: backup)
    header.offset = place.offset
    header.evidence = evidence
    return SpilledObject(header: header, key: key, alternative: alternative, subclass: subclass, document: document)
  }

  /// The low half of the fingerprint under which it is found in its table.
  func id(_ hash: FingerprintKey) -> UInt64 {
    if let found {
      return Reference(table: found.className, key: found.key).fingerprint(hash, in: table).low
    }
    guard problem == 0 else { return 0 }
    return subclass.isEmpty
      ? hash.hash(key).low : ObjectIdentity.fingerprint(hash, table: subclass, key: key).low
  }
}

/// A reference that a changed object had in the backup.
package struct ShardReference: Sendable {
  /// The table in which the changed object was found, and under which class and key.
  package var table: String
  package var owner: (className: String, key: [UInt8])
  package var target: (className: String, key: [UInt8])

  package init(
    table: String,
    owner: (className: String, key: [UInt8]),
    target: (className: String, key: [UInt8])
  ) {
    self.table = table
    self.owner = owner
    self.target = target
  }
}
