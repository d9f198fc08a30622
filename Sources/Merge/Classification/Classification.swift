import Values

/// What became of an object since the backup.
public enum Status: String, CaseIterable, Codable, Sendable {
  /// In the backup, not in the export.
  case deleted
  /// In both, with equal bodies.
  case unchanged
  /// In both; the current one is newer.
  case modified
  /// In both, with different bodies; the evidence is against the current one being newer.
  case diverged
  /// Only in the export.
  case created
}

/// Why an object whose bodies differ counts as modified or diverged.
public enum Reason: String, CaseIterable, Codable, Sendable {
  /// Modified: the current object was created later, under the id of a deleted one.
  case recreated
  /// Modified: nothing but the content tells them apart, and the export is the later of the two.
  case content
  /// Modified: the current object has later evidence.
  case updated
  /// Diverged: the backup has later evidence.
  case backupLooksNewer = "backup-looks-newer"
  /// Diverged: time and version point opposite ways.
  case evidenceDisagrees = "evidence-disagrees"
  /// Diverged: time and version are the same.
  case sameVersion = "same-version"

  /// The status of an object of which the bodies differ.
  public var status: Status {
    switch self {
    case .recreated, .content, .updated: .modified
    case .backupLooksNewer, .evidenceDisagrees, .sameVersion: .diverged
    }
  }

  /// What the evidence says of an object that is on both sides, its bodies aside. Evidence that is
  /// not on both sides is ignored, and times within one second are equal.
  package init(backup: Evidence, current: Evidence) {
    let created = Self.order(current.createdAt, backup.createdAt)
    if let created, created != 0 {
      self = created > 0 ? .recreated : .backupLooksNewer
      return
    }
    let updated = Self.order(current.updatedAt, backup.updatedAt)
    let versions: Int?
    if let now = current.version, let before = backup.version {
      versions = (now > before ? 1 : 0) - (now < before ? 1 : 0)
    } else {
      versions = nil
    }
    switch (updated, versions) {
    case (nil, nil): self = .content
    case (let updated?, let versions?) where updated * versions < 0: self = .evidenceDisagrees
    default:
      let sign = (updated ?? 0) != 0 ? updated ?? 0 : versions ?? 0
      self = sign == 0 ? .sameVersion : sign > 0 ? .updated : .backupLooksNewer
    }
  }

  private static func order(_ current: Int64?, _ backup: Int64?) -> Int? {
    guard let current, let backup else { return nil }
    return Evidence.order(ofMoments: current, backup)
  }
}
