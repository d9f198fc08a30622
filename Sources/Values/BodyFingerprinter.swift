/// Takes an object in one walk: its identity, its evidence, what its ACL says, and the fingerprint
/// of its body in one of the spaces of values.
///
/// A member is hash(name, value); an object is the sum of its members modulo 2^128, so that order
/// does not matter and duplicates do not cancel, finished with their count; an array hashes its
/// elements in order.
public struct BodyFingerprinter: ValueSink, Sendable {
  @usableFromInline let key: FingerprintKey
  @usableFromInline let roles: MemberRoles
  @usableFromInline let nullEqualsAbsent: Bool
  @usableFromInline let isTyped: Bool

  /// Which object it is.
  public var identity: ObjectIdentity
  /// What says which state of it is newer.
  public var evidence = Evidence()
  /// What else was seen of it.
  public var traits: Traits = []
  /// The fingerprint of the body, complete when the object has ended.
  public var fingerprint = Fingerprint(low: 0, high: 0)

  /// What else was seen of an object.
  ///
  /// Computed, as the tags are: a stored constant of another module is asked for by a call.
  public struct Traits: OptionSet, Sendable {
    /// A bit for each trait.
    public let rawValue: UInt8
    /// The traits of some bits.
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Its ACL has rules for reading.
    @inlinable public static var hasReadRules: Traits { Traits(rawValue: 1) }
    /// Its ACL is not in the REST form and cannot be turned into it.
    @inlinable public static var hasForeignACL: Traits { Traits(rawValue: 2) }
    /// It holds a value for which the Baqend form has none.
    @inlinable public static var hasUnwritableValue: Traits { Traits(rawValue: 4) }
    /// `version`, `createdAt` or `updatedAt` is there, but is none.
    @inlinable public static var hasUnusableEvidence: Traits { Traits(rawValue: 8) }
    /// It holds a member that is never written.
    @inlinable public static var hasDroppedMember: Traits { Traits(rawValue: 16) }
    /// Its ACL has members, be they empty.
    @inlinable public static var hasRules: Traits { Traits(rawValue: 32) }
    /// It has a member `_acl`, which the export would have as `acl`.
    @inlinable public static var hasStoredACL: Traits { Traits(rawValue: 64) }

    /// Whether there is one of those that are counted of objects on both sides.
    package var isCounted: Bool { rawValue & (Self.hasUnusableEvidence.rawValue | Self.hasStoredACL.rawValue) != 0 }
  }

  @usableFromInline
  enum Kind: UInt8, Sendable {
    case object, array
    /// A container whose values count nowhere.
    case discarded
    case acl
    case readRules, writeRules
    /// A list of users and roles in place of rules: `{"allow": [...], "deny": [...]}`.
    case allowList, denyList
  }

  @usableFromInline
  struct Frame: Sendable {
    @usableFromInline var kind: Kind
    /// Of an object the sum of its members, of an array the hash of its elements so far.
    @usableFromInline var sum: Fingerprint
    @usableFromInline var count: UInt64
    /// The name of the container in the object around it.
    @usableFromInline var name: Fingerprint
    @inlinable init(kind: Kind, name: Fingerprint) {
      self.kind = kind
      self.sum = Fingerprint(low: 0, high: 0)
      self.count = 0
      self.name = name
    }
  }

  /// The types of values, as the hash tells them apart.
  @usableFromInline
  enum Tag {
    @inlinable static var text: UInt64 { 1 }
    @inlinable static var integer: UInt64 { 2 }
    @inlinable static var double: UInt64 { 3 }
    @inlinable static var decimal: UInt64 { 4 }
    @inlinable static var date: UInt64 { 5 }
    @inlinable static var fineDate: UInt64 { 6 }
    @inlinable static var boolean: UInt64 { 7 }
    @inlinable static var null: UInt64 { 8 }
    @inlinable static var object: UInt64 { 9 }
    @inlinable static var array: UInt64 { 10 }
    @inlinable static var binary: UInt64 { 11 }
    @inlinable static var regularExpression: UInt64 { 12 }
    @inlinable static var code: UInt64 { 13 }
    @inlinable static var codeWithScope: UInt64 { 14 }
    @inlinable static var timestamp: UInt64 { 15 }
    @inlinable static var minKey: UInt64 { 16 }
    @inlinable static var maxKey: UInt64 { 17 }
    @inlinable static var pointer: UInt64 { 18 }
    @inlinable static var objectID: UInt64 { 19 }
    @inlinable static var symbol: UInt64 { 20 }
    @inlinable static var undefined: UInt64 { 21 }
  }

  @usableFromInline var frame = Frame(kind: .discarded, name: Fingerprint(low: 0, high: 0))
  @usableFromInline var stack: [Frame] = []
  /// The name of the member whose value comes next.
  @usableFromInline var name = Fingerprint(low: 0, high: 0)
  @usableFromInline var role = MemberRoles.Role.body
  /// What the next value is in an ACL, by its name.
  @usableFromInline var ruleName = RuleName.other
  /// Whether there was a member that is the ACL.
  @usableFromInline var hasMetACL = false
  /// How many containers deep a member stands that is never written; 0 outside of one.
  @usableFromInline var droppedDepth = 0
  @usableFromInline let allow: Fingerprint
  @usableFromInline let deny: Fingerprint
  /// What taking objects as a whole needs.
  var whole: WholeObjects

  @usableFromInline
  enum RuleName: Sendable { case read, write, subject, allow, deny, other }

  /// - Parameter nullEqualsAbsent: whether a member that is null counts as absent in the plain space; in
  ///   the typed one it never does.
  public init(
    identity: ObjectIdentity,
    key: FingerprintKey,
    roles: MemberRoles,
    nullEqualsAbsent: Bool = true,
    space: ValueSpace = .plain
  ) {
    isTyped = space == .typed
    self.identity = identity
    self.key = key
    self.roles = roles
    self.nullEqualsAbsent = nullEqualsAbsent && space == .plain
    allow = key.text(Array("allow".utf8).span)
    deny = key.text(Array("deny".utf8).span)
    whole = WholeObjects(key: key, identity: identity, roles: roles, nullEqualsAbsent: self.nullEqualsAbsent)
    stack.reserveCapacity(256)
  }

  /// See `ValueSink`.
  @inlinable
  public mutating func reset() {
    identity.reset()
    evidence = Evidence()
    traits = []
    // Emptying an empty one takes a call all the same.
    if !stack.isEmpty { stack.removeAll(keepingCapacity: true) }
    role = .body
    hasMetACL = false
    droppedDepth = 0
  }

  // MARK: Adding values

  /// Adds a value to the container that is open.
  @inlinable
  mutating func add(_ tag: UInt64, _ a: UInt64, _ b: UInt64) {
    switch frame.kind {
    case .array:
      frame.sum = key.mix(frame.sum, tag: tag, a, b)
      frame.count &+= 1
    case .discarded: break
    default: add(member: key.mix(name, tag: tag, a, b))
    }
  }

  @inlinable
  mutating func add(member: Fingerprint) {
    frame.sum = key.sum(frame.sum, member)
    frame.count &+= 1
  }

  /// Whether the value that comes next is an ordinary one of the body.
  @inlinable
  var isOrdinary: Bool { role == .body && frame.kind.rawValue <= Kind.array.rawValue }

  /// Adds a scalar that is neither text nor a null.
  @inlinable
  mutating func scalar(_ tag: UInt64, _ a: UInt64, _ b: UInt64 = 0) {
    if isOrdinary { add(tag, a, b) } else { special(tag, a, b) }
  }

  /// Adds a value of a type for which the Baqend form has none.
  @inlinable
  mutating func unwritable(_ tag: UInt64, _ a: UInt64, _ b: UInt64) {
    if droppedDepth == 0 && role != .dropped { traits.insert(.hasUnwritableValue) }
    scalar(tag, a, b)
  }

  @inlinable
  mutating func integer(_ value: Int64) {
    if isOrdinary { add(Tag.integer, UInt64(bitPattern: value), 0) } else { specialInteger(value) }
  }

  @inlinable
  mutating func plain(_ number: PlainNumber) {
    switch number {
    case .integer(let value): integer(value)
    case .double(let bits): scalar(Tag.double, bits)
    case .decimal(let digits): decimal(digits)
    }
  }

  @usableFromInline
  mutating func decimal(_ digits: DecimalDigits) {
    let hash = key.hash(Array(digits.text.utf8))
    scalar(Tag.decimal, hash.low, hash.high)
  }

  // MARK: Values

  /// See `ValueSink`.
  public mutating func member(_ name: Span<UInt8>) {
    self.name = key.hash(name)
    if stack.count == 1 {
      let slot = roles.slots[Int(self.name.low & roles.mask)]
      if slot.name == self.name.low {
        role = MemberRoles.Role(rawValue: slot.role) ?? .body
        if slot.is_stored_acl { traits.insert(.hasStoredACL) }
        if role == .acl {
          // A reader would take one of two.
          if hasMetACL { traits.insert(.hasForeignACL) }
          hasMetACL = true
        }
        self.name = Fingerprint(slot.compared)
      } else {
        role = .body
      }
    } else if frame.kind.rawValue > Kind.discarded.rawValue {
      ruleName = ruleName(name)
      traits.insert(.hasRules)
    }
  }

  /// See `ValueSink`.
  @inlinable
  public mutating func text(_ bytes: Span<UInt8>) {
    guard isOrdinary else {
      specialText(bytes)
      return
    }
    if !isTyped, let moment = ISODate.parse(bytes) {
      add(moment, bytes)
    } else {
      let text = key.text(bytes)
      add(Tag.text, text.low, text.high)
    }
  }

  @usableFromInline
  mutating func add(_ moment: ISODate.Moment, _ text: Span<UInt8>) {
    if moment.fractionDigits <= 3 {
      add(Tag.date, UInt64(bitPattern: moment.milliseconds), 0)
    } else {
      let hash = key.hash(text.extracting(..<(20 + moment.fractionDigits)))
      add(Tag.fineDate, hash.low, hash.high)
    }
  }

  /// See `ValueSink`.
  @inlinable
  public mutating func null() {
    guard role == .body else {
      specialNull()
      return
    }
    switch frame.kind {
    case .array: add(Tag.null, 0, 0)
    case .object where !nullEqualsAbsent: add(Tag.null, 0, 0)
    case .allowList, .denyList: traits.insert(.hasForeignACL)
    default: break
    }
  }

  /// See `ValueSink`.
  @inlinable public mutating func boolean(_ value: Bool) { scalar(Tag.boolean, value ? 1 : 0) }
  /// See `ValueSink`.
  @inlinable public mutating func number(_ number: JSONNumber) { plain(PlainNumber(number)) }
  /// See `ValueSink`.
  @inlinable public mutating func int32(_ value: Int32) { integer(Int64(value)) }
  /// See `ValueSink`.
  @inlinable public mutating func int64(_ value: Int64) { integer(value) }

  /// See `ValueSink`.
  @inlinable
  public mutating func double(_ value: Double) {
    if !value.isFinite, droppedDepth == 0, role != .dropped { traits.insert(.hasUnwritableValue) }
    plain(PlainNumber(value))
  }

  /// See `ValueSink`.
  public mutating func decimal(_ value: Decimal128) {
    if droppedDepth == 0 && role != .dropped { traits.insert(.hasUnwritableValue) }
    if role == .id || role == .storedID {
      identity.takeUnsupported(isStoredID: role == .storedID)
    } else {
      plain(isTyped ? PlainNumber(exactly: value) : PlainNumber(value))
    }
  }

  /// See `ValueSink`.
  @inlinable
  public mutating func date(_ milliseconds: Int64) {
    if !ISODate.range.contains(milliseconds), droppedDepth == 0, role != .dropped {
      traits.insert(.hasUnwritableValue)
    }
    if isOrdinary { add(Tag.date, UInt64(bitPattern: milliseconds), 0) } else { specialDate(milliseconds) }
  }

  /// See `ValueSink`.
  public mutating func objectID(_ bytes: Span<UInt8>) {
    if isTyped, isOrdinary {
      let hash = key.hash(bytes)
      add(Tag.objectID, hash.low, hash.high)
    } else {
      text(Hex.digits(bytes).span)
    }
  }

  /// See `ValueSink`.
  public mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    if subtype == 4, bytes.count == 16, role == .id || role == .storedID {
      takeUUID(bytes)
      return
    }
    let hash = key.hash(bytes)
    unwritable(Tag.binary, hash.low &+ UInt64(subtype), hash.high)
  }

  /// The order of the options means nothing, and Extended JSON has them sorted.
  public mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    unwritable(Tag.regularExpression, pattern, Array(options).sorted().span)
  }

  /// See `ValueSink`.
  public mutating func code(_ bytes: Span<UInt8>) {
    let hash = key.hash(bytes)
    unwritable(Tag.code, hash.low, hash.high)
  }

  /// Counts as an array of the code and its scope that is of its own type.
  public mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    if droppedDepth == 0 && role != .dropped { traits.insert(.hasUnwritableValue) }
    open(.array)
    let hash = key.hash(code)
    add(Tag.codeWithScope, hash.low, hash.high)
  }

  /// See `ValueSink`.
  public mutating func endCodeWithScope() { close(Tag.codeWithScope) }

  /// See `ValueSink`.
  public mutating func timestamp(seconds: UInt32, increment: UInt32) {
    unwritable(Tag.timestamp, UInt64(seconds), UInt64(increment))
  }

  /// See `ValueSink`.
  @inlinable
  public mutating func symbol(_ bytes: Span<UInt8>) {
    if isTyped, isOrdinary {
      let hash = key.hash(bytes)
      add(Tag.symbol, hash.low, hash.high)
    } else if role == .id || role == .storedID {
      identity.takeUnsupported(isStoredID: role == .storedID)
    } else {
      text(bytes)
    }
  }

  /// See `ValueSink`.
  public mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    unwritable(Tag.pointer, namespace, objectID)
  }

  /// See `ValueSink`.
  public mutating func undefined() {
    if isTyped, isOrdinary { add(Tag.undefined, 0, 0) } else { null() }
  }
  /// See `ValueSink`.
  public mutating func minKey() { unwritable(Tag.minKey, 0, 0) }
  /// See `ValueSink`.
  public mutating func maxKey() { unwritable(Tag.maxKey, 0, 0) }

  private mutating func unwritable(_ tag: UInt64, _ first: Span<UInt8>, _ second: Span<UInt8>) {
    let (first, second) = (key.hash(first), key.hash(second))
    // Rounds are made of the sum of place and value, which is the same where the two have changed places.
    let place = key.isOfRounds ? key.mix(Fingerprint(low: 0, high: 0), tag: tag, first.low, first.high) : first
    let hash = key.mix(place, tag: tag, second.low, second.high)
    unwritable(tag, hash.low, hash.high)
  }

  // MARK: Containers

  /// See `ValueSink`.
  @inlinable
  public mutating func beginObject() {
    if stack.isEmpty {
      stack.append(frame)
      frame = Frame(kind: .object, name: name)
    } else {
      open(.object)
    }
  }

  /// See `ValueSink`.
  @inlinable public mutating func endObject() { close(Tag.object) }
  /// See `ValueSink`.
  @inlinable public mutating func beginArray() { open(.array) }
  /// See `ValueSink`.
  @inlinable public mutating func endArray() { close(Tag.array) }

  @inlinable
  mutating func open(_ kind: Kind) {
    let opened = isOrdinary ? kind : specialKind(kind)
    if droppedDepth > 0 || role == .dropped { droppedDepth += 1 }
    role = .body
    stack.append(frame)
    frame = Frame(kind: opened, name: name)
  }

  @inlinable
  mutating func close(_ tag: UInt64) {
    let ended = frame
    frame = stack.removeLast()
    name = ended.name
    if droppedDepth > 0 { droppedDepth -= 1 }
    switch ended.kind {
    case .object, .array:
      let hash = key.mix(ended.sum, tag: tag, ended.count, 0)
      if stack.isEmpty { fingerprint = hash } else { add(tag, hash.low, hash.high) }
    case .discarded: break
    default: closeRules(ended)
    }
  }
}
