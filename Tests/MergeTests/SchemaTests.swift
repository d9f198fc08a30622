import TestSupport
import Testing
import Values

@testable import Merge

/// Comparing and writing by declared types.
@Suite struct SchemaTests {
  /// One field of a class, `f`, with what may be stored for a value and what the export has for it.
  struct Case: CustomTestStringConvertible {
    var type: String
    var stored: [Document.Value]
    var exported: [String]
    var testDescription: String { "\(type): \(exported[0])" }
    init(_ type: String, _ stored: [Document.Value], _ exported: String...) {
      self.type = type
      self.stored = stored
      self.exported = exported
    }
  }

  private static let id: [UInt8] = Array(1...12)
  private static let hex = "0102030405060708090a0b0c"
  private static let noon: Int64 = 43_200_000
  private static let day: Int64 = 1_620_086_400_000
  private static func decimal(_ text: String) -> Document.Value {
    let decimal = Decimal128(text) ?? Decimal128(low: 0, high: 0)
    return .raw(0x13, littleEndian(decimal.low) + littleEndian(decimal.high))
  }

  private static let cases: [Case] = [
    Case("String", ["text", .raw(0x0E, littleEndian(Int32(5)) + Array("text\0".utf8))], #""text""#),
    Case("String", [.objectID(id), .string(hex)], "\"\(hex)\""),
    Case("Integer", [.int32(7), .int64(7), .double(7), decimal("7.0"), decimal("0.7E1")], "7", "7.0", "7e0"),
    Case("Integer", [.int64(.max)], "9223372036854775807"),
    Case("Double", [.double(0.5), decimal("0.5"), decimal("0.50")], "0.5", "5e-1"),
    Case("Double", [.int32(1), .int64(1), .double(1), decimal("1")], "1", "1.0"),
    Case("Boolean", [.boolean(true)], "true"),
    Case(
      "DateTime",
      [.date(day + 500), "2021-05-04T00:00:00.500Z", .int64(day + 500), .double(Double(day + 500))],
      #""2021-05-04T00:00:00.5Z""#,
      #""2021-05-04T00:00:00.500Z""#
    ),
    Case("Date", [.date(day), "2021-05-04", "2021-05-04T00:00:00.000Z"], #""2021-05-04""#),
    Case("Date", [.date(-62_167_219_200_000), "0000-01-01"], #""0000-01-01""#),
    Case(
      "Time",
      [.date(noon + 250), "12:00:00.25Z", "12:00:00.250Z", "1970-01-01T12:00:00.25Z"],
      #""12:00:00.25Z""#,
      #""12:00:00.250Z""#
    ),
    Case("Time", [.date(noon), "12:00:00Z", "12:00:00.000Z"], #""12:00:00Z""#, #""12:00:00.0Z""#),
    Case("File", ["/file/www/a.png", "www/a.png", "/www/a.png"], #""/file/www/a.png""#),
    Case(
      "GeoPoint",
      [
        ["latitude": .double(53.5), "longitude": .int32(10)], ["longitude": .double(10), "latitude": .double(53.5)],
        ["type": "Point", "coordinates": [.double(10), .double(53.5)]], [.int32(10), .double(53.5)], "53.5;10",
      ],
      #"{"latitude":53.5,"longitude":10}"#,
      #"{"longitude":10.0,"latitude":53.50}"#
    ),
    Case("JsonObject", [["a": [.int32(1)]], #"{"a":[1]}"#, #" {"a": [ 1.0 ]} "#], #"{"a":[1]}"#),
    Case("JsonArray", [[.int32(1), ["b": .null]], #"[1,{"b":null}]"#], #"[1,{"b":null}]"#),
    Case(
      "User",
      [
        "/db/User/a%20b", "a b", ["$ref": "User", "$id": "a b"], ["$ref": "/db/User", "$id": "/db/User/a%20b"],
        ["$ref": "db.User", "$id": "a b", "$db": "app"],
      ],
      #""/db/User/a%20b""#
    ),
    Case("User", [.objectID(id), .string(hex), ["$ref": "User", "$id": .objectID(id)]], "\"/db/User/\(hex)\""),
    Case("User", [.int32(7), .int64(7), .double(7), "7"], #""/db/User/7""#),
    Case(
      "User",
      [.binary(4, Array(0...15)), "00010203-0405-0607-0809-0a0b0c0d0e0f"],
      #""/db/User/00010203-0405-0607-0809-0a0b0c0d0e0f""#
    ),
    Case("User", ["/db/Admin/1", ["$ref": "Admin", "$id": "1"]], #""/db/Admin/1""#),
    Case("Address", [["since": .date(day), "zip": .double(1)]], #"{"since":"2021-05-04","zip":1}"#),
    Case(
      "collection.List[/db/Date]",
      [[.date(day), .null, "2021-05-05"], ["2021-05-04", .null, .date(day + 86_400_000)]],
      #"["2021-05-04",null,"2021-05-05"]"#
    ),
    Case("collection.List[/db/Address]", [[["since": .date(day)]]], #"[{"since":"2021-05-04"}]"#),
    Case(
      "collection.Set[/db/User]",
      [["a", "/db/User/b"], ["/db/User/b", "/db/User/a"], ["a", "b", "/db/User/a"]],
      #"["/db/User/a","/db/User/b"]"#,
      #"["/db/User/b","/db/User/a"]"#
    ),
    Case("collection.Set[/db/Integer]", [[.int32(2), .double(1)], [.int64(1), .int32(2)]], "[1,2]", "[2.0,1]"),
    Case(
      "collection.Map[/db/String, /db/Date]",
      [
        ["a.b": .date(day), "$c": .null], ["a%2Eb": "2021-05-04", "%24c": .null],
        ["a\u{FF0E}b": .date(day), "\u{FF04}c": .null],
        [["key": "a.b", "value": .date(day)], ["key": "$c"]], [["a.b", .date(day)], ["$c", .null]],
      ],
      #"{"a.b":"2021-05-04","$c":null}"#
    ),
    Case(
      "collection.Map[/db/User,/db/Integer]",
      [["/db/User/a": .double(1)], ["a": .int32(1)], [[.string("a"), .int32(1)]]],
      #"{"/db/User/a":1}"#
    ),
    Case("collection.Map[/db/Boolean,/db/User]", [["true": "a"], [[.boolean(true), "a"]]], #"{"true":"/db/User/a"}"#),
    Case(
      "collection.Map[/db/DateTime,/db/Double]",
      [[[.date(day), .int32(1)]], ["2021-05-04T00:00:00.000Z": .int32(1)]],
      #"{"2021-05-04T00:00:00Z":1}"#
    ),
  ]

  private static func schema(_ type: String) -> Schema {
    Schema([
      .init(name: "Message", fields: ["f": DeclaredType("/db/\(type)") ?? .string]),
      .init(name: "User", fields: [:]), .init(name: "Admin", superclass: "User", fields: [:]),
      .init(name: "Address", isEmbedded: true, fields: ["since": .date, "zip": .integer]),
    ])
  }

  private func world(_ stored: Document.Value, _ exported: String) throws -> World {
    try messages(
      backup: [["_id": "k1", "f": stored], ["_id": "gone", "f": stored]],
      export: [#"{"id":"/db/Message/k1","f":\#(exported)}"#]
    )
  }

  private func plan(_ world: World, _ schema: Schema, _ change: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
    try world.plan { options in
      options.comparison.schema = schema
      change(&options)
    }
  }

  @Test(arguments: cases)
  func `whatever is stored for a value, it equals what the export has`(example: Case) throws {
    for stored in example.stored {
      for exported in example.exported {
        let plan = try plan(world(stored, exported), Self.schema(example.type))
        #expect(try plan.count(.unchanged) == 1, "\(stored) \(exported)")
      }
    }
  }

  @Test(arguments: cases)
  func `two backups are compared by declared types too`(example: Case) throws {
    for (first, second) in zip(example.stored, example.stored.dropFirst()) {
      let world = try messages(backup: [["_id": "k1", "f": first]], export: [])
      let current = try world.folder.write(
        ArchiveWriter.archive([.init("Message", [["_id": "k1", "f": second]])]),
        to: "current"
      )
      let plan = try plan(world, Self.schema(example.type)) { $0.current = [current] }
      #expect(try plan.count(.unchanged) == 1, "\(first) \(second)")
    }
  }

  @Test(arguments: cases)
  func `whatever is stored for a value, what is written equals what the export has`(example: Case) throws {
    let schema = Self.schema(example.type)
    for stored in example.stored {
      let text = try #require(try plan(world(stored, example.exported[0]), schema).recoveredTexts().first)
      // Read as an export, and compared with what the export has.
      let written = try messages(
        backup: [["_id": "gone", "f": stored]],
        export: [text]
      )
      #expect(try plan(written, schema).count(.unchanged) == 1, "\(text)")
      let prefix = #"{"id":"/db/Message/gone","f":"#
      #expect(text.hasPrefix(prefix))
      // The same kind of JSON value as in the export.
      #expect(text.dropFirst(prefix.count).first == example.exported[0].first, "\(text)")
    }
  }

  @Test func `values are written as the REST interface has them`() throws {
    let fields: [(String, String, Document.Value)] = [
      ("day", "Date", .date(Self.day)), ("time", "Time", .date(Self.noon)), ("at", "DateTime", .int64(Self.day)),
      ("place", "GeoPoint", ["type": "Point", "coordinates": [.double(10.5), .int32(53)]]), ("file", "File", "www/x"),
      ("user", "User", ["$ref": "User", "$id": "a b"]), ("n", "Integer", .double(3)),
      ("map", "collection.Map[/db/User,/db/Date]", [["a", .date(Self.day)]]),
      ("set", "collection.Set[/db/User]", ["b", "a"]), ("json", "JsonObject", #"{"b": 1.50, "a": "x"}"#),
      ("price", "Double", Self.decimal("19.90")), ("address", "Address", ["since": .date(Self.day)]),
    ]
    let declared = fields.map { ($0.0, DeclaredType("/db/\($0.1)") ?? .string) }
    var classes = Array(Self.schema("String").classes.values)
    classes.removeAll { $0.name == "Message" }
    classes.append(.init(name: "Message", fields: Dictionary(declared) { first, _ in first }))
    var document: Document = ["_id": "k1"]
    for (name, _, value) in fields { document[name] = value }
    let world = try messages(backup: [document], export: [World.exported("other")])
    #expect(
      try plan(world, Schema(classes)).recoveredTexts() == [
        #"{"id":"/db/Message/k1","day":"2021-05-04","time":"12:00:00Z","at":"2021-05-04T00:00:00Z","#
          + #""place":{"latitude":53,"longitude":10.5},"file":"/file/www/x","user":"/db/User/a%20b","n":3,"#
          + #""map":{"/db/User/a":"2021-05-04"},"set":["/db/User/b","/db/User/a"],"json":{"b":1.50,"a":"x"},"#
          + #""price":19.90,"address":{"since":"2021-05-04"}}"#
      ]
    )
  }

  @Test(
    arguments: [
      ("String", "a", #""b""#), ("Integer", .int32(1), "2"), ("Integer", .int64(.max), "9223372036854775806"),
      ("Date", .date(day), #""2021-05-05""#), ("Time", .date(noon), #""12:00:01Z""#),
      ("GeoPoint", [.int32(10), .int32(53)], #"{"latitude":10,"longitude":53}"#), ("User", "a", #""/db/Admin/a""#),
      ("collection.List[/db/Integer]", [.int32(1), .int32(2)], "[2,1]"),
      ("collection.Set[/db/Integer]", [.int32(1), .int32(2)], "[1,3]"),
      ("collection.Set[/db/Integer]", [.int32(1), .int32(2)], "[1,2,3]"),
      ("collection.Map[/db/String,/db/Integer]", ["a": .int32(1)], #"{"b":1}"#),
      ("JsonObject", #"{"a":1}"#, #"{"a":2}"#),
    ] as [(String, Document.Value, String)]
  )
  func `what differs stays different`(type: String, stored: Document.Value, exported: String) throws {
    #expect(try plan(world(stored, exported), Self.schema(type)).count(.modified) == 1)
  }

  @Test(
    arguments: [
      ("String", .int32(1)), ("Integer", .double(1.5)), ("Integer", "1"), ("Integer", decimal("1E30")),
      ("Double", "1.5"), ("Boolean", .int32(1)), ("DateTime", "yesterday"), ("DateTime", .double(0.5)),
      ("Date", .date(1)), ("Date", "2021-02-30"), ("Date", .int64(0)), ("Time", .date(86_400_000)),
      ("Time", "25:00:00Z"),
      ("Time", "12:00"), ("File", "/file/"), ("File", .int32(1)), ("GeoPoint", [.int32(1)]),
      ("GeoPoint", [.int32(181), .int32(0)]), ("GeoPoint", ["latitude": .int32(91), "longitude": .int32(0)]),
      ("GeoPoint", "53"), ("JsonObject", "[1]"), ("JsonObject", #"{"a":1} x"#), ("JsonArray", ["a": .int32(1)]),
      ("User", "/db/Message/1"), ("User", "/db/User/%zz"), ("User", ["$ref": "Message", "$id": "1"]), ("User", ""),
      ("Admin", "/db/User/1"), ("Address", "street"), ("Address", ["zip": "x"]), ("Address", ["gone": .int32(1)]),
      ("collection.List[/db/Integer]", ["a": .int32(1)]), ("collection.List[/db/Integer]", [.int32(1), "x"]),
      ("collection.Set[/db/Date]", [.int32(1)]), ("collection.Map[/db/String,/db/Integer]", [.int32(1)]),
      ("collection.Map[/db/String,/db/Integer]", ["a": "x"]),
      ("collection.Map[/db/User,/db/Integer]", ["/db/X/1": .int32(1)]),
      ("collection.Map[/db/User,/db/Integer]", ["a": .int32(1), "/db/User/a": .int32(2)]),
    ] as [(String, Document.Value)]
  )
  func `a value that does not fit its type is withheld`(type: String, stored: Document.Value) throws {
    let plan = try plan(world(stored, "null"), Self.schema(type))
    #expect(try plan.withheld() == ["/db/Message/gone": "schema"])
  }

  @Test func `a misfit is said with its path and its type`() throws {
    let world = try world([["zip": .int32(1)], ["zip": "x"]], "null")
    let plan = try plan(world, Self.schema("collection.List[/db/Address]"))
    var reasons: [WithheldReason] = []
    try plan.forEachWithheld(in: try plan.table("Message")) { reasons.append($0.reason) }
    #expect(reasons == [.schema(SchemaMisfit(path: "f.1.zip", declaredType: "Integer"))])
  }

  @Test func `null fits every type`() throws {
    for example in Self.cases {
      let plan = try plan(world(.null, "null"), Self.schema(example.type))
      #expect(try plan.count(.unchanged) == 1 && plan.recoveredIDs() == ["/db/Message/gone"])
    }
  }

  @Test func `null is absent to whoever has a schema, whatever is compared`() throws {
    let world = try messages(
      backup: [["_id": "k1", "f": .null], ["_id": "k2", "f": ["since": .null, "zip": .int32(1)]], ["_id": "k3"]],
      export: []
    )
    let current = try world.folder.write(
      ArchiveWriter.archive([
        .init("Message", [["_id": "k1"], ["_id": "k2", "f": ["zip": .int32(1)]], ["_id": "k3", "f": .null]])
      ]),
      to: "current"
    )
    #expect(try plan(world, Self.schema("Address")) { $0.current = [current] }.count(.unchanged) == 3)
    let strict = try plan(world, Self.schema("Address")) { options in
      options.current = [current]
      options.comparison.nullEqualsAbsent = false
    }
    #expect(try strict.count(.unchanged) == 0)
  }

  @Test func `embedded objects in sets are compared as values`() throws {
    let world = try world(
      [["zip": .int32(0), "since": .date(Self.day)], ["zip": .int32(1)]],
      #"[{"zip":1},{"since":"2021-05-04","zip":0}]"#
    )
    #expect(try plan(world, Self.schema("collection.Set[/db/Address]")).count(.unchanged) == 1)
  }

  @Test func `classes that contain themselves end somewhere`() throws {
    let schema = Schema([
      .init(name: "Message", fields: ["f": .named("Node")]),
      .init(name: "Node", isEmbedded: true, fields: ["f": .named("Node")]),
    ])
    var value: Document.Value = .document([:])
    for _ in 0..<1000 { value = .document(["f": value]) }
    let world = try messages(backup: [["_id": "k1", "f": value]], export: [World.exported("other")])
    let plan = try plan(world, schema) { $0.comparison.maxDepth = 5000 }
    #expect(try plan.withheld() == ["/db/Message/k1": "schema"])
  }

  // MARK: Declarations

  @Test func `ids are read as ever, whatever is declared for them`() throws {
    let world = try messages(backup: [["_id": "1"], ["_id": "2"]], export: [#"{"id":"/db/Message/1"}"#])
    let schema = Schema([
      .init(name: "Message", fields: ["_id": .named("Message"), "id": .named("Message"), "writeSet": .date])
    ])
    #expect(try plan(world, schema).recoveredIDs() == ["/db/Message/2"])
  }

  @Test func `what is left out needs no form, and is left out of Extended JSON too`() throws {
    let stored: Document = [
      "_id": "k1", "f": ["zip": .int64(1), "old": .binary(0, [1])], "old": .double(.nan), "version": .int64(1),
      "_class": "Message",
    ]
    let world = try messages(backup: [stored], export: [World.exported("other")])
    let baqend = try plan(world, Self.schema("Address")) { $0.comparison.dropsUndeclared = true }
    #expect(try baqend.recoveredTexts() == [#"{"id":"/db/Message/k1","f":{"zip":1},"version":1}"#])
    let extended = try plan(world, Self.schema("Address")) { options in
      options.comparison.dropsUndeclared = true
      options.outputFormat = .canonicalExtendedJSON
    }
    #expect(
      try extended.recoveredTexts() == [
        #"{"_id":"k1","f":{"zip":{"$numberLong":"1"}},"version":{"$numberLong":"1"},"_class":"Message"}"#
      ]
    )
  }

  @Test func `a member that is no longer declared is withheld, or left out if that is wanted`() throws {
    let world = try messages(
      backup: [
        ["_id": "k1", "f": "x", "old": .int32(1), "none": .null, "_salt": "s", "acl": .null, "version": .int32(1)]
      ],
      export: [World.exported("other")]
    )
    let kept = try plan(world, Self.schema("String"))
    #expect(try kept.withheld() == ["/db/Message/k1": "schema"])
    let dropped = try plan(world, Self.schema("String")) { $0.comparison.dropsUndeclared = true }
    #expect(
      try dropped.recoveredTexts() == [
        #"{"id":"/db/Message/k1","f":"x","none":null,"_salt":"s","acl":null,"version":1}"#
      ]
    )
    let embedded = try messages(backup: [["_id": "k1", "f": ["zip": .int32(1), "old": .int32(1)]]], export: [])
    let schema = Self.schema("Address")
    #expect(
      try plan(embedded, schema) {
        $0.comparison.dropsUndeclared = true
        $0.lifted.assumeEmpty = ["Message"]
      }.recoveredTexts() == [#"{"id":"/db/Message/k1","f":{"zip":1}}"#]
    )
  }

  @Test func `a table without a class is compared as it is, with a warning`() throws {
    let plan = try plan(world(.date(0), #""1970-01-01T00:00:00Z""#), Schema([.init(name: "Other", fields: [:])]))
    #expect(try plan.count(.unchanged) == 1 && plan.recoveredIDs() == ["/db/Message/gone"])
    #expect(plan.warnings.contains(Warning(table: "Message", kind: .undeclaredClass)))
  }

  @Test func `inherited fields are declared too`() throws {
    let schema = Schema([
      .init(name: "Message", superclass: "Note", fields: [:]),
      .init(name: "Note", superclass: "Base", fields: ["f": .date]),
      .init(name: "Base", superclass: "Message", fields: ["g": .time]),
    ])
    let world = try messages(
      backup: [["_id": "k1", "f": .date(Self.day), "g": .date(Self.noon)]],
      export: [#"{"id":"/db/Message/k1","f":"2021-05-04","g":"12:00:00Z"}"#]
    )
    #expect(try plan(world, schema).count(.unchanged) == 1)
  }

  @Test func `mapped fields are declared under the export's name`() throws {
    let world = try messages(
      backup: [["_id": "k1", "_f": .date(Self.day)], ["_id": "gone", "_f": .date(Self.day)]],
      export: [#"{"id":"/db/Message/k1","f":"2021-05-04"}"#]
    )
    let plan = try plan(world, Self.schema("Date")) { $0.comparison.mappedFields = ["_f": "f"] }
    #expect(try plan.count(.unchanged) == 1)
    #expect(try plan.recoveredTexts() == [#"{"id":"/db/Message/gone","f":"2021-05-04"}"#])
  }

  @Test func `times that are numbers are evidence where a schema says that they are times`() throws {
    let world = try messages(
      backup: [["_id": "k1", "f": "old", "updatedAt": .int64(Self.day)]],
      export: [#"{"id":"/db/Message/k1","f":"new","updatedAt":"2021-05-04T00:01:00Z"}"#]
    )
    #expect(try plan(world, Self.schema("String")).count(.modified) == 1)
    let older = try messages(
      backup: [["_id": "k1", "f": "old", "updatedAt": .int64(Self.day)]],
      export: [#"{"id":"/db/Message/k1","f":"new","updatedAt":"2021-05-03T00:00:00Z"}"#]
    )
    #expect(try plan(older, Self.schema("String")).count(.diverged) == 1)
  }

  @Test func `unique values are compared by their types`() throws {
    let unique = #"{"indexes":[{"key":{"f":1},"name":"f_1","unique":true}]}"#
    let world = try messages(
      backup: [["_id": "k1", "f": .date(Self.day)]],
      export: [#"{"id":"/db/Message/k2","f":"2021-05-04"}"#],
      metadata: unique
    )
    #expect(try plan(world, Self.schema("Date")).withheld() == ["/db/Message/k1": "unique-index"])
  }

  @Test func `differences of form are looked for by declared types`() throws {
    let world = try messages(
      backup: (1...9).map { ["_id": .string("k\($0)"), "_class": "Message", "f": .date(Self.day), "x": .int32(1)] },
      export: (1...9).map { #"{"id":"/db/Message/k\#($0)","f":"2021-05-04","y":1}"# }
    )
    let kinds = try plan(world, Self.schema("Date")).warnings.compactMap { warning in
      if case .form(let difference) = warning.kind { difference.kind } else { nil }
    }
    #expect(kinds == [.renamed(stored: "x", exported: "y")])
  }
}
