/// Builds a tree of some members of an object, reads its identity, and passes over all others.
package struct MemberCollector: ValueSink {
  /// The object with just the chosen members, when it has ended.
  package var tree: ValueTree { builder.tree }

  private let members: [[UInt8]]
  private var builder = ValueTreeBuilder()
  /// Which object it is; only where it was asked for.
  package internal(set) var identity: ObjectIdentity?
  /// Whether the member that comes next is `id` (false) or `_id` (true); nil for any other.
  private var isStoredID: Bool?
  /// How many containers are open.
  private var depth = 0
  /// Whether the member that is walked over was chosen.
  private var isTaking = false

  /// - Parameters:
  ///   - members: the names of the chosen members of the object itself.
  ///   - identity: how ids are read, where they are wanted.
  package init(members: [String], identity: ObjectIdentity? = nil) {
    self.members = members.map { Array($0.utf8) }
    self.identity = identity
  }

  package mutating func reset() {
    builder.reset()
    identity?.reset()
    isStoredID = nil
    depth = 0
    isTaking = false
  }

  package mutating func member(_ name: Span<UInt8>) {
    if depth == 1 {
      isTaking = members.contains { name.elementsEqual($0.span) }
      isStoredID = name.elementsEqual("_id".utf8) ? true : name.elementsEqual("id".utf8) ? false : nil
    }
    if isTaking { builder.member(name) }
  }

  private mutating func open(_ begin: (inout ValueTreeBuilder) -> Void) {
    if depth == 1 { takeID { $0.takeUnsupported(isStoredID: $1) } }
    if depth == 0 || isTaking { begin(&builder) }
    depth += 1
  }

  private mutating func close(_ end: (inout ValueTreeBuilder) -> Void) {
    depth -= 1
    if depth == 0 || isTaking { end(&builder) }
  }

  /// Takes a scalar, which no key can be made of where nothing else is said.
  private mutating func take(
    _ value: (inout ValueTreeBuilder) -> Void,
    id: (inout ObjectIdentity, _ isStoredID: Bool) -> Void = { $0.takeUnsupported(isStoredID: $1) }
  ) {
    if depth == 1 { takeID(id) }
    if isTaking { value(&builder) }
  }

  private mutating func takeID(_ take: (inout ObjectIdentity, _ isStoredID: Bool) -> Void) {
    guard let isStored = isStoredID, identity != nil else { return }
    isStoredID = nil
    if var own = identity {
      identity = nil
      take(&own, isStored)
      identity = own
    }
  }

  package mutating func beginObject() { open { $0.beginObject() } }
  package mutating func endObject() { close { $0.endObject() } }
  package mutating func beginArray() { open { $0.beginArray() } }
  package mutating func endArray() { close { $0.endArray() } }
  package mutating func null() { take { $0.null() } }
  package mutating func boolean(_ value: Bool) { take { $0.boolean(value) } }
  package mutating func text(_ bytes: Span<UInt8>) {
    take({ $0.text(bytes) }, id: { $0.take(text: bytes, isStoredID: $1) })
  }
  package mutating func number(_ number: JSONNumber) {
    take({ $0.number(number) }, id: { Self.take(PlainNumber(number), &$0, $1) })
  }
  package mutating func int32(_ value: Int32) {
    take({ $0.int32(value) }, id: { Self.take(.integer(Int64(value)), &$0, $1) })
  }
  package mutating func int64(_ value: Int64) { take({ $0.int64(value) }, id: { Self.take(.integer(value), &$0, $1) }) }
  package mutating func double(_ value: Double) {
    take({ $0.double(value) }, id: { Self.take(PlainNumber(value), &$0, $1) })
  }
  package mutating func decimal(_ value: Decimal128) { take { $0.decimal(value) } }
  package mutating func date(_ milliseconds: Int64) { take { $0.date(milliseconds) } }
  package mutating func objectID(_ bytes: Span<UInt8>) {
    take({ $0.objectID(bytes) }, id: { $0.take(digits: Hex.text(bytes).utf8, isStoredID: $1) })
  }
  package mutating func binary(_ bytes: Span<UInt8>, subtype: UInt8) {
    take({ $0.binary(bytes, subtype: subtype) }) { identity, isStoredID in
      if subtype == 4, bytes.count == 16 {
        identity.take(digits: Hex.uuid(bytes), isStoredID: isStoredID)
      } else {
        identity.takeUnsupported(isStoredID: isStoredID)
      }
    }
  }
  package mutating func regularExpression(pattern: Span<UInt8>, options: Span<UInt8>) {
    take { $0.regularExpression(pattern: pattern, options: options) }
  }
  package mutating func code(_ bytes: Span<UInt8>) { take { $0.code(bytes) } }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {
    open { $0.beginCodeWithScope(code) }
  }
  package mutating func endCodeWithScope() { close { $0.endCodeWithScope() } }
  package mutating func timestamp(seconds: UInt32, increment: UInt32) {
    take { $0.timestamp(seconds: seconds, increment: increment) }
  }
  package mutating func symbol(_ bytes: Span<UInt8>) { take { $0.symbol(bytes) } }
  package mutating func pointer(namespace: Span<UInt8>, objectID: Span<UInt8>) {
    take { $0.pointer(namespace: namespace, objectID: objectID) }
  }
  package mutating func undefined() { take { $0.undefined() } }
  package mutating func minKey() { take { $0.minKey() } }
  package mutating func maxKey() { take { $0.maxKey() } }

  /// Takes a number as an id: whole ones have digits.
  private static func take(_ number: PlainNumber, _ identity: inout ObjectIdentity, _ isStoredID: Bool) {
    switch number {
    case .integer(let value): identity.take(digits: String(value).utf8, isStoredID: isStoredID)
    case .double(let bits):
      if let whole = UInt128(exactly: Double(bitPattern: bits)) {
        identity.take(digits: String(whole).utf8, isStoredID: isStoredID)
      } else {
        identity.takeUnsupported(isStoredID: isStoredID)
      }
    case .decimal: identity.takeUnsupported(isStoredID: isStoredID)
    }
  }
}
