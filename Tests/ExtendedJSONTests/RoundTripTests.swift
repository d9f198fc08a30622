import TestSupport
import Testing
import Values

@testable import ExtendedJSON

/// What the Baqend form says of an object has to be what the object says.
@Suite struct RoundTripTests {
  private let key = FingerprintKey.published

  @Test func `an object in the Baqend form reads back as the same object`() throws {
    var generator = SeededGenerator(seed: 1)
    let roles = MemberRoles(key: key, mapped: ["_v": "version", "old": "new"])
    var stored = BodyFingerprinter(identity: ObjectIdentity(table: "T", form: .stored), key: key, roles: roles)
    var exported = BodyFingerprinter(
      identity: ObjectIdentity(table: "T", form: .references),
      key: key,
      roles: MemberRoles(key: key)
    )
    var writer = BaqendWriter(renamed: ["_v": "version", "old": "new"])
    for _ in 0..<500 {
      let document = bson(generator.object())
      try walk(document, into: &stored)
      try #require(stored.identity.problem == nil)
      writer.id = ObjectKey.normalID(table: "T", key: stored.identity.key)
      try walk(document, into: &writer)
      try scan(writer.bytes, into: &exported)

      let text = Comment(rawValue: String(decoding: writer.bytes, as: UTF8.self))
      var builder = ValueTreeBuilder()
      try walk(document, into: &builder)
      let once = builder.tree.members.map { ["_v": "version", "old": "new"][$0.name] ?? $0.name }.filter {
        ["version", "new", "acl"].contains($0)
      }
      #expect(writer.hasUnwritableValue == (Set(once).count < once.count), text)
      // Who skips writing an object by its traits misses nothing.
      let mayBeUnwritable = !stored.traits.isDisjoint(with: [.hasUnwritableValue, .hasForeignACL, .hasRules])
      #expect(!writer.hasUnwritableValue || mayBeUnwritable || once.contains { $0 != "acl" }, text)
      #expect(exported.fingerprint == stored.fingerprint, text)
      #expect(exported.evidence == stored.evidence, text)
      #expect(exported.identity.key == stored.identity.key, text)
      #expect(exported.traits == stored.traits.subtracting(.hasDroppedMember), text)
    }
  }

  @Test func `writing an export's object again changes nothing`() throws {
    var generator = SeededGenerator(seed: 2)
    var first = BaqendWriter()
    var second = BaqendWriter()
    for _ in 0..<200 {
      try walk(bson(generator.object()), into: &first)
      try scan(first.bytes, into: &second)
      #expect(second.bytes == first.bytes)
    }
  }
}

/// Random objects.
extension SeededGenerator {
  /// A stored object: an id, evidence, an ACL and a body of any types that the Baqend form can hold.
  mutating func object() -> [(String, Value)] {
    var members: [(String, Value)] = (0..<Int.random(in: 0...8, using: &self)).map { _ in
      (name(depth: 0), value(depth: 0))
    }
    members.append(("_id", pick([.text(text() + "k"), .int64(number()), .objectID(bytes(12)), .text("/db/T/a%2Fb")])))
    if flip() { members.append(("_v", pick([.int32(3), .int64(number()), .double(2)]))) }
    if flip() { members.append(("updatedAt", pick([.date(date()), "2020-02-29T01:02:03.4500Z"]))) }
    if flip() { members.append(("writeSet", value(depth: 2))) }
    if flip() { members.append(("old", value(depth: 0))) }
    if flip() { members.append(("acl", acl())) }
    return members.shuffled(using: &self)
  }

  private mutating func value(depth: Int) -> Value {
    switch Int.random(in: 0...(depth < 5 ? 14 : 11), using: &self) {
    case 0: return .text(text())
    case 1: return .int32(Int32(truncatingIfNeeded: next()))
    case 2: return .int64(number())
    case 3: return .double(finite())
    case 4: return .double(Double(Int.random(in: -1000...1000, using: &self)) / 8)
    case 5: return .double(Double(number()))
    case 6: return .boolean(flip())
    case 7: return .date(date())
    case 8: return .null
    case 9: return .undefined
    case 10: return .objectID(bytes(12))
    case 11: return .symbol(text())
    case 12: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth + 1) })
    default:
      return .document(
        (0..<Int.random(in: 0...4, using: &self)).map { _ in (name(depth: depth + 1), value(depth: depth + 1)) }
      )
    }
  }

  private mutating func acl() -> Value {
    let subjects = ["*", "/db/User/1", "/db/Role/2", "/db/User/ä\"3"].shuffled(using: &self)
    let split = Int.random(in: 0...4, using: &self)
    let lists: [(String, Value)] = [
      ("allow", .array(subjects[..<split].map { .text($0) })), ("deny", .array(subjects[split...].map { .text($0) })),
    ]
    let rules = subjects.map { ($0, pick([Value.text("allow"), "deny"])) }
    return pick([
      .null, .document([]), .document([("read", .document(lists)), ("write", .document(rules))]),
      .document([("write", .document(lists))]),
    ])
  }

  private mutating func text() -> String {
    let pieces = ["a", "é", "\"", "\\", "\n", "\u{1}", "😀", "2020-01-01T00:00:00.50Z", "%41", "/", " ", "\u{2028}"]
    return (0..<Int.random(in: 0...5, using: &self)).map { _ in pick(pieces) }.joined()
  }

  /// The name of a member of the body; deeper down those of other members are ordinary too.
  private mutating func name(depth: Int) -> String {
    text() + pick(["a", "b", "acl.read", "$date"] + (depth > 0 ? ["id", "_id", "acl", "writeSet", "_v"] : []))
  }

  private mutating func number() -> Int64 { Int64(bitPattern: next()) >> Int64.random(in: 0...63, using: &self) }
  private mutating func date() -> Int64 { Int64.random(in: ISODate.range, using: &self) }
  private mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
  private mutating func flip() -> Bool { Bool.random(using: &self) }
  private mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &self)] }

  private mutating func finite() -> Double {
    let value = Double(bitPattern: next())
    return value.isFinite ? value : 0
  }
}
