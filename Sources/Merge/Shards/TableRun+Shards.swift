import Values

extension TableRun {
  /// Takes what shards have counted and found of the table for what a pass over the backups has.
  func restore(
    _ parts: [ShardState.Table],
    _ kept: [ShardDocument.Kind: [SpillEntry]],
    _ spill: SpillFile
  ) throws(MergeError) {
    for part in parts { counts += part.counts }
    // Of what turns out to be no deletion, nothing is told.
    if !keepsDocuments { counts.deletedChanged = nil }
    decodedMatches = parts.reduce(0) { $0 + $1.decodedMatches }
    damage = parts.compactMap(\.damage).min { $0.order < $1.order }
    let unkept = parts.reduce(0) { $0 + $1.unkept }
    keyless = kept[.keyless] ?? []
    deleted = (kept[.deleted] ?? []) + (0..<unkept).map { SpillEntry(id: 0, without: $0) }
    for entry in kept[.kept] ?? [] { tally.kept.add(entry, try spill.object(at: entry).header.offset) }
    changed.restore(
      unexplained: Array((kept[.unexplained] ?? []).prefix(ChangedSample.limit)),
      explained: Array((kept[.explained] ?? []).prefix(ChangedSample.limit)),
      unexplainedCount: parts.reduce(0) { $0 + $1.unexplained }
    )
    diverged = parts.flatMap(\.diverged).sorted { $0.place < $1.place }.prefix(DivergedObject.mostNamed).map(\.object)
  }

  /// Counts once more which deleted objects were created after everything in the export, where that ends at another
  /// moment than a shard could know.
  func recountCreatedAfter(_ latestOfExport: Int64?, _ spill: SpillFile) throws(MergeError) {
    counts.createdAfterAll = 0
    guard keepsDocuments, let latestOfExport else { return }
    for entry in deleted where entry.recordBytes > 0 {
      guard let createdAt = try spill.object(at: entry).evidence.createdAt else { continue }
      if Evidence.order(ofMoments: createdAt, latestOfExport) > 0 { counts.createdAfterAll += 1 }
    }
  }
}

extension StopCause {
  /// Which of several damages of a table a run meets first, as far as they tell.
  fileprivate var order: (Int, UInt64) {
    switch self {
    case .document(let damage): (0, damage.offset)
    case .repeatedInBackup: (1, 0)
    default: (2, 0)
    }
  }
}
