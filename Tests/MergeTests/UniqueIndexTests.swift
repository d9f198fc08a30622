import Export
import TestSupport
import Testing
import Values

@testable import Merge

@Suite struct UniqueIndexTests {
  /// The metadata of a table with one unique index.
  private static func index(_ fields: String..., options: String = "") -> String {
    let keys = fields.map { #""\#($0)":{"$numberInt":"1"}"# }.joined(separator: ",")
    return #"{"indexes":[{"key":{\#(keys)},"name":"unique","unique":true\#(options)}]}"#
  }

  private static func filtered(_ filter: String) -> String {
    index("a", options: #","partialFilterExpression":\#(filter)"#)
  }

  private static func collated(_ collation: String) -> String { index("a", options: #","collation":{\#(collation)}"#) }

  private func user(_ key: String, _ members: [(String, Document.Value)]) -> Document {
    Document([("_id", .string(key))] + members)
  }

  /// An index, an object that wants to come back, and one that is there.
  struct Case {
    var metadata: String
    var stored: [(String, Document.Value)]
    var current: String
    var clashes: Bool

    init(metadata: String, stored: [(String, Document.Value)], current: String, clashes: Bool) {
      (self.metadata, self.stored, self.current, self.clashes) = (metadata, stored, current, clashes)
    }

    /// An index of the member `a`.
    init(_ metadata: String, _ stored: Document.Value, _ current: String, clashes: Bool) {
      self.init(metadata: metadata, stored: [("a", stored)], current: #""a":"\#(current)""#, clashes: clashes)
    }
  }

  private func check(_ example: Case) throws {
    let world = try messages(
      backup: [user("k1", example.stored)],
      export: [#"{"id":"/db/Message/new",\#(example.current)}"#],
      metadata: example.metadata
    )
    #expect(try world.plan().withheld() == (example.clashes ? ["/db/Message/k1": "unique-index"] : [:]))
  }

  @Test(arguments: [
    Case(
      metadata: index("a", "b"),
      stored: [("a", "x"), ("b", .int32(1))],
      current: #""a":"x","b":1.0"#,
      clashes: true
    ),
    Case(
      metadata: index("a", "b"),
      stored: [("a", "x"), ("b", .int32(1))],
      current: #""a":"x","b":2"#,
      clashes: false
    ),
    Case(metadata: index("a", "b"), stored: [("a", "x")], current: #""a":"x""#, clashes: true),
    Case(metadata: index("a"), stored: [], current: #""n":1"#, clashes: true),
    Case(metadata: index("a", options: #","sparse":true"#), stored: [], current: #""n":1"#, clashes: false),
    Case(metadata: index("a", options: #","sparse":true"#), stored: [("a", "x")], current: #""a":"x""#, clashes: true),
    Case(metadata: index("a"), stored: [("a", ["x", "y"])], current: #""a":"y""#, clashes: true),
    Case(metadata: index("a.b"), stored: [("a", ["b": "x"])], current: #""a":{"b":"x"}"#, clashes: true),
    Case(metadata: index("a.b"), stored: [("a", [["b": "z"], ["b": "x"]])], current: #""a":{"b":"x"}"#, clashes: true),
    Case(metadata: index("a.b"), stored: [("a", ["b": "x"])], current: #""a":{"b":"y"}"#, clashes: false),
    // Fields in one array are taken from the same element.
    Case(
      metadata: index("a.b", "a.c"),
      stored: [("a", [["b": "1", "c": "2"], ["b": "3", "c": "4"]])],
      current: #""a":{"b":"1","c":"4"}"#,
      clashes: false
    ),
    Case(
      metadata: index("a.b", "a.c"),
      stored: [("a", [["b": "1", "c": "2"], ["b": "3", "c": "4"]])],
      current: #""a":[{"b":"x"},{"c":"4","b":"3"}]"#,
      clashes: true
    ),
    Case(
      metadata: index("a.b", "c"),
      stored: [("a", ["b": "1"]), ("c", "2")],
      current: #""c":"2","a":[{"b":"0"},{"b":"1"}]"#,
      clashes: true
    ),
    Case(metadata: index("a"), stored: [("a", .date(0))], current: #""a":"1970-01-01T00:00:00.000Z""#, clashes: true),
    Case(
      metadata: index("a"),
      stored: [("a", "2020-01-01T00:00:00.1234Z")],
      current: #""a":"2020-01-01T00:00:00.12340Z""#,
      clashes: true
    ),
    Case(
      metadata: index("a", options: #","partialFilterExpression":{"n":1}"#),
      stored: [("a", "x")],
      current: #""a":"x""#,
      clashes: false
    ),
    Case(metadata: index("_id", "a"), stored: [("a", "x")], current: #""a":"x""#, clashes: false),
    Case(metadata: "not JSON", stored: [("a", "x")], current: #""a":"x""#, clashes: false),
    Case(metadata: index("a"), stored: [("a", [])], current: #""n":1"#, clashes: false),
    Case(metadata: index("a"), stored: [("a", [])], current: #""a":[]"#, clashes: true),
    Case(metadata: index("a.b"), stored: [("a", [["b": "x"], "y"])], current: #""n":1"#, clashes: true),
    Case(metadata: index("a", options: #","sparse":true"#), stored: [("a", .null)], current: #""n":1"#, clashes: false),
    Case(
      metadata: index("a", options: #","sparse":true"#),
      stored: [("a", .null)],
      current: #""a":null"#,
      clashes: true
    ),
    Case(metadata: index("a", "b", options: #","sparse":true"#), stored: [], current: #""n":1"#, clashes: false),
    Case(
      metadata: index("a", "b", options: #","sparse":1"#),
      stored: [("b", "x")],
      current: #""b":"x""#,
      clashes: true
    ),
    Case(
      metadata: index("a"),
      stored: [("a", .objectID([UInt8](repeating: 7, count: 12)))],
      current: #""a":"070707070707070707070707""#,
      clashes: true
    ),
  ])
  func `unique indexes of every kind are looked at`(example: Case) throws { try check(example) }

  @Test(arguments: [
    Case(
      metadata: filtered(#"{"n":1}"#),
      stored: [("a", "x"), ("n", .int32(1))],
      current: #""a":"x","n":1"#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":1}"#),
      stored: [("a", "x"), ("n", .int32(2))],
      current: #""a":"x","n":1"#,
      clashes: false
    ),
    Case(
      metadata: filtered(#"{"n":1}"#),
      stored: [("a", "x"), ("n", .int32(1))],
      current: #""a":"x","n":2"#,
      clashes: false
    ),
    Case(metadata: filtered("{}"), stored: [("a", "x")], current: #""a":"x""#, clashes: true),
    Case(
      metadata: filtered(#"{"n":{"$gt":{"$numberInt":"5"}}}"#),
      stored: [("a", "x"), ("n", .double(5.5))],
      current: #""a":"x","n":6"#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":{"$gt":{"$numberDouble":"5.5"}}}"#),
      stored: [("a", "x"), ("n", .int64(6))],
      current: #""a":"x","n":5"#,
      clashes: false
    ),
    Case(
      metadata: filtered(#"{"n":{"$lt":5.25}}"#),
      stored: [("a", "x"), ("n", .double(5.2))],
      current: #""a":"x","n":5.2"#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":{"$exists":true}}"#),
      stored: [("a", "x"), ("n", false)],
      current: #""a":"x","n":0"#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":{"$exists":true}}"#),
      stored: [("a", "x")],
      current: #""a":"x","n":0"#,
      clashes: false
    ),
    Case(
      metadata: filtered(#"{"n":{"$gte":{"$date":"2020-01-02T00:00:00Z"}}}"#),
      stored: [("a", "x"), ("n", .date(1_577_923_200_000))],
      current: #""a":"x","n":"2020-01-02T00:00:00.000Z""#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":{"$gte":{"$date":{"$numberLong":"1577923200000"}}}}"#),
      stored: [("a", "x"), ("n", .date(1_577_923_200_000))],
      current: #""a":"x","n":"2020-01-01T00:00:00.000Z""#,
      clashes: false
    ),
    // The export has text for all of these.
    Case(
      metadata: filtered(#"{"n":{"$type":"date"}}"#),
      stored: [("a", "x"), ("n", .date(0))],
      current: #""a":"x","n":"2020-01-02T00:00:00Z""#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":{"$type":"long"}}"#),
      stored: [("a", "x"), ("n", .int64(1))],
      current: #""a":"x","n":2"#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"n":{"$oid":"070707070707070707070707"}}"#),
      stored: [("a", "x"), ("n", .objectID([UInt8](repeating: 7, count: 12)))],
      current: #""a":"x","n":"070707070707070707070707""#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"$and":[{"n":{"$gt":1}},{"m.b":true}]}"#),
      stored: [("a", "x"), ("n", .int32(2)), ("m", ["b": true])],
      current: #""a":"x","n":3,"m":[{"b":true}]"#,
      clashes: true
    ),
    Case(
      metadata: filtered(#"{"$and":[{"n":{"$gt":1}},{"m.b":true}]}"#),
      stored: [("a", "x"), ("n", .int32(2)), ("m", ["b": true])],
      current: #""a":"x","n":3,"m":{"b":false}"#,
      clashes: false
    ),
  ])
  func `an object that a partial index does not hold has no part in it`(example: Case) throws { try check(example) }

  @Test(arguments: [
    Case(collated(#""locale":"en","strength":2"#), "Änn", "änN", clashes: true),
    Case(collated(#""locale":"en","strength":{"$numberInt":"2"}"#), "ann", "ANN", clashes: true),
    Case(collated(#""locale":"en","strength":2"#), "ann", "änn", clashes: false),
    Case(collated(#""locale":"en","strength":2"#), "e\u{301}", "\u{C9}", clashes: true),
    Case(collated(#""locale":"de","strength":2"#), "Straße", "STRASSE", clashes: true),
    Case(collated(#""locale":"tr","strength":2"#), "DIL", "dıl", clashes: true),
    Case(collated(#""locale":"tr","strength":2"#), "DIL", "dil", clashes: false),
    Case(collated(#""locale":"en","strength":2"#), "Ａnn", "ann", clashes: true),
    Case(collated(#""locale":"en""#), "Ａnn", "Ann", clashes: false),
    Case(collated(#""locale":"en","strength":2"#), ["Ann", "Bob"], "BOB", clashes: true),
    Case(collated(#""locale":"en","strength":2"#), .date(0), "1970-01-01T00:00:00.0Z", clashes: true),
    Case(collated(#""locale":"en","strength":2,"caseLevel":true"#), "ann", "ANN", clashes: false),
    Case(collated(#""locale":"en","strength":1"#), "Ann", "änn", clashes: true),
    Case(collated(#""locale":"en","strength":1"#), "ann", "anm", clashes: false),
    Case(collated(#""locale":"en","strength":1,"caseLevel":true"#), "ann", "änn", clashes: true),
    Case(collated(#""locale":"en","strength":1,"caseLevel":true"#), "Ann", "änn", clashes: false),
    Case(collated(#""locale":"en""#), "e\u{301}", "\u{E9}", clashes: true),
    Case(collated(#""locale":"en""#), "ann", "Ann", clashes: false),
    Case(collated(#""locale":"simple""#), "e\u{301}", "\u{E9}", clashes: false),
    Case(index("a"), "e\u{301}", "\u{E9}", clashes: false),
  ])
  func `a collation says which text is equal`(example: Case) throws { try check(example) }

  @Test func `a collation is that of text within objects, too, and not of names`() throws {
    let metadata = Self.collated(#""locale":"en","strength":2"#)
    try check(Case(metadata: metadata, stored: [("a", ["b": "X"])], current: #""a":{"b":"x"}"#, clashes: true))
    try check(Case(metadata: metadata, stored: [("a", ["B": "x"])], current: #""a":{"b":"x"}"#, clashes: false))
  }

  @Test(
    arguments: [
      ("", nil), (#","partialFilterExpression":{"n":1}"#, nil),
      (#","partialFilterExpression":{"n":{"$near":1}}"#, .partialIndex("unique")),
      (#","partialFilterExpression":5"#, .partialIndex("unique")),
      (#","partialFilterExpression":{"n":{"$oid":"x"}}"#, .partialIndex("unique")),
      (#","collation":{"locale":"en"}"#, nil), (#","collation":{"locale":"en","strength":1}"#, .collation("unique")),
      (#","collation":{"locale":"en","numericOrdering":true}"#, .collation("unique")),
      (#","collation":{"locale":"en","alternate":"shifted"}"#, .collation("unique")),
      (#","collation":{"locale":"en","alternate":"shifted","strength":4}"#, nil),
      (#","collation":{"locale":"en"},"partialFilterExpression":{"n":"x"}"#, nil),
      (#","collation":{"locale":"en","strength":2},"partialFilterExpression":{"n":"x"}"#, .collation("unique")),
    ] as [(String, Warning.Kind?)]
  )
  func `what is not checked, or not by all rules, is told`(options: String, kind: Warning.Kind?) throws {
    let world = try messages(
      backup: [user("k1", [("a", "x"), ("n", .int32(1))])],
      export: [#"{"id":"/db/Message/new","a":"x","n":1}"#],
      metadata: Self.index("a", options: options)
    )
    let plan = try world.plan()
    #expect(plan.warnings.filter { $0.table != nil }.map(\.kind) == (kind.map { [$0] } ?? []))
    let isChecked = kind != .partialIndex("unique") && !options.contains(#""n":"x""#)
    #expect(try plan.withheld().isEmpty == !isChecked)
  }

  @Test func `a unique index speaks of stored names, and mapping a field applies to it`() throws {
    let world = try messages(
      backup: [user("k1", [("_login", "ann")])],
      export: [#"{"id":"/db/Message/new","login":"ann"}"#],
      metadata: Self.index("_login")
    )
    let plan = try world.plan { $0.comparison.mappedFields = ["_login": "login"] }
    #expect(try plan.withheld() == ["/db/Message/k1": "unique-index"])
  }

  @Test func `mapping a field applies to a filter, too`() throws {
    let filter = #","partialFilterExpression":{"$and":[{"_state.on":true},{"a":{"$exists":true}}]}"#
    let world = try messages(
      backup: [
        user("k1", [("a", "x"), ("_state", ["on": true])]), user("k2", [("a", "y"), ("_state", ["on": true])]),
      ],
      export: [
        #"{"id":"/db/Message/new","a":"x","state":{"on":true}}"#,
        #"{"id":"/db/Message/off","a":"y","state":{"on":false}}"#,
      ],
      metadata: Self.index("a", options: filter)
    )
    let plan = try world.plan { $0.comparison.mappedFields = ["_state": "state"] }
    #expect(try plan.withheld() == ["/db/Message/k1": "unique-index"])
  }

  @Test func `a clash names the values that clash`() throws {
    let world = try messages(
      backup: [user("k1", [("a", ["x", "Y"]), ("_b", "z")])],
      export: [#"{"id":"/db/Message/new","a":["w","y"],"_b":"Z"}"#],
      metadata: Self.index("a", "_b", options: #","collation":{"locale":"en","strength":2}"#)
    )
    let plan = try world.plan()
    var clashes: [UniqueClash] = []
    try plan.forEachWithheld(in: plan.table("Message")) { object in
      if case .uniqueIndex(let clash) = object.reason { clashes.append(clash) }
    }
    let fields: [UniqueClash.Field] = [
      .init(path: "a", value: "Y", isPrivate: false), .init(path: "_b", value: "z", isPrivate: true),
    ]
    #expect(clashes == [.init(index: "unique", fields: fields, otherID: "/db/Message/new", isCurrent: true)])
  }

  // MARK: Keys

  /// Keys by MongoDB's own tests (`btree_key_generator_test.cpp`): `-` for null where there is no value.
  @Test(arguments: [
    (["a"], #"{"a":[1]}"#, ["1"]), (["a"], #"{"a":null}"#, ["null"]), (["a"], #"{"a":[]}"#, ["undefined"]),
    (["a"], #"{"a":[[2]]}"#, ["[2]"]), (["a"], #"{"a":[1,1,2]}"#, ["1", "2"]), (["a"], "{}", ["-"]),
    (["a", "b"], #"{"a":1,"b":[1,2]}"#, ["1 1", "1 2"]), (["a", "b"], #"{"a":1,"b":[]}"#, ["1 undefined"]),
    (["a.b"], #"{"a":[]}"#, ["-"]), (["a.b"], #"{"a":[{"c":1}]}"#, ["-"]), (["a.b"], #"{"a":1}"#, ["-"]),
    (["a.b", "a.c"], #"{"a":[]}"#, ["- -"]), (["a", "a.b"], #"{"a":[]}"#, ["undefined -"]),
    (["a", "a.b"], #"{"a":[{"b":1}]}"#, ["{b:1} 1"]), (["a", "a.b"], #"{"a":[{"b":[]}]}"#, ["{b:[]} undefined"]),
    (["a.b", "a"], #"{"a":[]}"#, ["- undefined"]),
    (["a", "a.b"], #"{"a":[1,{"b":[2,3]}]}"#, ["1 -", "{b:[2,3]} 2", "{b:[2,3]} 3"]),
    (["a.b"], #"{"a":[1,{"b":1}]}"#, ["-", "1"]), (["a.b"], #"{"a":[[1,2,5]]}"#, ["-"]),
    (["a.b.c"], #"{"a":[1,2,{"b":{"c":[3,4]}}]}"#, ["-", "3", "4"]),
    (["a.b.c", "a.b.d"], #"{"a":[1,2,{"b":{"c":[3,4],"d":5}}]}"#, ["- -", "3 5", "4 5"]),
    (
      ["a.b.c.d", "a.g", "a.b.f", "a.b.c", "a.b.e"],
      #"{"a":[1,{"b":[2,{"c":[3,{"d":1}],"e":4},5,{"f":6}],"g":7}]}"#,
      ["- - - - -", "- 7 - - -", "- 7 - 3 4", "1 7 - {d:1} 4", "- 7 6 - -"]
    ),
    (["a.0"], #"{"a":[1]}"#, ["1"]), (["a.0"], #"{"a":[[1]]}"#, ["[1]"]), (["a.0"], #"{"a":[[]]}"#, ["undefined"]),
    (["a.0"], #"{"a":{"0":1}}"#, ["1"]), (["a.0.0"], #"{"a":[[1]]}"#, ["1"]), (["a.0.0"], #"{"a":[[]]}"#, ["-"]),
    (["a.0.0"], #"{"a":[]}"#, ["-"]), (["a.0.0"], #"{"a":[[[]]]}"#, ["undefined"]),
    (["a.0.b"], #"{"a":[{"b":1}]}"#, ["1"]), (["a.0.b"], #"{"a":[{"b":[[1]]}]}"#, ["[1]"]),
    (["a.0.b"], #"{"a":[[{"b":1}]]}"#, ["1"]), (["a.0.b"], #"{"a":[[{"b":[]}]]}"#, ["undefined"]),
    (["a.00"], #"{"a":[1]}"#, ["-"]), (["a.+0"], #"{"a":[1]}"#, ["-"]), (["a.2"], #"{"a":[{"2":5}]}"#, ["5"]),
    (["a.2"], #"{"a":[[1,2,5]]}"#, ["-"]),
    (["a.2"], #"{"a":[[1,2,5],{"2":6}]}"#, ["-", "6"]),
  ])
  func `an index has MongoDB's keys of an object`(fields: [String], json: String, expected: [String]) throws {
    #expect(try rows(fields, json) == expected)
  }

  @Test(arguments: [
    (["a"], "{}", []), (["a"], #"{"a":null}"#, ["null"]), (["a"], #"{"a":[]}"#, ["undefined"]),
    (["a.b", "a"], #"{"a":[]}"#, ["- undefined"]), (["a.b"], #"{"a":1}"#, []), (["a.b"], #"{"a":[]}"#, []),
    (["a.b"], #"{"a":[{"c":1}]}"#, []), (["z", "a.b"], #"{"a":[{"c":1}]}"#, []),
    (["a.b"], #"{"a":[1,{"b":1}]}"#, ["1"]),
    (["a", "b"], #"{"b":1}"#, ["- 1"]),
  ])
  func `a sparse index leaves out what has none of its fields`(fields: [String], json: String, expected: [String])
    throws
  {
    #expect(try rows(fields, json, isSparse: true) == expected)
  }

  private func rows(_ fields: [String], _ json: String, isSparse: Bool = false) throws -> [String] {
    let index = UniqueIndex(name: "unique", fields: fields, isSparse: isSparse) { _ in 0 }
    return try index.keys(of: tree(json)).map { key in key.values.map(Self.text).joined(separator: " ") }
  }

  private static func text(_ value: ValueTree?) -> String {
    switch value {
    case nil: "-"
    case .null?: "null"
    case .number(.integer(let value))?: "\(value)"
    case .array(let elements)?: "[\(elements.map(text).joined(separator: ","))]"
    case .object(let members)?: "{\(members.map { "\($0.name):\(text($0.value))" }.joined(separator: ","))}"
    case .other(let type, _)?: type
    default: "?"
    }
  }

  private func tree(_ json: String) throws -> ValueTree {
    let tree = ValueTree(Array(json.utf8).span, form: .baqend)
    return try #require(tree)
  }

  @Test func `keys of arrays side by side are limited`() throws {
    let array = "[" + (0..<1000).map { "\($0)" }.joined(separator: ",") + "]"
    let object = try tree(#"{"a":\#(array),"b":\#(array)}"#)
    #expect(IndexRows.rows(of: object, at: [["a"], ["b"]]).count == 100_000)
  }

  @Test func `values of one hash clash only where they are the same`() throws {
    let world = try messages(
      backup: [],
      export: [#"{"id":"/db/Message/b","a":"b"}"#, #"{"id":"/db/Message/c","a":"c"}"#]
    )
    let trees = try ["a", "b", "d", "d", "c"].map { try tree(#"{"a":"\#($0)"}"#) }
    let index = UniqueIndex(name: "unique", fields: ["a"], isSparse: false) { _ in 0 }
    var check = UniqueIndexCheck<Never>(
      table: "Message",
      indexes: [index],
      files: try ExportInventory.reading([world.export]).files,
      rules: ComparisonRules()
    ) { .init(id: "k\($0)", evidence: Evidence(), tree: trees[$0]) }
    for (number, tree) in trees.enumerated() { check.add(tree, candidate: number) }
    let clashes = check.clashes().mapValues { "\($0.otherID) \($0.isCurrent)" }
    #expect(clashes == [1: "/db/Message/b true", 3: "k2 false", 4: "/db/Message/c true"])
  }
}
