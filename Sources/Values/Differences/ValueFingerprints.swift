/// Fingerprints of single values, each as it counts in the fingerprint of an object's body: so whatever is
/// told apart here is what the comparison of bodies tells apart.
struct ValueFingerprints {
  /// Where a value stands in an object, as far as that changes what it equals.
  enum Place {
    /// The value of a member, at any depth.
    case member
    /// An element of an array.
    case element
    /// The whole ACL.
    case acl
    /// A part of the ACL, by its name.
    case aclPart([UInt8])
    /// A rule for one user or role.
    case rule
  }

  private var fingerprinter: BodyFingerprinter
  /// What a value has that counts as absent.
  let absent: Fingerprint

  init(space: ValueSpace, nullEqualsAbsent: Bool) {
    let key = FingerprintKey.random()
    fingerprinter = BodyFingerprinter(
      identity: ObjectIdentity(table: "", form: .stored),
      key: key,
      roles: MemberRoles(key: key),
      nullEqualsAbsent: nullEqualsAbsent,
      space: space
    )
    TypedValue.object([]).tell(&fingerprinter)
    absent = fingerprinter.fingerprint
  }

  mutating func fingerprint(_ value: TypedValue, at place: Place) -> Fingerprint {
    fingerprinter.reset()
    object(value, at: place).tell(&fingerprinter)
    return fingerprinter.fingerprint
  }

  /// An object with nothing but the value, in its place.
  private func object(_ value: TypedValue, at place: Place) -> TypedValue {
    func member(_ name: [UInt8], _ value: TypedValue) -> TypedValue { .object([.init(name: name, value: value)]) }
    func text(_ name: String) -> [UInt8] { Array(name.utf8) }
    return switch place {
    case .member: member(text("m"), value)
    case .element: member(text("m"), .array([value]))
    case .acl: member(text("acl"), value)
    case .aclPart(let name): member(text("acl"), member(name, value))
    case .rule: member(text("acl"), member(text("read"), member(text("*"), value)))
    }
  }
}
