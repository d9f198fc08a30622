import Values

extension BodyFingerprinter {
  /// What takes stored objects, or those of an export.
  init(_ form: ObjectIdentity.Form, _ space: ValueSpace, key: FingerprintKey = .published) {
    self.init(
      identity: ObjectIdentity(table: "T", form: form),
      key: key,
      roles: MemberRoles(key: key),
      space: space
    )
  }

  /// Whether another one has taken the same values.
  func isSame(as other: BodyFingerprinter) -> Bool {
    fingerprint == other.fingerprint && evidence == other.evidence && traits == other.traits
      && identity.key == other.identity.key
  }
}
