import Values

// What is kept of objects that are on both sides.
extension BackupPass {
  /// Keeps what is wanted of an object that the export of a table holds.
  ///
  /// - Parameters:
  ///   - reason: why the two bodies differ; nil where they do not, or where the object was counted already.
  ///   - isFirst: whether it was not.
  @inline(__always)
  mutating func takeMatched(
    _ bytes: Span<UInt8>,
    reason: Reason?,
    isFirst: Bool,
    id: Fingerprint,
    offset: UInt64,
    walkedBy walked: TableRun,
    in table: TableRun
  ) throws(MergeError) {
    if table.tally.kept.wants(offset) {
      try keepSample(bytes, evidence: walked.object.evidence, offset: offset, of: table)
    }
    if table.tally.unchanged != nil, isFirst, reason == nil, walked.object.identity.alternative.isEmpty {
      table.tally.unchanged?.offer(walked.object.identity.normalID(in: walked.name))
    }
    guard let reason else { return }
    if table.changed.wants(reason) {
      let entry = try spill.append(bytes, of: walked.object, id: id.low, offset: offset, backup: backup)
      table.changed.add(entry, reason)
      if table.changed.keepsAll { try memory?.take(LimitedMemory.changedBytes) }
    }
    try noteFormerReferences(in: bytes, of: walked, owner: id, in: table)
  }

  /// Keeps an object that was drawn for the sample of those that are on both sides.
  mutating func keepSample(
    _ bytes: Span<UInt8>,
    evidence: Evidence,
    offset: UInt64,
    of table: TableRun
  ) throws(MergeError) {
    table.tally.kept.add(try spill.append(bytes, evidence: evidence, offset: offset, backup: backup), offset)
  }

  /// Notes what a changed object referred to and the export does not hold: perhaps it has lost the reference
  /// when that was deleted.
  private mutating func noteFormerReferences(
    in bytes: Span<UInt8>,
    of walked: TableRun,
    owner: Fingerprint,
    in table: TableRun
  ) throws(MergeError) {
    // What other parts hold is not known here: there, all that changed objects referred to is kept.
    guard shard == nil else { return }
    references.collect(bytes, schema: walked.schema, with: &walker)
    for reference in references.all {
      guard let target = tables.existing(home: reference.table) else { continue }
      let id = reference.fingerprint(key, in: target.name)
      if try !target.export.index.contains(id) {
        try memory?.take(LimitedMemory.referenceBytes)
        target.formerReferrers.append(FormerReferrer(target: id.low, owner: owner.low, table: table))
      }
    }
  }
}
