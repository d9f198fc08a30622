extension EqualValues {
  /// ACLs, in either space.
  static let rules = [
    EqualValues(
      "ACL without rules",
      [
        .absent, .bson(.null), .bson(.undefined), .bson(.document([])),
        .bson(.document([("read", .null), ("write", .document([]))])),
        .bson(.document([("read", .document([("allow", .array([])), ("deny", .array([]))]))])), .extended("null"),
        .extended("{}"), .extended(#"{"write":{},"read":{}}"#),
      ],
      differ: [
        .extended(#"{"read":{"*":"allow"}}"#), .extended(#"{"write":{"*":"deny"}}"#), .extended("[]"),
        .extended("false"), .extended(#""""#), .extended(#"{"other":{}}"#),
      ],
      member: "acl"
    ),
    EqualValues(
      "ACL with rules",
      [
        .bson(
          .document([
            ("read", .document([("/db/User/1", "allow"), ("*", "deny")])), ("write", .document([("*", "deny")])),
          ])
        ),
        .bson(
          .document([
            ("write", .document([("deny", .array(["*"]))])),
            ("read", .document([("deny", .array(["*"])), ("allow", .array(["/db/User/1"]))])),
          ])
        ),
        .extended(#"{"write":{"*":"deny"},"read":{"*":"deny","/db/User/1":"allow"}}"#),
      ],
      differ: [
        .absent, .extended(#"{"read":{"*":"deny","/db/User/1":"allow"}}"#),
        .extended(#"{"write":{"*":"deny"},"read":{"*":"allow","/db/User/1":"deny"}}"#),
        .extended(#"{"read":{"*":"deny"},"write":{"*":"deny","/db/User/1":"allow"}}"#),
        .extended(#"{"write":{"*":"deny"},"read":{"*":"deny","/db/User/2":"allow"}}"#),
      ],
      member: "acl"
    ),
  ]
}
