import Values

extension PlanOptions {
  /// Whether a record is kept in memory of an object of the export.
  func wantsRecord(of identity: borrowing ObjectIdentity, id: Fingerprint) -> Bool {
    if let shard { return shard.contains(identity) }
    return soughtIDs?.contains(id.low) ?? true
  }
}
