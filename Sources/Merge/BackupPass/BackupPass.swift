import Archive
import BSON
import Values

/// Streams a backup past the indexes of the export, and tells each object's status.
///
/// What is deleted goes to the spill file; of everything else only counts are kept, and a sample of
/// what changed.
struct BackupPass {
  private let key: FingerprintKey
  private let tables: Tables
  private let spill: SpillFile
  /// The latest moment in all of the export.
  private let latestOfExport: Int64?
  private var walker: BSONWalker
  private var textWalker: BSONWalker

  init(key: FingerprintKey, tables: Tables, spill: SpillFile, latestOfExport: Int64?, maxDepth: Int) {
    self.key = key
    self.tables = tables
    self.spill = spill
    self.latestOfExport = latestOfExport
    walker = BSONWalker(maxDepth: maxDepth)
    textWalker = BSONWalker(maxDepth: maxDepth, checksText: true)
  }

  /// Reads a backup from behind its prelude to its end.
  ///
  /// - Parameter collections: for each namespace of the prelude its table, nil for one that is left
  ///   aside.
  /// - Throws: `MergeError.backup` where the stream breaks; `.temporaryFile`.
  mutating func read(_ reader: BackupReader, collections: [TableRun?]) throws(MergeError) {
    var numbers = [Int](repeating: 0, count: collections.count)
    while let event = try reader.nextEvent() {
      switch event {
      case .document(let namespace, let bytes, let offset):
        guard namespace < collections.count, let table = collections[namespace] else { continue }
        numbers[namespace] += 1
        try take(bytes, offset: offset, number: numbers[namespace], of: table)
      case .end(let namespace, let isIntact):
        guard !isIntact, namespace < collections.count, let table = collections[namespace] else { continue }
        table.damage = table.damage ?? .checksum(collection: table.collection ?? table.name)
      case .broken(let namespace, let error):
        guard namespace < collections.count, let table = collections[namespace] else { continue }
        table.damage = table.damage ?? .brokenFile(BackupFailure(error))
      }
    }
    for table in tables.all where table.damage == nil {
      table.damage = table.otherCollections.lazy.compactMap(\.damage).first
    }
    for table in tables.all { try table.settle(spill: spill, latestOfExport: latestOfExport) }
  }

  /// Takes one document of a collection.
  private mutating func take(
    _ bytes: UnsafeRawBufferPointer,
    offset: UInt64,
    number: Int,
    of collection: TableRun
  ) throws(MergeError) {
    if let first = BSONWalker.firstID(bytes) { collection.export.index.prefetch(key.hash(first)) }
    do throws(BSONError) {
      try collection.document.walk(bytes, with: &walker)
    } catch {
      collection.damage = collection.damage ?? collection.damage(error, number: number, offset: offset)
      return
    }
    let other = collection.object.identity.table
    guard other.isEmpty else {
      // A full reference decides the table, not the collection.
      let table = tables.home(ofClass: String(decoding: other, as: UTF8.self))
      guard table !== collection else {
        try take(bytes, offset: offset, number: number, of: collection, in: collection)
        return
      }
      if !table.otherCollections.contains(where: { $0 === collection }) { table.otherCollections.append(collection) }
      do throws(BSONError) {
        try table.document.walk(bytes, with: &walker)
      } catch {
        return
      }
      try take(bytes, offset: offset, number: number, of: collection, in: table)
      return
    }
    try take(bytes, offset: offset, number: number, of: collection, in: collection)
  }

  /// Takes an object of a table, which has been walked over into it.
  private mutating func take(
    _ bytes: UnsafeRawBufferPointer,
    offset: UInt64,
    number: Int,
    of collection: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    if table.object.traits.contains(.hasUnusableEvidence) { table.counts.withUnusableEvidence += 1 }
    if table.object.traits.contains(.hasStoredACL), Self.hasStoredACL(bytes) { table.counts.withStoredACL += 1 }
    guard table.object.identity.problem == nil else {
      if table.object.traits.contains(.hasReadRules) { table.counts.deletedWithReadRules += 1 }
      table.keyless.append(try spill.append(bytes, of: table.object, id: 0, offset: offset))
      return
    }
    var id = table.object.identity.fingerprint(key)
    var found = table.export.index.find(id)
    if found == nil, table.export.form == .baqend, !table.object.identity.alternative.isEmpty {
      // Not there as the key stands: perhaps it is stored percent-encoded.
      let decoded = table.object.identity.alternativeFingerprint(key)
      found = table.export.index.find(decoded)
      if found != nil {
        table.decodedMatches += 1
        id = decoded
      }
    }
    if let found {
      try takeFound(bytes, record: found, id: id, offset: offset, walkedBy: table, in: table)
    } else if !table.relatives.isEmpty, let (relative, record, id) = findInRelatives(of: table) {
      try takeFound(bytes, record: record, id: id, offset: offset, walkedBy: table, in: relative)
    } else {
      try takeMissing(bytes, id: id, offset: offset, number: number, of: collection, in: table)
    }
  }

  /// Takes an object that the export of a table holds.
  @inline(__always)
  private mutating func takeFound(
    _ bytes: UnsafeRawBufferPointer,
    record: UnsafeMutablePointer<ExportRecord>,
    id: Fingerprint,
    offset: UInt64,
    walkedBy walked: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    let reason = table.match(
      record,
      id: id,
      normalID: walked.object.identity.normalID(in: walked.name),
      body: walked.object.fingerprint,
      evidence: walked.object.evidence
    )
    if let reason, table.changed.wants(reason) {
      let entry = try spill.append(bytes, of: walked.object, id: id.low, offset: offset)
      table.changed.add(entry, reason)
    }
  }

  /// Finds an object among those of tables whose class its own inherits from.
  private func findInRelatives(
    of table: TableRun
  ) -> (table: TableRun, record: UnsafeMutablePointer<ExportRecord>, id: Fingerprint)? {
    let id = ObjectIdentity.fingerprint(key, table: Array(table.name.utf8), key: table.object.identity.key)
    for relative in table.relatives {
      if let record = relative.export.index.find(id) { return (relative, record, id) }
    }
    return nil
  }

  /// Whether a document has an ACL that says something, under a name that the export would not have.
  static func hasStoredACL(_ document: UnsafeRawBufferPointer) -> Bool {
    let tree = ValueTree(document: Array(document), members: [MemberRoles.storedACL], renamed: [:])
    return (tree?[MemberRoles.storedACL]?.plainACL ?? .null) != .null
  }

  /// Takes an object whose key the export does not hold.
  private mutating func takeMissing(
    _ bytes: UnsafeRawBufferPointer,
    id: Fingerprint,
    offset: UInt64,
    number: Int,
    of collection: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    guard table.keepsDocuments else {
      table.deleted.append(SpillEntry(id: id.low, place: 0, recordBytes: 0))
      return
    }
    // What is kept may be written, so that its text has to be right.
    var discard = DiscardingSink()
    do throws(BSONError) {
      try textWalker.walk(bytes, into: &discard)
    } catch {
      collection.damage = collection.damage ?? collection.damage(error, number: number, offset: offset)
    }
    let entry = try spill.append(bytes, of: table.object, id: id.low, offset: offset)
    table.deleted.append(entry)
    table.countDeleted(evidence: table.object.evidence, traits: table.object.traits, latestOfExport: latestOfExport)
  }
}

extension TableRun {
  fileprivate func damage(_ error: BSONError, number: Int, offset: UInt64) -> StopCause {
    .document(DocumentDamage(collection: collection ?? name, number: number, offset: offset, error: error))
  }
}
