import Values

extension TableRun {
  /// Counts an object of which no more is to be known: one that is unchanged, or that a newer backup holds.
  ///
  /// - Parameters:
  ///   - object: what is known of it in the backup.
  ///   - exportIndex: the table's, which is not asked for with each object.
  ///   - offset: where its document begins in the backup.
  /// - Returns: nil where it has to be looked at; nothing was counted then.
  func takeAtAGlance(_ object: ExportRecord, in exportIndex: ExportIndex, offset: UInt64) -> TakenAtAGlance? {
    let taken = exportIndex.update(sameAs: object) { (record) -> TakenAtAGlance? in
      let reason = Reason(backup: object.evidence, current: record.evidence)
      guard !record.isSeenInNewer else { return keepsDocuments && reason == .backupLooksNewer ? nil : .counted }
      guard !record.isSeen, record.body == object.body, let taken = tally.takeUnchanged(reason, offset: offset) else {
        return nil
      }
      record.isSeen = true
      record.evidence = object.evidence
      return taken
    }
    return taken ?? nil
  }

  /// Counts an object of the backup that the export holds too.
  ///
  /// - Parameter slot: that of its record in the export.
  /// - Returns: the reason where the two bodies differ; nil where they do not, or where the object was
  ///   counted already.
  func match(
    _ slot: Int,
    id: Fingerprint,
    normalID: @autoclosure () -> String,
    body: Fingerprint,
    evidence: Evidence
  ) -> Reason? {
    var record = export.index[slot]
    guard !record.isSeen else {
      repeated(isEqual: record.body == body.low, id: normalID())
      return nil
    }
    record.isSeen = true
    let reason = Reason(backup: evidence, current: record.evidence)
    let isUnchanged = record.body == body.low
    record.body = body.low
    record.evidence = evidence
    export.index[slot] = record
    let status = count(reason, isUnchanged: isUnchanged, normalID: normalID())
    if tally.named.contains(id.low) { namedStatuses[id.low] = status }
    return isUnchanged ? nil : reason
  }

  /// Counts an object that is on both sides.
  ///
  /// - Parameter reason: what its evidence says.
  @discardableResult
  func count(
    _ reason: Reason,
    isUnchanged: Bool,
    normalID: @autoclosure () -> String
  ) -> Status {
    let status = counts.count(reason, isUnchanged: isUnchanged)
    if status == .diverged, diverged.count < DivergedObject.mostNamed {
      diverged.append(DivergedObject(id: normalID(), reason: reason))
    }
    return status
  }

  /// Counts an object that the export does not hold.
  ///
  /// - Parameters:
  ///   - latestOfExport: the latest moment in all of the export.
  ///   - number: 1, or -1 to take the object out of the counts again.
  func countDeleted(
    evidence: Evidence,
    traits: BodyFingerprinter.Traits,
    latestOfExport: Int64?,
    by number: Int = 1
  ) {
    if traits.contains(.hasReadRules) { counts.deletedWithReadRules += number }
    if let createdAt = evidence.createdAt {
      let isAfter = { (latest: Int64?) in latest.map { Evidence.order(ofMoments: createdAt, $0) > 0 } ?? false }
      if isAfter(export.latest) { counts.createdAfterTable += number }
      if isAfter(latestOfExport) { counts.createdAfterAll += number }
    }
    if let moment = evidence.updatedAt ?? evidence.createdAt {
      let range = counts.deletedChanged ?? moment...moment
      counts.deletedChanged = min(range.lowerBound, moment)...max(range.upperBound, moment)
    }
  }

  /// Notes an id that stands in the backup twice: no harm where the bodies are equal.
  func repeated(isEqual: Bool, id: @autoclosure () -> String) {
    if isEqual {
      counts.repeated += 1
    } else {
      damage = damage ?? .repeatedInBackup(id: id())
    }
  }
}

extension TableRun {
  /// Decides about what had to wait for the end of the backup: ids that stand twice among the deleted.
  func settle(spill: SpillFile, latestOfExport: Int64?) throws(MergeError) {
    try dropRepeated(spill: spill, latestOfExport: latestOfExport)
    for entry in deleted where tally.named.contains(entry.id) { namedStatuses[entry.id] = .deleted }
  }

  /// Keeps one of those deleted objects that stand in the backup twice, and puts all in the order of
  /// the backup.
  private func dropRepeated(spill: SpillFile, latestOfExport: Int64?) throws(MergeError) {
    deleted.sort { ($0.id, $0.place) < ($1.id, $1.place) }
    var kept = 0
    for index in deleted.indices {
      if kept > 0, deleted[kept - 1].id == deleted[index].id {
        guard keepsDocuments else { continue }
        let first = try spill.object(at: deleted[kept - 1])
        let second = try spill.object(at: deleted[index])
        if first.key == second.key, first.subclass == second.subclass {
          repeated(isEqual: first.header.body == second.header.body, id: first.id(in: name))
          countDeleted(evidence: second.evidence, traits: second.traits, latestOfExport: latestOfExport, by: -1)
          continue
        }
      }
      deleted[kept] = deleted[index]
      kept += 1
    }
    deleted.removeLast(deleted.count - kept)
    deleted.sort { $0.place < $1.place }
  }
}
