import CFingerprint
import CScan

// Most objects are taken as a whole, by walks that are written in C: those of which the id is a text, the evidence in its
// usual form, the ACL in the REST form, and no value of a rare type. All others are told value by value.
extension BodyFingerprinter {
  /// See `ValueSink`.
  public mutating func takeObject(json padded: Span<UInt8>, from start: Int, maxDepth: Int) -> Int {
    let end = padded.count - Int(REGRAFT_PADDING)
    // The typed space has other rules.
    guard !isTyped, start >= 0, start < end, padded[end] == 0 else { return 0 }
    while true {
      var object = regraft_object()
      // SAFETY: of the text the padding is all that the walk trusts in.
      let isNarrow = whole.isNarrow
      let next = unsafe padded.withUnsafeBufferPointer { bytes in
        unsafe whole.withTables(maxDepth: maxDepth) { rules, tables in
          guard let base = bytes.baseAddress else { return 0 }
          return isNarrow
            ? unsafe regraft_take_json_narrow(rules, tables, base, start, &object)
            : unsafe regraft_take_json(rules, tables, base, start, &object)
        }
      }
      if next > 0 {
        take(object, of: padded)
        return next
      }
      guard object.lacks_room, whole.makeRoom() else { return 0 }
    }
  }

  /// See `ValueSink`.
  public mutating func takeObject(bson document: Span<UInt8>, maxDepth: Int) -> Bool {
    guard !isTyped else { return false }
    var object = regraft_object()
    // SAFETY: the walk holds everything against the document's length.
    let isNarrow = whole.isNarrow
    let isTaken = unsafe document.withUnsafeBufferPointer { bytes in
      unsafe whole.withTables(maxDepth: maxDepth) { rules, tables in
        guard let base = bytes.baseAddress else { return false }
        return isNarrow
          ? unsafe regraft_take_bson_narrow(rules, tables, base, bytes.count, &object)
          : unsafe regraft_take_bson(rules, tables, base, bytes.count, &object)
      }
    }
    if isTaken { take(object, of: document) }
    return isTaken
  }

  /// Whether objects are taken by the walks that every processor can take, also where there are faster ones, so that the
  /// two can be held against each other.
  package var takesNarrowWalks: Bool {
    get { whole.isNarrow }
    set { whole.isNarrow = newValue }
  }

  /// Takes what was found of an object.
  private mutating func take(_ object: regraft_object, of bytes: Span<UInt8>) {
    let first = object.ids.0
    if object.id_count != 1 || !identity.takesOnly(bytes.extracting(first.range), isStoredID: first.is_stored) {
      identity.reset()
      if object.id_count > 0 { take(first, of: bytes) }
      if object.id_count > 1 { take(object.ids.1, of: bytes) }
    }
    evidence = Evidence(
      version: object.has_version ? object.version : nil,
      createdAt: object.has_created_at ? object.created_at : nil,
      updatedAt: object.has_updated_at ? object.updated_at : nil
    )
    traits = Traits(rawValue: object.traits)
    fingerprint = Fingerprint(object.body)
  }

  private mutating func take(_ id: regraft_id, of bytes: Span<UInt8>) {
    identity.take(text: bytes.extracting(id.range), isStoredID: id.is_stored)
  }
}

extension regraft_id {
  /// Where it stands.
  fileprivate var range: Range<Int> { start..<(start + count) }
}

/// What the walks that take objects as a whole know and remember.
struct WholeObjects: Sendable {
  private var rules: regraft_rules
  private let roles: [regraft_role]
  private var names = [regraft_name](repeating: regraft_name(), count: Int(REGRAFT_NAMES))
  fileprivate(set) var isNarrow = false
  /// Room for a text whose escapes are resolved.
  private var room = [UInt8](repeating: 0, count: 1 << 10)

  init(key: FingerprintKey, roles: MemberRoles, allow: Fingerprint, deny: Fingerprint, nullEqualsAbsent: Bool) {
    self.roles = roles.slots
    rules = regraft_rules(
      key: (key.s0, key.s1, key.s2, key.s3, key.s4, key.s5, key.s6, key.s7),
      allow: regraft_fingerprint(allow),
      deny: regraft_fingerprint(deny),
      max_depth: 0,
      null_equals_absent: nullEqualsAbsent,
      ignores_acl: roles.ignoresACL
    )
  }

  /// Makes room for texts of twice the length.
  ///
  /// - Returns: false where it is not worth it: a text that long is read once more anyway.
  mutating func makeRoom() -> Bool {
    guard room.count < 1 << 20 else { return false }
    room = [UInt8](repeating: 0, count: room.count * 2)
    return true
  }

  /// Calls what takes an object with what it needs, which is there as long as the call takes.
  mutating func withTables<Result>(
    maxDepth: Int,
    _ take: (UnsafePointer<regraft_rules>, UnsafePointer<regraft_tables>) -> Result
  ) -> Result {
    rules.max_depth = Int32(min(maxDepth, Int(REGRAFT_MAX_DEPTH)))
    return unsafe roles.withUnsafeBufferPointer { roles in
      unsafe names.withUnsafeMutableBufferPointer { names in
        unsafe room.withUnsafeMutableBufferPointer { room in
          var tables = unsafe regraft_tables(
            roles: roles.baseAddress,
            role_mask: UInt64(roles.count - 1),
            names: names.baseAddress,
            room: room.baseAddress,
            room_count: room.count - Int(REGRAFT_PADDING)
          )
          return unsafe take(&rules, &tables)
        }
      }
    }
  }
}
