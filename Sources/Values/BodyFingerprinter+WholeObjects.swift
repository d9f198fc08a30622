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
      let next = unsafe padded.withUnsafeBufferPointer { bytes in
        unsafe whole.take(json: bytes, from: start, maxDepth: maxDepth, &object)
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
    let isTaken = unsafe document.withUnsafeBufferPointer { bytes in
      unsafe whole.take(bson: bytes, maxDepth: maxDepth, &object)
    }
    if isTaken { take(object, of: document) }
    return isTaken
  }

  /// Whether objects are taken by the walks that every processor can take, also where there are faster ones, so that the
  /// two can be held against each other; not with a key for the hash of rounds.
  package var takesNarrowWalks: Bool {
    get { whole.isNarrow }
    set {
      precondition(!newValue || !key.isOfRounds)
      whole.isNarrow = newValue
    }
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

/// What the walks that take objects as a whole know and remember. A copy of it is another one from the first object on
/// that either of them takes.
struct WholeObjects: Sendable {
  private var tables: WalkTables
  fileprivate(set) var isNarrow = false

  init(key: FingerprintKey, roles: MemberRoles, nullEqualsAbsent: Bool) {
    let rules = regraft_rules(
      key: key.secret,
      max_depth: 0,
      null_equals_absent: nullEqualsAbsent,
      ignores_acl: roles.ignoresACL
    )
    tables = WalkTables(rules: rules, roles: roles.slots, roomCount: 1 << 10)
  }

  /// Makes room for texts of twice the length.
  ///
  /// - Returns: false where it is not worth it: a text that long is read once more anyway.
  mutating func makeRoom() -> Bool {
    guard tables.roomCount < 1 << 20 else { return false }
    tables = WalkTables(tables, roomCount: tables.roomCount * 2)
    return true
  }

  /// See `regraft_take_json`.
  mutating func take(
    json text: UnsafeBufferPointer<UInt8>,
    from start: Int,
    maxDepth: Int,
    _ object: inout regraft_object
  ) -> Int {
    guard let base = text.baseAddress else { return 0 }
    makeOwn(maxDepth: maxDepth)
    return isNarrow
      ? unsafe regraft_take_json_narrow(tables.rules, tables.tables, base, start, &object)
      : unsafe regraft_take_json(tables.rules, tables.tables, base, start, &object)
  }

  /// See `regraft_take_bson`.
  mutating func take(
    bson document: UnsafeBufferPointer<UInt8>,
    maxDepth: Int,
    _ object: inout regraft_object
  ) -> Bool {
    guard let base = document.baseAddress else { return false }
    makeOwn(maxDepth: maxDepth)
    return isNarrow
      ? unsafe regraft_take_bson_narrow(tables.rules, tables.tables, base, document.count, &object)
      : unsafe regraft_take_bson(tables.rules, tables.tables, base, document.count, &object)
  }

  private mutating func makeOwn(maxDepth: Int) {
    if !isKnownUniquelyReferenced(&tables) { tables = WalkTables(tables, roomCount: tables.roomCount) }
    unsafe tables.rules.pointee.max_depth = Int32(min(maxDepth, Int(REGRAFT_MAX_DEPTH)))
  }
}

/// The memory of the walks: their rules, the roles of members, the names that were met, room for a text. In one object, so
/// that one look tells whether it is anybody else's too.
///
/// SAFETY: the memory is there until the object goes, and as large as the walks are told. Unchecked, because it has no lock:
/// it is written to by the one value that it belongs to.
@safe
private final class WalkTables: @unchecked Sendable {
  let rules: UnsafeMutablePointer<regraft_rules>
  let tables: UnsafeMutablePointer<regraft_tables>
  private let roles: UnsafeMutableBufferPointer<regraft_role>
  private let names: UnsafeMutableBufferPointer<regraft_name>
  private let room: UnsafeMutableBufferPointer<UInt8>

  /// How long a text there is room for.
  var roomCount: Int { unsafe tables.pointee.room_count }

  private init(
    rules: regraft_rules,
    roles: some Collection<regraft_role>,
    names: some Collection<regraft_name>,
    roomCount: Int
  ) {
    unsafe self.roles = .allocate(capacity: roles.count)
    _ = unsafe self.roles.initialize(fromContentsOf: roles)
    unsafe self.names = .allocate(capacity: names.count)
    _ = unsafe self.names.initialize(fromContentsOf: names)
    unsafe room = .allocate(capacity: roomCount + Int(REGRAFT_PADDING))
    unsafe room.initialize(repeating: 0)
    unsafe self.rules = .allocate(capacity: 1)
    unsafe self.rules.initialize(to: rules)
    unsafe tables = .allocate(capacity: 1)
    unsafe tables.initialize(
      to: regraft_tables(
        roles: self.roles.baseAddress,
        role_mask: UInt64(roles.count - 1),
        names: self.names.baseAddress,
        room: room.baseAddress,
        room_count: roomCount
      )
    )
  }

  /// - Parameters:
  ///   - roles: a table, whose size is a power of two.
  ///   - roomCount: how long a text there is to be room for.
  convenience init(rules: regraft_rules, roles: [regraft_role], roomCount: Int) {
    let names = repeatElement(regraft_name(), count: Int(REGRAFT_NAMES) + 1)
    self.init(rules: rules, roles: roles, names: names, roomCount: roomCount)
  }

  /// The same with memory of its own.
  convenience init(_ other: WalkTables, roomCount: Int) {
    unsafe self.init(rules: other.rules.pointee, roles: other.roles, names: other.names, roomCount: roomCount)
  }

  deinit {
    unsafe roles.deallocate()
    unsafe names.deallocate()
    unsafe room.deallocate()
    unsafe rules.deallocate()
    unsafe tables.deallocate()
  }
}
