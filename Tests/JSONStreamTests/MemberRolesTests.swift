import Testing

@testable import JSONStream
@testable import Values

@Suite("Members that are not simply part of the body")
struct MemberRolesTests {
  private func evidence(_ object: StoredValue) throws -> (Evidence, isUnusable: Bool) {
    let taken = try Side().take(object)
    return (taken.evidence, taken.traits.contains(.hasUnusableEvidence))
  }

  @Test("Evidence is read from every form of it, and is no part of the body")
  func evidence() throws {
    let objects: [StoredValue] = [
      ["version": 3, "createdAt": .date(1), "updatedAt": .date(2)],
      ["version": .int64(3), "createdAt": "1970-01-01T00:00:00.001Z", "updatedAt": "1970-01-01T00:00:00.002000Z"],
      ["updatedAt": "1970-01-01T00:00:00.0029Z", "version": 3.0, "createdAt": .date(1)],
    ]
    for object in objects {
      let taken = try Side().take(object)
      #expect(taken.evidence == Evidence(version: 3, createdAt: 1, updatedAt: 2))
      #expect(taken.traits == [])
      #expect(try taken.fingerprint == Side().fingerprint(.object([])))
    }
    let json = try Side(form: .references).take(
      json: "{\"version\":3,\"createdAt\":\"1970-01-01T00:00:00.001Z\",\"updatedAt\":\"1970-01-01T00:00:00.002Z\"}"
    )
    #expect(json.evidence == Evidence(version: 3, createdAt: 1, updatedAt: 2))
    #expect(try Side().take(["version": nil, "createdAt": nil, "updatedAt": .undefined]).evidence == Evidence())
    #expect(try Side().take(["m": ["version": 3, "createdAt": .date(1)]]).evidence == Evidence())
  }

  @Test(
    "Evidence that is none is noticed",
    arguments: [
      ["version": "3"], ["version": 1.5], ["version": [1]], ["version": ["a": 1]], ["version": .date(1)],
      ["version": true],
      ["version": .double(.nan)], ["version": .double(1e300)], ["createdAt": "yesterday"], ["createdAt": 1.5],
      ["createdAt": "2018-13-01T00:00:00Z"], ["updatedAt": [.date(1)]], ["updatedAt": true],
      ["updatedAt": .binary([1])],
      ["updatedAt": .object([])], ["createdAt": .scopedCode("a", [("b", 1)])],
    ] as [StoredValue]
  )
  func unusableEvidence(_ object: StoredValue) throws {
    let taken = try Side().take(object)
    #expect(taken.traits.contains(.hasUnusableEvidence))
    #expect(taken.evidence == Evidence())
    #expect(try taken.fingerprint == Side().fingerprint(.object([])))
  }

  @Test("writeSet is never compared, and nothing in it counts as anything else")
  func writeSet() throws {
    let values: [StoredValue] = [
      nil, 1, 0.5, "a", "1970-01-01T00:00:00Z", true, .date(0), [], [1, [nil, "x"]], .object([]), .maxKey,
      ["id": "x", "acl": ["read": 1], "version": 7, "a": ["b": ["c": nil, "d": 1.5]]],
      .scopedCode("a", [("b", ["c": 1])]),
      .objectID(Array(1...12)), .decimal(0x3040_0000_0000_0000, 1),
    ]
    let plain = try Side().take(["m": 1])
    for value in values {
      for object: StoredValue in [["writeSet": value, "m": 1], ["m": 1, "writeSet": value]] {
        let taken = try Side().take(object)
        #expect(taken.fingerprint == plain.fingerprint)
        #expect(taken.traits == .hasDroppedMember)
        #expect(taken.evidence == Evidence())
        #expect(taken.identity.problem == .missing)
      }
      #expect(try Side(ignored: ["writeSet"]).take(["writeSet": value]).traits == .hasDroppedMember)
    }
    #expect(try Side().fingerprint(["m": ["writeSet": 1]]) != Side().fingerprint(["m": .object([])]))
  }

  @Test("Members that are left out are left out at the top only")
  func ignored() throws {
    let side = Side(ignored: ["a", "b"])
    for value: StoredValue in [1, "x", nil, [1, 2], ["a": ["b": 1]], .date(0), "1970-01-01T00:00:00Z"] {
      #expect(try side.fingerprint(["a": value, "m": 1, "b": value]) == side.fingerprint(["m": 1]))
      #expect(try side.take(["a": value]).traits == [])
    }
    #expect(try side.fingerprint(["m": ["a": 1]]) != side.fingerprint(["m": ["a": 2]]))
    #expect(try Side(ignored: ["id", "_id"]).take(["_id": "x"]).identity.keyText == "x")
  }

  @Test("A stored name is compared as the name that the export has for it")
  func mapped() throws {
    let side = Side(mapped: ["_name": "name", "_v": "version", "key": "id", "_acl": "acl", "_w": "writeSet"])
    let stored: StoredValue = [
      "key": "x", "_name": "n", "_v": 2, "_w": 1, "_acl": ["read": ["*": "allow"], "write": .object([])],
      "m": ["_name": 1],
    ]
    let taken = try side.take(stored)
    let exported = try Side(form: .references).take(
      json: """
        {"id":"/db/Item/x","name":"n","version":2,"acl":{"read":{"*":"allow"}},"m":{"_name":1}}
        """
    )
    #expect(taken.fingerprint == exported.fingerprint)
    #expect(taken.evidence == exported.evidence)
    #expect(taken.identity.key == exported.identity.key)
    #expect(taken.traits == [.hasReadRules, .hasRules, .hasDroppedMember])
    // What is mapped is left out by the export's name.
    #expect(
      try Side(ignored: ["name"], mapped: ["_name": "name"]).fingerprint(["_name": 1])
        == Side().fingerprint(.object([]))
    )
    // A name that is mapped away means nothing any more.
    #expect(try Side(mapped: ["version": "edition"]).take(["version": 2]).evidence == Evidence())
  }

  @Test("Many names have roles of their own")
  func manyNames() throws {
    let names = (0..<100).map { "member \($0)" }
    let side = Side(ignored: names)
    for name in names { #expect(try side.take([(name, true)]).fingerprint == side.take([]).fingerprint) }
    #expect(try side.fingerprint(["member 100": 1]) != side.fingerprint(.object([])))
  }

  @Test(
    "An id of each type is its key",
    arguments: [
      ("a", "a"), (.objectID([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 255]), "0a0b0c0d0e0f1011121314ff"), (7, "7"),
      (-7, "-7"),
      (.int64(.max), "9223372036854775807"), (.int64(.min), "-9223372036854775808"), (7.0, "7"), (-0.0, "0"),
      (.double(0x1p53), "9007199254740992"), (.double(0x1p63), "9223372036854775808"),
      (.double(1e20), "100000000000000000000"),
      (.binary(Array(0...15), 4), "00010203-0405-0607-0809-0a0b0c0d0e0f"),
      ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ] as [(StoredValue, String)]
  )
  func ids(_ id: StoredValue, _ key: String) throws {
    for name in ["_id", "id"] {
      let taken = try Side().take([(name, id), ("m", 1)])
      #expect(taken.identity.problem == nil)
      #expect(String(decoding: taken.identity.key, as: UTF8.self) == key)
      #expect(try taken.fingerprint == Side().fingerprint(["m": 1]))
      #expect(taken.traits == [])
    }
    let both = try Side().take([("_id", id), ("id", .text("/db/Item/" + ObjectKey.encode(Array(key.utf8))))])
    #expect(both.identity.problem == nil)
  }

  @Test(
    "An id of any other type is no key",
    arguments: [
      0.5, .double(.nan), .double(.infinity), .double(1e300), true, .date(0), [1], ["a": 1], .binary(Array(0...15), 3),
      .binary(Array(0...14), 4), .regex("a", ""), .minKey, .timestamp(1, 1), .scopedCode("a", [("id", "b")]), "",
      .decimal(0x3040_0000_0000_0000, 7), .code("a"), .pointer("a", Array(repeating: 1, count: 12)), nil, .undefined,
      .symbol("a"),
    ] as [StoredValue]
  )
  func noKeys(_ id: StoredValue) throws {
    for name in ["_id", "id"] {
      let taken = try Side().take([(name, id), ("m", 1)])
      #expect(taken.identity.problem == .unsupportedType)
      #expect(try taken.fingerprint == Side().fingerprint(["m": 1]))
    }
  }

  @Test("Nothing of an object is left for the next one, be it whole or damaged")
  func reuse() throws {
    let damaged = "{\"id\":\"a\",\"version\":1,\"acl\":{\"read\":{\"*\":\"allow\",\"x\":[{\"writeSet\":[1, x"
    let text = "{\"_id\":\"b\",\"m\":[1,{\"n\":2}]}"
    var taken = try Side().take(json: "{\"writeSet\":[{}],\"updatedAt\":1}")
    var scanner = JSONScanner()
    for first in [damaged, "{\"writeSet\":[[[ x", "{\"m\":[[[ x", "{\"acl\":{\"read\":{ x", "{\"id\":x"] {
      #expect(throws: JSONError.self) { try scan(Array(first.utf8), with: &scanner, into: &taken) }
      #expect(try scan(Array(text.utf8), with: &scanner, into: &taken) == text.utf8.count)
      let fresh = try Side().take(json: text)
      #expect(taken.fingerprint == fresh.fingerprint)
      #expect(taken.traits == fresh.traits)
      #expect(taken.evidence == fresh.evidence)
      #expect(taken.identity.key == fresh.identity.key)
    }
  }
}

extension ObjectIdentity {
  fileprivate var keyText: String { String(decoding: key, as: UTF8.self) }
}
