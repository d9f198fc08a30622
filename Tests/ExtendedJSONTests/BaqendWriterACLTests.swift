import Testing

@testable import ExtendedJSON

@Suite struct BaqendWriterACLTests {
  @Test func `lists of an ACL become rules`() throws {
    let lists = Value.document([
      ("read", .document([("allow", .array(["/db/User/1", "/db/Role/2"])), ("deny", .array([.symbol("*")]))])),
      ("write", .document([("deny", .array([])), ("/db/User/3", "allow"), ("allow", .array(["*"]))])),
    ])
    let written = try baqend(bson([("a", 1), ("acl", lists), ("b", 2)]))
    #expect(
      written.text == #"{"a":1,"acl":{"read":{"/db/User/1":"allow","/db/Role/2":"allow","*":"deny"},"#
        + #""write":{"/db/User/3":"allow","*":"allow"}},"b":2}"#
    )
    #expect(!written.isUnwritable)
  }

  @Test func `empty lists of an ACL leave no rule and no comma`() throws {
    let acl = Value.document([("read", .document([("allow", .array([])), ("deny", .array([]))]))])
    #expect(try baqend(bson([("acl", acl), ("b", 2)])).text == #"{"acl":{"read":{}},"b":2}"#)
  }

  @Test func `everything else in an ACL stays as it is`() throws {
    let others: [(Value, String)] = [
      (.null, "null"), (.document([]), "{}"), ("x", #""x""#), (.array(["allow"]), #"["allow"]"#),
      (.document([("allow", .array(["*"]))]), #"{"allow":["*"]}"#),
      (.document([("read", .array(["*"]))]), #"{"read":["*"]}"#),
      (.document([("read", .document([("*", "deny")])), ("x", .null)]), #"{"read":{"*":"deny"},"x":null}"#),
    ]
    for (acl, text) in others {
      let written = try baqend(bson([("acl", acl)]))
      #expect(written.text == #"{"acl":\#(text)}"#)
      #expect(!written.isUnwritable)
    }
    let nested = Value.document([("acl", .document([("read", .document([("allow", .array(["*"]))]))]))])
    #expect(try baqend(bson([("a", nested)])).text == #"{"a":{"acl":{"read":{"allow":["*"]}}}}"#)
  }

  @Test(arguments: [
    #"{"read":{"allow":"*"}}"#, #"{"read":{"*":"perhaps"}}"#, #"{"read":{"*":null}}"#,
    #"{"read":{},"read":{"*":"allow"}}"#,
  ])
  func `rules that are none, and rules that stand twice, are told`(acl: String) throws {
    var writer = BaqendWriter()
    try scan(Array("{\"acl\":\(acl)}".utf8), into: &writer)
    #expect(writer.hasUnwritableValue)
  }

  @Test func `a list that is null is an empty one`() throws {
    let acl = Value.document([("read", .document([("deny", .null), ("allow", .array(["*"]))]))])
    let written = try baqend(bson([("acl", acl)]))
    #expect(written.text == #"{"acl":{"read":{"*":"allow"}}}"# && !written.isUnwritable)
  }

  @Test func `an ACL that stands twice is told, and so are two members that renaming makes one`() throws {
    #expect(try baqend(bson([("acl", .null), ("acl", .null)])).isUnwritable)
    #expect(try !baqend(bson([("a", .null), ("a", .null)])).isUnwritable)
    var writer = BaqendWriter(renamed: ["_v": "version"])
    try walk(bson([("_v", 1), ("version", 1)]), into: &writer)
    #expect(writer.hasUnwritableValue)
  }

  @Test func `a list of an ACL that cannot become rules stays and is told`() throws {
    let lists: [(Value, String)] = [
      (.array(["*", 1]), #"["*",1]"#), (.array(["*", .null]), #"["*",null]"#), (.array(["admins"]), #"["admins"]"#),
      (.array([.array(["*"]), "*"]), #"[["*"],"*"]"#), (.array([.document([("*", "*")])]), #"[{"*":"*"}]"#),
    ]
    for (list, text) in lists {
      let written = try baqend(bson([("acl", .document([("read", .document([("allow", list), ("*", "deny")]))]))]))
      #expect(written.text == #"{"acl":{"read":{"allow":\#(text),"*":"deny"}}}"#)
      #expect(written.isUnwritable)
    }
  }

  @Test func `rules that contradict each other are told`() throws {
    let rules: [([(String, Value)], Bool)] = [
      ([("deny", .array(["*"])), ("allow", .array(["*"]))], true),
      ([("*", "deny"), ("allow", .array(["*"]))], true),
      ([("allow", .array(["*"])), ("*", "deny")], true),
      ([("allow", .array(["*", "*"])), ("*", "allow")], false),
    ]
    for (rules, isUnwritable) in rules {
      let acl = Value.document([("read", .document(rules)), ("write", .document([("*", "allow")]))])
      #expect(try baqend(bson([("acl", acl)])).isUnwritable == isUnwritable)
    }
  }
}
