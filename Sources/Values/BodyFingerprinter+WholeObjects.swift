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
      // SAFETY: of the text the padding is all that the walk trusts in.
      let next = unsafe padded.withUnsafeBufferPointer { unsafe whole.take(json: $0, from: start, maxDepth: maxDepth) }
      if next > 0 {
        takeFound(in: padded)
        return next
      }
      guard whole.lacksRoom, whole.makeRoom() else { return 0 }
    }
  }

  /// See `ValueSink`.
  public mutating func takeObject(bson document: Span<UInt8>, maxDepth: Int) -> Bool {
    guard !isTyped else { return false }
    // SAFETY: the walk holds everything against the document's length.
    let isTaken = unsafe document.withUnsafeBufferPointer { unsafe whole.take(bson: $0, maxDepth: maxDepth) }
    if isTaken { takeFound(in: document) }
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
  @inline(__always)
  private mutating func takeFound(in bytes: Span<UInt8>) {
    // SAFETY: nothing is taken as a whole before all is read that was found.
    let object = unsafe whole.found
    let first = unsafe object.pointee.ids.0
    let start = unsafe object.pointee.key
    if start >= 0 {
      let key = bytes.extracting((first.start + start)..<(first.start + first.count))
      identity.takeOnly(key: key, isReference: start > 0, isStoredID: first.is_stored)
    } else {
      identity.reset()
      if unsafe object.pointee.id_count > 0 { take(first, of: bytes) }
      if unsafe object.pointee.id_count > 1 { take(unsafe object.pointee.ids.1, of: bytes) }
    }
    evidence = unsafe Evidence(
      version: object.pointee.has_version ? object.pointee.version : nil,
      createdAt: object.pointee.has_created_at ? object.pointee.created_at : nil,
      updatedAt: object.pointee.has_updated_at ? object.pointee.updated_at : nil
    )
    traits = unsafe Traits(rawValue: object.pointee.traits)
    fingerprint = unsafe Fingerprint(object.pointee.body)
  }

  private mutating func take(_ id: regraft_id, of bytes: Span<UInt8>) {
    identity.take(text: bytes.extracting(id.start..<(id.start + id.count)), isStoredID: id.is_stored)
  }
}

/// What the walks that take objects as a whole know and remember. A copy of it is another one from the first object on
/// that either of them takes.
struct WholeObjects: Sendable {
  private var tables: WalkTables

  init(key: FingerprintKey, identity: ObjectIdentity, roles: MemberRoles, nullEqualsAbsent: Bool) {
    let idsAreReferences = if case .references = identity.form { true } else { false }
    // The prefix is put in with its memory.
    let rules = unsafe regraft_rules(
      key: key.secret,
      max_depth: 0,
      null_equals_absent: nullEqualsAbsent,
      ignores_acl: roles.ignoresACL,
      is_narrow: false,
      ids_are_references: idsAreReferences,
      prefix: nil,
      prefix_count: 0
    )
    tables = unsafe WalkTables(rules: rules, prefix: identity.prefix, roles: roles.slots)
  }

  /// See `BodyFingerprinter.takesNarrowWalks`.
  fileprivate var isNarrow: Bool {
    get { unsafe tables.rules.pointee.is_narrow }
    set {
      makeOwn()
      unsafe tables.rules.pointee.is_narrow = newValue
    }
  }

  /// What was found of the object that was taken last, until another one is.
  var found: UnsafePointer<regraft_object> { unsafe UnsafePointer(tables.found) }

  /// Whether the last object was not taken because there was no room for one of its texts.
  var lacksRoom: Bool { unsafe tables.found.pointee.lacks_room }

  /// Makes room for texts of twice the length.
  ///
  /// - Returns: false where it is not worth it: a text that long is read once more anyway.
  mutating func makeRoom() -> Bool {
    guard tables.roomCount < 1 << 20 else { return false }
    tables = WalkTables(tables, roomCount: tables.roomCount * 2)
    return true
  }

  /// See `regraft_take_json`.
  mutating func take(json text: UnsafeBufferPointer<UInt8>, from start: Int, maxDepth: Int) -> Int {
    guard let base = text.baseAddress else { return 0 }
    makeOwn(maxDepth: maxDepth)
    return unsafe regraft_take_json(tables.rules, tables.tables, base, start, tables.found)
  }

  /// See `regraft_take_bson`.
  mutating func take(bson document: UnsafeBufferPointer<UInt8>, maxDepth: Int) -> Bool {
    guard let base = document.baseAddress else { return false }
    makeOwn(maxDepth: maxDepth)
    return unsafe regraft_take_bson(tables.rules, tables.tables, base, document.count, tables.found)
  }

  @inline(__always)
  private mutating func makeOwn() {
    if !isKnownUniquelyReferenced(&tables) { tables = WalkTables(tables, roomCount: tables.roomCount) }
  }

  @inline(__always)
  private mutating func makeOwn(maxDepth: Int) {
    makeOwn()
    unsafe tables.rules.pointee.max_depth = Int32(min(maxDepth, Int(REGRAFT_MAX_DEPTH)))
  }
}

/// The memory of the walks: their rules, the roles of members, the names that were met, room for a text, and what they
/// found. In one object, so that one look tells whether it is anybody else's too.
///
/// SAFETY: the memory is there until the object goes, and as large as the walks are told. Unchecked, because it has no lock:
/// it is written to by the one value that it belongs to.
@safe
private final class WalkTables: @unchecked Sendable {
  let rules: UnsafeMutablePointer<regraft_rules>
  let tables: UnsafeMutablePointer<regraft_tables>
  let found: UnsafeMutablePointer<regraft_object>
  private let prefix: UnsafeMutableBufferPointer<UInt8>
  private let roles: UnsafeMutableBufferPointer<regraft_role>
  private let names: UnsafeMutableBufferPointer<regraft_name>
  private let room: UnsafeMutableBufferPointer<UInt8>

  /// How long a text there is room for.
  var roomCount: Int { unsafe tables.pointee.room_count }

  private init(
    rules: regraft_rules,
    prefix: some Collection<UInt8>,
    roles: some Collection<regraft_role>,
    names: some Collection<regraft_name>,
    roomCount: Int
  ) {
    unsafe self.prefix = .allocate(capacity: prefix.count)
    _ = unsafe self.prefix.initialize(fromContentsOf: prefix)
    unsafe self.roles = .allocate(capacity: roles.count)
    _ = unsafe self.roles.initialize(fromContentsOf: roles)
    unsafe self.names = .allocate(capacity: names.count)
    _ = unsafe self.names.initialize(fromContentsOf: names)
    unsafe room = .allocate(capacity: roomCount + Int(REGRAFT_PADDING))
    unsafe room.initialize(repeating: 0)
    unsafe self.rules = .allocate(capacity: 1)
    unsafe self.rules.initialize(to: rules)
    unsafe self.rules.pointee.prefix = UnsafePointer(self.prefix.baseAddress)
    unsafe self.rules.pointee.prefix_count = prefix.count
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
    unsafe found = .allocate(capacity: 1)
    unsafe found.initialize(to: regraft_object())
  }

  /// - Parameters:
  ///   - prefix: how a reference to an object of the table begins.
  ///   - roles: a table, whose size is a power of two.
  convenience init(rules: regraft_rules, prefix: [UInt8], roles: [regraft_role]) {
    let names = repeatElement(regraft_name(), count: Int(REGRAFT_NAMES) + 1)
    unsafe self.init(rules: rules, prefix: prefix, roles: roles, names: names, roomCount: 1 << 10)
  }

  /// The same with memory of its own.
  ///
  /// - Parameter roomCount: how long a text there is to be room for.
  convenience init(_ other: WalkTables, roomCount: Int) {
    unsafe self.init(
      rules: other.rules.pointee,
      prefix: other.prefix,
      roles: other.roles,
      names: other.names,
      roomCount: roomCount
    )
  }

  deinit {
    unsafe prefix.deallocate()
    unsafe roles.deallocate()
    unsafe names.deallocate()
    unsafe room.deallocate()
    unsafe rules.deallocate()
    unsafe tables.deallocate()
    unsafe found.deallocate()
  }
}
