import Archive
import BSON
import Values

/// Streams backups past the indexes of the export, the newest first, and tells each object's status.
///
/// The newest backup that holds an object speaks for it. What is deleted goes to the spill file; of
/// everything else only counts are kept, a sample of what changed, and what it no longer refers to perhaps.
struct BackupPass {
  let paths: [String]
  let key: FingerprintKey
  let tables: Tables
  let spill: SpillFile
  /// The latest moment in all of the export.
  private let latestOfExport: Int64?
  private let isSalvaging: Bool
  /// How many threads there are.
  private let threads: Int
  let shard: Shard?
  /// Whether the ids are kept of deleted objects whose documents are not: where the parts of a run are joined, references
  /// are followed to them.
  private let keepsIDs: Bool
  private let overlooked: (@Sendable (UInt64) -> Bool)?
  /// What is known of the documents already, where memory was too scarce to find it out here.
  private let verdicts: Verdicts?
  /// What memory is taken of, where it is limited.
  let memory: LimitedMemory?
  var walker: BSONWalker
  private var textWalker: BSONWalker
  var references = ReferenceCollector()
  /// How many deleted objects were not kept, of all tables.
  private var unkept = 0
  /// The backup that is read, counted from the newest.
  private(set) var backup = 0

  /// - Parameters:
  ///   - paths: the backups, the newest first.
  ///   - verdicts: what is known of their documents already.
  ///   - memory: what memory is taken of, where it is limited.
  init(
    paths: [String],
    key: FingerprintKey,
    tables: Tables,
    spill: SpillFile,
    latestOfExport: Int64?,
    verdicts: Verdicts?,
    memory: LimitedMemory?,
    options: PlanOptions
  ) {
    self.paths = paths
    self.key = key
    self.tables = tables
    self.spill = spill
    self.latestOfExport = latestOfExport
    self.verdicts = verdicts
    self.memory = memory
    isSalvaging = options.lifted.salvage
    threads = Concurrency(threads: options.threads).threads
    shard = options.shard
    keepsIDs = options.shard != nil && options.selection.followsReferences
    overlooked = options.overlooked
    walker = BSONWalker(maxDepth: options.comparison.maxDepth)
    textWalker = BSONWalker(maxDepth: options.comparison.maxDepth, checksText: true)
  }

  /// Reads a backup from behind its prelude to its end.
  ///
  /// - Parameters:
  ///   - backup: which one it is, counted from the newest.
  ///   - collections: for each namespace of the prelude its table, nil for one that is left aside.
  /// - Returns: how the stream broke, where it did and what stands before is salvaged.
  /// - Throws: `MergeError.backup` where the stream breaks; `.wrongOrder`; `.temporaryFile`.
  mutating func read(
    _ reader: BackupReader,
    backup: Int,
    collections: [TableRun?]
  ) throws(MergeError) -> BackupFailure? {
    self.backup = backup
    if backup > 0 { for table in tables.all { table.turnToOlder() } }
    verdicts?.begin(backup)
    var unfinished = Set(collections.indices.filter { collections[$0] != nil })
    var failure: BackupFailure?
    do throws(MergeError) {
      try read(reader, collections: collections, unfinished: &unfinished)
    } catch .backup(let broken) where isSalvaging && broken.isBrokenStream {
      failure = broken
      for index in unfinished {
        if let table = collections[index] { table.damage = table.damage ?? .brokenFile(broken) }
      }
    }
    if verdicts?.hasMore(of: backup) == true { throw .changedBackup(path: paths[backup]) }
    for table in tables.all where table.damage == nil {
      table.damage = tables.existing(table.otherCollections).lazy.compactMap(\.damage).first
    }
    return failure
  }

  private mutating func read(
    _ reader: BackupReader,
    collections: [TableRun?],
    unfinished: inout Set<Int>
  ) throws(MergeError) {
    // Of those that are left aside nothing is walked over, and any other's will do.
    let documents = collections.compactMap { $0?.document }
    guard let any = documents.first else {
      while try reader.nextEvent() != nil {}
      return
    }
    let glancer = DocumentGlancer(
      documents: collections.map { $0?.document ?? any },
      key: key,
      shard: shard,
      maxDepth: walker.maxDepth
    )
    let help = threads > 1 ? GlanceHelp(glancer) : nil
    if let help { reader.useSpareTime { help.walkOne() } }
    // Two threads have enough to do with reading and this.
    var pipeline = GlancePipeline(glancer, help: help, usesOwnThread: threads > 2)
    var numbers = [Int](repeating: 0, count: collections.count)
    let isTaken = collections.map { $0 != nil }
    while true {
      if verdicts == nil {
        reader.passDocuments { namespace, bytes, offset in
          guard namespace < isTaken.count, isTaken[namespace] else { return true }
          let number = numbers[namespace] + 1
          guard pipeline.add(bytes, namespace: namespace, number: number, offset: offset) else { return false }
          numbers[namespace] = number
          return true
        }
      }
      guard let event = try next(of: reader, behind: &pipeline, collections) else { break }
      switch event {
      case .document(let namespace, let bytes, let offset):
        guard namespace < collections.count, let table = collections[namespace] else { continue }
        numbers[namespace] += 1
        if let verdicts {
          guard let verdict = verdicts.takeNext(of: backup) else { throw .changedBackup(path: paths[backup]) }
          if verdict == .unsettled {
            try take(bytes.span, offset: offset, number: numbers[namespace], of: table)
          } else {
            try take(bytes.span, settledAs: verdict, offset: offset, of: table)
          }
          continue
        }
        let number = numbers[namespace]
        if pipeline.add(bytes.span, namespace: namespace, number: number, offset: offset) { continue }
        try takeNext(of: &pipeline, collections)
        if pipeline.add(bytes.span, namespace: namespace, number: number, offset: offset) { continue }
        // It is a large one, and its turn is when all before it have been taken.
        try takeAll(of: &pipeline, collections)
        try take(bytes.span, offset: offset, number: number, of: table)
      case .end(let namespace, let isIntact):
        try takeAll(of: &pipeline, collections)
        spill.endSection()
        unfinished.remove(namespace)
        guard !isIntact, namespace < collections.count, let table = collections[namespace] else { continue }
        table.damage = table.damage ?? .checksum(collection: table.collection ?? table.name)
      case .broken(let namespace, let error):
        try takeAll(of: &pipeline, collections)
        spill.endSection()
        guard namespace < collections.count, let table = collections[namespace] else { continue }
        table.damage = table.damage ?? .brokenFile(BackupFailure(error))
      }
    }
  }

  /// What comes next in a backup. At its end, or where it breaks, all documents have been taken.
  private mutating func next(
    of reader: BackupReader,
    behind pipeline: inout GlancePipeline,
    _ collections: [TableRun?]
  ) throws(MergeError) -> ArchiveReader.Event? {
    do throws(MergeError) {
      if let event = try reader.nextEvent() { return event }
    } catch {
      try takeAll(of: &pipeline, collections)
      throw error
    }
    try takeAll(of: &pipeline, collections)
    return nil
  }

  /// Takes all documents that were added.
  private mutating func takeAll(
    of pipeline: inout GlancePipeline,
    _ collections: [TableRun?]
  ) throws(MergeError) {
    while try takeNext(of: &pipeline, collections) {}
  }

  /// Takes the documents of one batch.
  ///
  /// - Returns: false where there was none.
  @discardableResult
  private mutating func takeNext(
    of pipeline: inout GlancePipeline,
    _ collections: [TableRun?]
  ) throws(MergeError) -> Bool {
    guard let batch = pipeline.next() else { return false }
    let documents = batch.documents
    var start = documents.startIndex
    while start < documents.endIndex {
      let namespace = documents[start].namespace
      let end = documents[start...].firstIndex { $0.namespace != namespace } ?? documents.endIndex
      if let table = collections[namespace] { try take(documents[start..<end], of: batch, in: table) }
      start = end
    }
    // Given away, so that its memory is not copied before it is filled anew.
    pipeline.reuse(consume batch)
    return true
  }

  /// Takes documents of one collection, which have been walked over.
  private mutating func take(
    _ documents: ArraySlice<DocumentBatch.Document>,
    of batch: borrowing DocumentBatch,
    in table: TableRun
  ) throws(MergeError) {
    let exportIndex = table.export.index
    for place in documents.indices {
      // Far enough ahead that the memory is there when its turn comes.
      if place + 16 < documents.endIndex, documents[place + 16].record.isThere {
        exportIndex.prefetch(documents[place + 16].record)
      }
      let document = documents[place]
      guard !document.isOfOtherShard else { continue }
      if overlooked == nil, document.record.isThere,
        let taken = table.takeAtAGlance(document.record, in: exportIndex, offset: document.offset)
      {
        if taken == .drawn {
          let bytes = batch.bytes(of: document)
          try keepSample(bytes.span, evidence: document.record.evidence, offset: document.offset, of: table)
        }
        continue
      }
      let bytes = batch.bytes(of: document)
      try take(bytes.span, offset: document.offset, number: document.number, of: table)
    }
  }

  /// Decides about what had to wait for the end of all backups.
  func finish() throws(MergeError) {
    for table in tables.all { try table.settle(spill: spill, latestOfExport: latestOfExport) }
  }

  /// Takes one document of a collection.
  private mutating func take(
    _ bytes: Span<UInt8>,
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
      if !table.otherCollections.contains(collection.name) { table.otherCollections.append(collection.name) }
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
    _ bytes: Span<UInt8>,
    offset: UInt64,
    number: Int,
    of collection: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    if let shard, !shard.contains(table.object.identity) { return }
    guard table.object.identity.problem == nil else {
      // Nothing tells whether it is one of a newer backup.
      guard table.keylessBackup ?? backup == backup else { return }
      table.keylessBackup = backup
      table.countTraits(of: table.object, in: bytes)
      if table.object.traits.contains(.hasReadRules) { table.counts.deletedWithReadRules += 1 }
      table.keyless.append(try spill.append(bytes, of: table.object, id: 0, offset: offset, backup: backup))
      return
    }
    var id = table.object.identity.fingerprint(key)
    var isDecoded = false
    var found = table.export.index.find(id)
    if found == nil, table.export.form == .baqend, !table.object.identity.alternative.isEmpty {
      // Not there as the key stands: perhaps it is stored percent-encoded.
      let decoded = table.object.identity.alternativeFingerprint(key)
      found = table.export.index.find(decoded)
      if found != nil {
        table.decodedMatches += 1
        id = decoded
        isDecoded = true
      }
    }
    if let overlooked, overlooked(id.low) { found = nil }
    if let found {
      try takeFound(
        bytes,
        slot: found,
        id: id,
        isDecoded: isDecoded,
        offset: offset,
        walkedBy: table,
        in: table
      )
    } else if !table.relatives.isEmpty, let (relative, slot, id) = findInRelatives(of: table) {
      // Its body is compared as those of that table are.
      do throws(BSONError) {
        try relative.document.walk(bytes, with: &walker)
      } catch {
        return
      }
      try takeFound(bytes, slot: slot, id: id, offset: offset, walkedBy: table, in: relative)
    } else {
      try takeMissing(bytes, id: id, offset: offset, number: number, of: collection, in: table)
    }
  }

  /// Takes an object that the export of a table holds.
  @inline(__always)
  private mutating func takeFound(
    _ bytes: Span<UInt8>,
    slot: Int,
    id: Fingerprint,
    isDecoded: Bool = false,
    offset: UInt64,
    walkedBy walked: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    let record = table.export.index[slot]
    guard !record.isSeenInNewer else {
      if table.keepsDocuments {
        try checkOrder(newer: record.evidence, older: walked.object.evidence, newerBackup: nil, of: walked)
      }
      return
    }
    if walked.object.traits.isCounted, !record.isSeen {
      table.countTraits(of: walked.object, in: bytes)
    }
    let isFirst = !record.isSeen
    let reason = table.match(
      slot,
      id: id,
      normalID: walked.object.identity.normalID(in: walked.name, isDecoded: isDecoded),
      body: table.object.fingerprint,
      evidence: walked.object.evidence
    )
    try takeMatched(bytes, reason: reason, isFirst: isFirst, id: id, offset: offset, walkedBy: walked, in: table)
  }

  /// Refuses backups of which the older one has the later state of an object.
  ///
  /// - Parameter newerBackup: the backup that has the other state; nil where that is not known.
  private func checkOrder(
    newer: Evidence,
    older: Evidence,
    newerBackup: Int?,
    of table: TableRun
  ) throws(MergeError) {
    guard Reason(backup: older, current: newer) == .backupLooksNewer else { return }
    throw .wrongOrder(
      newer: paths[newerBackup ?? backup - 1],
      older: paths[backup],
      id: table.object.identity.normalID(in: table.name)
    )
  }

  /// Takes an object whose key the export does not hold.
  private mutating func takeMissing(
    _ bytes: Span<UInt8>,
    id: Fingerprint,
    offset: UInt64,
    number: Int,
    of collection: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    if backup > 0, let known = table.deletedByID[id.low] {
      // Nothing is kept of the other one.
      guard table.keepsDocuments else { return }
      let object = try spill.object(at: table.deleted[known])
      guard object.key != table.object.identity.key || object.subclass != table.object.identity.table else {
        try checkOrder(
          newer: object.evidence,
          older: table.object.evidence,
          newerBackup: Int(object.header.backup),
          of: table
        )
        return
      }
    }
    try memory?.take(LimitedMemory.deletedBytes)
    guard table.keepsDocuments else {
      guard !keepsIDs else {
        table.deleted.append(
          try spill.append(Span<UInt8>(), of: table.object, id: id.low, offset: offset, backup: backup)
        )
        return
      }
      table.deleted.append(SpillEntry(id: id.low, without: unkept))
      unkept += 1
      return
    }
    // What is kept may be written, so that its text has to be right.
    var discard = DiscardingSink()
    do throws(BSONError) {
      try textWalker.walk(bytes, into: &discard)
    } catch {
      collection.damage = collection.damage ?? collection.damage(error, number: number, offset: offset)
      // It is not whole, and must not be written when all else is salvaged.
      return
    }
    table.countTraits(of: table.object, in: bytes)
    let entry = try spill.append(
      bytes,
      of: table.object,
      id: id.low,
      offset: offset,
      backup: backup,
      isAmbiguous: table.family.isEmpty ? false : isThereUnderAnotherClass(table)
    )
    table.deleted.append(entry)
    table.countDeleted(evidence: table.object.evidence, traits: table.object.traits, latestOfExport: latestOfExport)
  }
}

extension TableRun {
  fileprivate func damage(_ error: BSONError, number: Int, offset: UInt64) -> StopCause {
    .document(DocumentDamage(collection: collection ?? name, number: number, offset: offset, error: error))
  }
}
