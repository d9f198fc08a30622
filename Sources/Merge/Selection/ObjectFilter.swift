import Values

/// Whether a deleted object is wanted, by what stands in it and by when it was deleted.
struct ObjectFilter {
  private let selection: Selection
  /// The moments of the backups, the newest first; nil where a name has none.
  private let dates: [Int64?]

  init(_ selection: Selection, backups: [PlannedBackup]) throws(MergeError) {
    self.selection = selection
    dates = backups.map(\.date)
    if !selection.deleted.isEverything, let undated = backups.first(where: { $0.date == nil }) {
      throw .usage(.undatedBackup(path: undated.file.path))
    }
  }

  /// Whether objects have to be looked at at all.
  var isActive: Bool { selection.looksInside }

  /// - Parameter output: writes the object as it would be written.
  func matches(_ object: SpilledObject, in table: String, output: inout ObjectOutput) -> Bool {
    let evidence = object.evidence
    return selection.changed.contains(evidence.updatedAt ?? evidence.createdAt)
      && selection.created.contains(evidence.createdAt) && wasDeletedInTime(object)
  }

  /// Whether the time between the backup that holds an object last and the next newer one, or the export,
  /// overlaps the one that is asked for.
  private func wasDeletedInTime(_ object: SpilledObject) -> Bool {
    guard !selection.deleted.isEverything else { return true }
    let backup = Int(object.header.backup)
    let lastSeen = dates[backup] ?? .min
    // The export is newer than any time that can be asked for.
    let firstMissing = backup == 0 ? .max : dates[backup - 1] ?? .max
    return firstMissing > selection.deleted.after ?? .min && lastSeen < selection.deleted.before ?? .max
  }
}
