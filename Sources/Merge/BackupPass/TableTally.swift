/// What is counted and drawn of a table's objects in the backup: one value, so that what is unchanged is taken by
/// reaching it once.
struct TableTally {
  var counts = BackupCounts()
  /// Some of the objects that are on both sides.
  var kept = KeptSample()
  /// Some of the unchanged objects, where they are asked for.
  var unchanged: UnchangedSample?
  /// The ids that were named, by the low halves of their keys' fingerprints.
  var named: Set<UInt64> = []

  /// Counts an unchanged object of which no more is to be known.
  ///
  /// - Parameters:
  ///   - reason: what its evidence says.
  ///   - offset: where its document begins in the backup.
  /// - Returns: nil where it has to be looked at; it was not counted then.
  mutating func takeUnchanged(_ reason: Reason, offset: UInt64) -> TakenAtAGlance? {
    guard unchanged == nil, named.isEmpty else { return nil }
    counts.count(reason, isUnchanged: true)
    return kept.wants(offset) ? .drawn : .counted
  }
}

/// What became of an object of the backup of which no more is to be known.
enum TakenAtAGlance {
  case counted
  /// It was counted, and may be of the sample of those that are on both sides.
  case drawn
}

extension BackupCounts {
  /// Counts an object that is on both sides.
  ///
  /// - Parameter reason: what its evidence says.
  @discardableResult
  mutating func count(_ reason: Reason, isUnchanged: Bool) -> Status {
    switch reason {
    case .recreated, .updated: newerNow += 1
    case .backupLooksNewer: newerInBackup += 1
    case .content, .evidenceDisagrees, .sameVersion: break
    }
    let status = isUnchanged ? .unchanged : reason.status
    switch status {
    case .modified: modified += 1
    case .diverged: diverged += 1
    default: unchanged += 1
    }
    return status
  }
}
