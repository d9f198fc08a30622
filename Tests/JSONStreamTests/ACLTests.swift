import Testing

@testable import JSONStream
@testable import Values

@Suite("ACLs")
struct ACLTests {
  @Test(
    "An ACL without rules is the same as none",
    arguments: [
      "null", "{}", "{\"read\":{}}", "{\"write\":{}}", "{\"read\":{},\"write\":{}}", "{\"read\":null,\"write\":null}",
      "{\"read\":{\"allow\":[]},\"write\":{\"deny\":[],\"allow\":[]}}", "{\"read\":{\"allow\":null}}",
    ]
  )
  func empty(_ acl: String) throws {
    for side in [Side(), Side(nullEqualsAbsent: false)] {
      let taken = try side.take(json: "{\"acl\":\(acl),\"m\":1}")
      #expect(try taken.fingerprint == side.fingerprint(json: "{\"m\":1}"))
      #expect(taken.traits.subtracting(.hasRules) == [])
    }
  }

  @Test("Lists of whom is allowed and denied equal the REST interface's rules")
  func lists() throws {
    let pairs: [(StoredValue, String)] = [
      (["read": ["allow": ["/db/User/1"]]], "{\"read\":{\"/db/User/1\":\"allow\"}}"),
      (["write": ["deny": ["*"]]], "{\"write\":{\"*\":\"deny\"},\"read\":{}}"),
      (
        [
          "read": ["deny": ["/db/User/2"], "allow": ["/db/Role/1", "/db/User/1"]], "write": ["allow": ["/db/Role/1"]],
        ],
        """
        {"write":{"/db/Role/1":"allow"},
         "read":{"/db/User/1":"allow","/db/User/2":"deny","/db/Role/1":"allow"}}
        """
      ),
      (["read": ["allow": [], "deny": ["*"]]], "{\"read\":{\"*\":\"deny\"}}"),
      (["read": ["/db/User/1": "allow"]], "{\"read\":{\"/db/User/1\":\"allow\"}}"),
    ]
    for (stored, rest) in pairs {
      let taken = try Side().take(["acl": stored, "m": 1])
      let exported = try Side(form: .references).take(json: "{\"m\":1,\"acl\":\(rest)}")
      #expect(taken.fingerprint == exported.fingerprint)
      #expect(taken.traits == exported.traits)
      #expect(!taken.traits.contains(.hasForeignACL))
    }
  }

  @Test("ACLs that say other things are not equal")
  func different() throws {
    let acls = [
      "null", "{\"read\":{\"*\":\"allow\"}}", "{\"read\":{\"*\":\"deny\"}}", "{\"write\":{\"*\":\"allow\"}}",
      "{\"read\":{\"/db/User/1\":\"allow\"}}", "{\"read\":{\"/db/User/2\":\"allow\"}}",
      "{\"read\":{\"/db/Role/1\":\"allow\"}}",
      "{\"read\":{\"*\":\"allow\"},\"write\":{\"*\":\"allow\"}}",
      "{\"read\":{\"*\":\"allow\",\"/db/User/1\":\"deny\"}}",
      "{\"read\":{\"*\":\"deny\",\"/db/User/1\":\"allow\"}}", "{\"other\":{}}", "{\"other\":{\"*\":\"allow\"}}", "[]",
      "1", "\"x\"",
      "{\"read\":[\"*\"]}", "{\"read\":{\"allow\":\"*\"}}", "{\"read\":{\"allow\":[\"1\"]}}", "{\"read\":\"*\"}",
      "true",
    ]
    var seen: [Fingerprint: String] = [:]
    for acl in acls {
      if let other = seen.updateValue(acl, forKey: try Side().fingerprint(json: "{\"acl\":\(acl)}")) {
        Issue.record("\(acl) and \(other)")
      }
    }
    #expect(
      try Side().fingerprint(json: "{\"acl\":{\"read\":{\"*\":\"allow\"}}}")
        != Side().fingerprint(json: "{\"m\":{\"read\":{\"*\":\"allow\"}}}")
    )
  }

  @Test(
    "An ACL that is not in the REST form is noticed",
    arguments: [
      "1", "\"x\"", "true", "[]", "[1]", "0.5", "{\"other\":{}}", "{\"other\":1}", "{\"read\":[]}", "{\"read\":1}",
      "{\"read\":\"*\"}",
      "{\"write\":true}", "{\"read\":{\"*\":1}}", "{\"read\":{\"*\":true}}", "{\"read\":{\"*\":\"maybe\"}}",
      "{\"read\":{\"*\":\"Allow\"}}",
      "{\"read\":{\"*\":{}}}", "{\"read\":{\"*\":[]}}", "{\"read\":{\"1\":\"allow\"}}",
      "{\"read\":{\"/db/Item/1\":\"allow\"}}",
      "{\"read\":{\"allow\":\"*\"}}", "{\"read\":{\"allow\":{}}}", "{\"read\":{\"allow\":[\"1\"]}}",
      "{\"read\":{\"allow\":[1]}}",
      "{\"read\":{\"allow\":[null]}}", "{\"read\":{\"allow\":[[]]}}", "{\"read\":{\"allow\":[{\"a\":1}]}}",
      "{\"read\":{\"other\":[\"*\"]}}",
      "{\"read\":{\"**\":\"allow\"}}", "{\"read\":{\"\":\"allow\"}}",
      "{\"read\":{\"allow\":[\"2018-01-01T00:00:00Z\"]}}",
      "{\"read\":{\"deny\":[0.5]}}", "{\"read\":{\"/db/User/\":\"allow\"}}", "{\"read\":{\"allow\":[\"/db/Role/\"]}}",
    ]
  )
  func foreign(_ acl: String) throws {
    #expect(try Side().take(json: "{\"acl\":\(acl)}").traits.contains(.hasForeignACL))
  }

  @Test("Rules for reading are noticed, those for writing alone are none")
  func readRules() throws {
    for (acl, expected) in [
      ("{\"read\":{\"*\":\"allow\"}}", true), ("{\"read\":{\"allow\":[\"*\"]}}", true), ("{\"read\":{}}", false),
      ("{\"read\":{\"allow\":[]},\"write\":{\"*\":\"deny\"}}", false), ("null", false),
    ] {
      #expect(try Side().take(json: "{\"acl\":\(acl)}").traits.contains(.hasReadRules) == expected)
    }
    #expect(try Side().take(json: "{\"m\":{\"acl\":{\"read\":{\"*\":\"allow\"}}}}").traits == [])
    #expect(try Side().take(json: "{\"m\":{\"read\":{\"x\":\"y\"}}}").traits.subtracting(.hasRules) == [])
  }
}
