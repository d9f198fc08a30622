import CFingerprint

/// What the members of an object are to Regraft, by their names, on one side of a comparison.
public struct MemberRoles: Sendable {
  /// What a member is; `CFingerprint` has the same.
  @usableFromInline
  enum Role: UInt8, Sendable {
    /// A member of the body.
    case body
    case id, storedID
    case version, createdAt, updatedAt
    case acl
    /// Never compared and never written.
    case dropped
    /// Not compared.
    case ignored
  }

  /// Whether ACLs are not compared. What they say is looked at all the same.
  @usableFromInline let ignoresACL: Bool

  /// An open table with one slot a bucket: few names, so it grows until none collide.
  @usableFromInline private(set) var slots: [regraft_role]
  @usableFromInline private(set) var mask: UInt64

  /// The name of the member that is never written.
  public static let dropped = "writeSet"

  /// A name under which ACLs are stored, and that no export has.
  public static let storedACL = "_acl"

  /// - Parameters:
  ///   - ignored: members that are left out of the comparison, by the export's names.
  ///   - mapped: names as they are stored, and those that the export has for them; empty for the
  ///     export's own side.
  public init(key: FingerprintKey, ignored: [String] = [], mapped: [String: String] = [:]) {
    var roles: [String: Role] = [
      "id": .id, "_id": .storedID, "version": .version, "createdAt": .createdAt, "updatedAt": .updatedAt,
      "acl": .acl, Self.dropped: .dropped,
    ]
    // Ids are needed, and what is never written is not compared anyway.
    let kept: [Role?] = [.id, .storedID, .dropped]
    roles[Self.storedACL] = .body
    ignoresACL = ignored.contains("acl")
    for name in ignored where name != "acl" && !kept.contains(roles[name]) { roles[name] = .ignored }
    var named = roles.map { name, role in (stored: name, compared: name, role: role) }
    for (stored, exported) in mapped {
      named.removeAll { $0.stored == stored }
      named.append((stored, exported, roles[exported] ?? .body))
    }

    var capacity = 16
    while true {
      var table = [regraft_role](repeating: regraft_role(), count: capacity)
      var collides = false
      for entry in named {
        let name = key.hash(Array(entry.stored.utf8))
        let bucket = Int(name.low & UInt64(capacity - 1))
        collides = collides || table[bucket].name != 0
        table[bucket] = regraft_role(
          name: name.low,
          compared: regraft_fingerprint(key.hash(Array(entry.compared.utf8))),
          role: entry.role.rawValue,
          is_stored_acl: entry.compared == Self.storedACL
        )
      }
      if !collides {
        slots = table
        mask = UInt64(capacity - 1)
        return
      }
      capacity *= 2
    }
  }
}
