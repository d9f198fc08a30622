import TestSupport
import Testing

@testable import Merge

@Suite struct WithholdingTests {
  private static func index(_ fields: String..., options: String = "") -> String {
    let keys = fields.map { #""\#($0)":{"$numberInt":"1"}"# }.joined(separator: ",")
    return #"{"options":{},"indexes":[{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"},"#
      + #"{"v":{"$numberInt":"2"},"key":{\#(keys)},"name":"unique","unique":true\#(options)}]}"#
  }

  private func user(_ key: String, _ members: [(String, Document.Value)], updatedAt: Int64 = 0) -> Document {
    Document([("_id", .string(key)), ("updatedAt", .date(updatedAt))] + members)
  }

  @Test func `an object whose unique value is taken by a current one is withheld`() throws {
    let world = try messages(
      backup: [user("k1", [("name", "ann")]), user("k2", [("name", "bob")])],
      export: [#"{"id":"/db/Message/new","name":"ann"}"#],
      metadata: Self.index("name")
    )
    let plan = try world.plan()
    #expect(try plan.withheld() == ["/db/Message/k1": "unique-index"])
    #expect(try plan.recoveredIDs() == ["/db/Message/k2"])
    var clash: UniqueClash?
    try plan.forEachWithheld(in: plan.table("Message")) { object in
      if case .uniqueIndex(let found) = object.reason { clash = found }
    }
    #expect(clash?.otherID == "/db/Message/new" && clash?.isCurrent == true)
    #expect(clash?.fields == [.init(path: "name", value: "ann", isPrivate: false)])
  }

  @Test func `of two that come back with one unique value the later one does`() throws {
    let world = try messages(
      backup: [
        user("k1", [("name", "ann")], updatedAt: 5000), user("k2", [("name", "ann")], updatedAt: 9000),
        user("k3", [("name", "bob")]),
      ],
      export: [#"{"id":"/db/Message/other","name":"x"}"#],
      metadata: Self.index("name")
    )
    let plan = try world.plan()
    #expect(try plan.withheld() == ["/db/Message/k1": "unique-index"])
    #expect(try plan.recoveredIDs() == ["/db/Message/k2", "/db/Message/k3"])
  }

  @Test func `of any number that come back with one unique value the same one does each time`() throws {
    let world = try messages(
      backup: [
        user("k1", [("name", "x")], updatedAt: 5000), ["_id": "k2", "name": "x"],
        user("k3", [("name", "x")], updatedAt: 9000), ["_id": "k0", "name": "x", "version": .int32(7)],
      ],
      export: [#"{"id":"/db/Message/other","name":"y"}"#],
      metadata: Self.index("name")
    )
    for _ in 0..<10 { #expect(try world.plan().recoveredIDs() == ["/db/Message/k3"]) }
  }

  @Test func `an ACL that is not compared is looked at all the same`() throws {
    let world = try messages(
      backup: [
        ["_id": "k1"], ["_id": "k2", "acl": "public"], ["_id": "k3", "acl": ["read": ["allow": ["1", "*"]]]],
      ],
      export: [#"{"id":"/db/Message/k1","acl":{"read":{"*":"allow"}}}"#]
    )
    let plan = try world.plan { $0.comparison.ignoredFields = ["acl"] }
    #expect(try plan.withheld() == ["/db/Message/k2": "no-form", "/db/Message/k3": "no-form"])
    #expect(try plan.count(.unchanged) == 1)
  }

  @Test func `metadata that cannot be read are told, for their indexes are not checked`() throws {
    let world = try messages(
      backup: [user("k1", [("name", "ann")])],
      export: [#"{"id":"/db/Message/new","name":"ann"}"#],
      metadata: String(Self.index("name").dropLast(2))
    )
    #expect(try world.plan().warnings.contains { $0.kind == .unreadableMetadata })
  }

  @Test(arguments: [
    Document.Value.double(.nan), .double(.infinity), .binary(0, [1]), .raw(0x0B, Array("a\0i\0".utf8)),
    .raw(0x0D, [2, 0, 0, 0, 0x61, 0]), .raw(0x13, [UInt8](repeating: 0, count: 16)),
    .raw(0x11, [UInt8](repeating: 1, count: 8)), .raw(0xFF, []), .raw(0x7F, []), .date(.max),
  ])
  func `a value for which the form has none withholds its object`(value: Document.Value) throws {
    var document = World.stored("k2")
    document["deep"] = ["list": [value]]
    let world = try messages(backup: [World.stored("k1"), document], export: [World.exported("k1")])
    #expect(try world.plan().withheld() == ["/db/Message/k2": "no-form"])
  }

  private static let acls: [(Document.Value, String?)] = [
    (["read": ["allow": ["/db/User/1"]]], #"{"read":{"/db/User/1":"allow"}}"#),
    (
      ["read": ["/db/User/1": "allow", "allow": ["/db/User/1"]]],
      #"{"read":{"/db/User/1":"allow","/db/User/1":"allow"}}"#
    ),
    (["read": ["/db/User/1": "deny", "allow": ["/db/User/1"]]], nil), (["read": ["nobody": "allow"]], nil),
    ("x", nil), (["owner": "/db/User/1"], nil),
  ]

  @Test(arguments: acls)
  func `an ACL is written in the REST form, or its object is withheld`(acl: Document.Value, written: String?) throws {
    let world = try messages(
      backup: [World.stored("k1"), ["_id": "k2", "acl": acl]],
      export: [World.exported("k1")]
    )
    let plan = try world.plan()
    #expect(try plan.recoveredTexts() == (written.map { [#"{"id":"/db/Message/k2","acl":\#($0)}"#] } ?? []))
    #expect(try plan.withheld() == (written == nil ? ["/db/Message/k2": "no-form"] : [:]))
  }
}
