import Values

/// What is counted of the objects of an export.
struct ExportTally {
  /// How many objects have rules for reading.
  private(set) var withReadRules = 0
  /// How many objects have a version or a time in a form that is not known.
  private(set) var withUnusableEvidence = 0
  /// The latest moment at which an object was created or changed.
  private(set) var latest: Int64?

  /// Counts an object that has a usable id. Inlined, so that no object is copied for it.
  ///
  /// - Returns: its record; nil where none is to be kept.
  @inline(__always)
  mutating func take(
    _ object: borrowing BodyFingerprinter,
    key: FingerprintKey,
    options: PlanOptions
  ) -> ExportRecord? {
    let hasReadRules = object.traits.contains(.hasReadRules)
    if hasReadRules { withReadRules += 1 }
    if object.traits.contains(.hasUnusableEvidence) { withUnusableEvidence += 1 }
    // No loop over both, which would allocate an array.
    if let created = object.evidence.createdAt, created > latest ?? .min { latest = created }
    if let updated = object.evidence.updatedAt, updated > latest ?? .min { latest = updated }
    let id = object.identity.fingerprint(key)
    guard options.wantsRecord(of: object.identity, id: id) else { return nil }
    return ExportRecord(
      id: id,
      body: object.fingerprint,
      evidence: object.evidence,
      hasReadRules: hasReadRules,
      isOfSubclass: !object.identity.table.isEmpty
    )
  }

  /// Adds what was counted elsewhere.
  mutating func add(_ other: ExportTally) {
    withReadRules += other.withReadRules
    withUnusableEvidence += other.withUnusableEvidence
    if let moment = other.latest, moment > latest ?? .min { latest = moment }
  }
}
