import TestSupport
import Testing
import Values

@testable import ExtendedJSON

/// The differences of random documents against the fingerprints of their bodies.
@Suite struct RandomDifferenceTests {
  private typealias Kind = RandomDocuments.Kind

  private func value(_ members: RandomDocuments.Members) throws -> TypedValue {
    var builder = TypedValueBuilder()
    try walk(bson(members), into: &builder)
    return try #require(builder.value)
  }

  @Test(arguments: [ValueSpace.plain, .typed])
  func `there are none exactly where the bodies are equal`(space: ValueSpace) throws {
    let seed: UInt64 = 81
    var random = RandomDocuments(seed: seed, kinds: Kind.allCases)
    var comparison = BodyComparison(space: space)
    for round in 0..<50 {
      let members = random.document()
      let others = [
        members, random.shuffled(members), random.changed(members), random.changed(random.changed(members)),
        random.document(),
      ]
      for other in others {
        let isEqual = try space.fingerprint(document: bson(members)) == space.fingerprint(document: bson(other))
        let differences = comparison.differences(try value(members), try value(other))
        if differences.isEmpty != isEqual {
          Issue.record("\(members) and \(other): \(differences) (seed \(seed), round \(round))")
        }
      }
    }
  }

  @Test(arguments: [ValueSpace.plain, .typed])
  func `one scalar that changed is one difference`(space: ValueSpace) throws {
    let seed: UInt64 = 82
    var random = RandomDocuments(seed: seed, kinds: Kind.allCases)
    var comparison = BodyComparison(space: space)
    for round in 0..<100 {
      let members = random.document()
      let changed = random.changed(members)
      let differences = comparison.differences(try value(members), try value(random.shuffled(changed)))
      if differences.count != 1 {
        Issue.record("\(members) and \(changed): \(differences) (seed \(seed), round \(round))")
      }
    }
  }

  @Test func `there are none between a document and what is written for it`() throws {
    let seed: UInt64 = 83
    var random = RandomDocuments(seed: seed, kinds: Kind.baqend)
    var plain = BodyComparison(space: .plain)
    for round in 0..<60 {
      let members = random.document()
      var builder = TypedValueBuilder()
      try scan(Array(try baqend(bson(members)).text.utf8), into: &builder)
      let differences = plain.differences(try value(members), try #require(builder.value))
      if !differences.isEmpty { Issue.record("\(members): \(differences) (seed \(seed), round \(round))") }
    }
  }

  /// ACLs in all kinds of disorder.
  @Test(arguments: [ValueSpace.plain, .typed])
  func `the normal form of ACLs is that of the comparison`(space: ValueSpace) throws {
    let seed: UInt64 = 84
    var random = RandomACLs(seed: seed)
    var comparison = BodyComparison(space: space)
    var equal = 0
    for round in 0..<500 {
      let (first, second) = ([("acl", random.acl())], [("acl", random.acl())])
      let isEqual = try space.fingerprint(document: bson(first)) == space.fingerprint(document: bson(second))
      let differences = comparison.differences(try value(first), try value(second))
      if isEqual { equal += 1 }
      if differences.isEmpty != isEqual {
        Issue.record("\(first) and \(second): \(differences) (seed \(seed), round \(round))")
      }
    }
    #expect(equal > 10 && equal < 400)
  }
}

/// Makes small ACLs, right and wrong ones, of which many are equal.
private struct RandomACLs {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func acl() -> Value {
    switch number(12) {
    case 0: pick([.null, .undefined, 7, .array([]), .array([.null]), "x"])
    default: .document((0..<number(3)).map { _ in (pick(["read", "read", "write", "x"]), rules()) })
    }
  }

  private mutating func rules() -> Value {
    switch number(10) {
    case 0: pick([.null, 5, .array([]), "x"])
    default: .document((0..<number(3)).map { _ in rule() })
    }
  }

  private mutating func rule() -> (String, Value) {
    if number(3) == 0 {
      let elements = (0..<number(3)).map { _ in pick([Value.text("*"), "/db/User/1", "/db/User/1", .null, 5]) }
      return (pick(["allow", "deny"]), .array(elements))
    }
    return (pick(["*", "/db/User/1", "allow"]), pick(["allow", "allow", "deny", .null, 5]))
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
  private mutating func pick<Item>(_ items: [Item]) -> Item { items[number(items.count)] }
}
