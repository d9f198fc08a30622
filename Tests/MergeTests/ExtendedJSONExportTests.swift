import TestSupport
import Testing

@testable import Merge

/// Exports as `mongoexport` writes them.
@Suite struct ExtendedJSONExportTests {
  private let objectID: [UInt8] = Array(1...12)
  private let hex = "0102030405060708090a0b0c"

  private func document(_ value: Document.Value?) -> Document {
    var document: Document = ["_id": .objectID(objectID), "version": .int32(1)]
    document["a"] = value
    return document
  }

  private func object(_ value: String?) -> String {
    #"{"_id":{"$oid":"\#(hex)"},"version":1"# + (value.map { #","a":\#($0)"# } ?? "") + "}"
  }

  struct Case {
    var value: Document.Value?
    var json: String?
    var isEqual: Bool
    init(_ value: Document.Value?, _ json: String?, _ isEqual: Bool) {
      self.value = value
      self.json = json
      self.isEqual = isEqual
    }
  }

  // What equals what in the typed space.
  @Test(arguments: [
    Case(.int32(1), "1", true), Case(.int32(1), #"{"$numberLong":"1"}"#, true),
    Case(.int64(1), #"{"$numberDouble":"1.0"}"#, true), Case(.double(0.5), #"{"$numberDecimal":"0.50"}"#, true),
    Case(.double(0.1), #"{"$numberDecimal":"0.1"}"#, false), Case(.date(0), #"{"$date":"1970-01-01T00:00:00Z"}"#, true),
    Case(.date(0), #"{"$date":{"$numberLong":"0"}}"#, true), Case(.date(0), #""1970-01-01T00:00:00Z""#, false),
    Case(.objectID(Array(1...12)), #"{"$oid":"0102030405060708090a0b0c"}"#, true),
    Case(.objectID(Array(1...12)), #""0102030405060708090a0b0c""#, false), Case(.null, "null", true),
    Case(.null, nil, false),
    Case(.null, #"{"$undefined":true}"#, false), Case(.raw(0x06, []), #"{"$undefined":true}"#, true),
    Case(.binary(4, Array(0...15)), #"{"$uuid":"00010203-0405-0607-0809-0a0b0c0d0e0f"}"#, true),
    Case(.binary(0, [1]), #"{"$binary":{"base64":"AQ==","subType":"00"}}"#, true),
    Case(.binary(0, [1]), #"{"$binary":"AQ==","$type":"00"}"#, true), Case(.string("x"), #"{"$symbol":"x"}"#, false),
    Case(["b": .int32(1), "c": .int32(2)], #"{"c":2,"b":1}"#, true), Case([.int32(1), .int32(2)], "[2,1]", false),
    Case(["$unknown": .int32(1)], #"{"$unknown":1}"#, true),
  ])
  func `values are compared with the types that BSON has`(example: Case) throws {
    let world = try messages(backup: [document(example.value)], export: [object(example.json)])
    #expect(try world.plan().count(.unchanged) == (example.isEqual ? 1 : 0))
  }

  @Test(arguments: [true, false])
  func `what is recovered keeps its id and all its types`(isArray: Bool) throws {
    let documents = [
      document(.int64(5)), ["_id": "text/id", "d": .double(.nan), "b": .binary(0, [1]), "n": .null],
      ["_id": .int32(7), "d": .date(0)],
    ]
    let other = #"{"_id":"other","n":1}"#
    let world = try World(
      backup: [.init("Message", documents)],
      export: isArray ? ["Message.json": World.array([other])] : ["app.Message.ndjson": other + "\n"]
    )
    let plan = try world.plan()
    #expect(
      try plan.recoveredTexts() == [
        #"{"_id":{"$oid":"\#(hex)"},"version":{"$numberInt":"1"},"a":{"$numberLong":"5"}}"#,
        #"{"_id":{"$numberInt":"7"},"d":{"$date":{"$numberLong":"0"}}}"#,
        #"{"_id":"text/id","d":{"$numberDouble":"NaN"},"b":{"$binary":{"base64":"AQ==","subType":"00"}},"n":null}"#,
      ]
    )
    let asBaqend = try world.plan { $0.outputFormat = .baqend }
    #expect(try asBaqend.withheld() == ["/db/Message/text%2Fid": "no-form"])
    #expect(try asBaqend.recoveredTexts().first == #"{"id":"/db/Message/\#(hex)","version":1,"a":5}"#)
  }

  @Test(arguments: [
    #"{"$oid":"short"}"#, #"{"$numberInt":7}"#, #"{"$date":{"$date":1}}"#, #"{"$oid":"\#("0")","x":1}"#,
  ])
  func `a wrapper that is malformed is a damaged export`(value: String) throws {
    let world = try messages(backup: [document(.int32(1))], export: [object(value)])
    #expect(try world.plan().guards() == [.damagedExport])
  }

  @Test func `data that look like a wrapper are withheld, for Extended JSON has no escape`() throws {
    let world = try messages(
      backup: [
        ["_id": "k1", "a": ["$oid": "0102030405060708090a0b0c"]], ["_id": "k2", "a": ["$date": "hello"]],
        ["_id": "k3", "a": ["$other": "x"]],
      ],
      export: [#"{"_id":"other"}"#]
    )
    let plan = try world.plan()
    #expect(try plan.withheld() == ["/db/Message/k1": "no-form", "/db/Message/k2": "no-form"])
    #expect(try plan.recoveredIDs() == ["/db/Message/k3"])
  }

  @Test func `writeSet is not written`() throws {
    let world = try messages(
      backup: [["_id": "k1", "writeSet": ["a": .null], "b": ["writeSet": .int32(1)], "c": .int64(1)]],
      export: [#"{"_id":"other"}"#]
    )
    #expect(
      try world.plan().recoveredTexts() == [
        #"{"_id":"k1","b":{"writeSet":{"$numberInt":"1"}},"c":{"$numberLong":"1"}}"#
      ]
    )
  }

  @Test func `stored keys are literal on both sides, unless they are said to be encoded`() throws {
    let world = try messages(backup: [["_id": "a%20b"], ["_id": "c"]], export: [#"{"_id":"a b"}"#, #"{"_id":"c"}"#])
    #expect(try world.plan().recoveredIDs() == ["/db/Message/a%2520b"])
    let same = try messages(backup: [["_id": "a%20b"], ["_id": "c"]], export: [#"{"_id":"a%20b"}"#])
    let plan = try same.plan { $0.comparison.encodedKeys = ["Message"] }
    #expect(try plan.count(.unchanged) == 1 && plan.recoveredIDs() == ["/db/Message/c"])
  }

  @Test func `the name of a file says its table, whatever a stored key looks like`() throws {
    let world = try messages(
      backup: [["_id": "/db/Other/1"], ["_id": "k2"]],
      export: [#"{"_id":"/db/Other/1"}"#]
    )
    let plan = try world.plan()
    #expect(plan.tables.map(\.name) == ["Message"])
    #expect(try plan.count(.unchanged) == 1 && plan.recoveredIDs() == ["/db/Message/k2"])
  }

  @Test func `an object without an _id among those that have one is damage`() throws {
    let world = try messages(backup: [["_id": "k1"], ["_id": "k2"]], export: [#"{"_id":"k1"}"#, #"{"id":"k2"}"#])
    #expect(try world.plan().guards() == [.damagedExport])
  }

  @Test func `the last check knows stored ids in every spelling`() throws {
    let folder = try TemporaryFolder()
    let imports = try folder.write(
      #"[{"_id":{"$oid":"0102030405060708090A0B0C"}},{"_id":{"$numberInt":"7"}},{"_id":"a%20b"},"#
        + #"{"_id":{"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}}}]"#,
      to: "i.json"
    )
    let check = try LastCheck(importFiles: [.init(path: imports, storedTable: "T")])
    #expect(check.importIDCounts == [4])
    for id in [
      #"{"$oid":"0102030405060708090a0b0c"}"#, "7", "7.0", #"{"$numberLong":"7"}"#, #"{"$numberDouble":"7.0"}"#,
      #""a%20b""#, #""\u0061%20b""#, #"{ "$uuid" : "00010203-0405-0607-0809-0a0b0c0d0e0f" }"#,
      #"{"$binary":"AAECAwQFBgcICQoLDA0ODw==","$type":"04"}"#,
    ] {
      let export = try folder.write(#"{"_id":"x"}{"n":1,"_id":\#(id)}"#, to: "e.json")
      #expect(throws: LastCheckError.self, "\(id)") {
        try check.check(export: [.init(path: export, storedTable: "T")])
      }
      #expect(try check.check(export: [.init(path: export, storedTable: "Other")]) == [2])
    }
    let export = try folder.write(#"[{"_id":"a b"},{"_id":{"x":{"_id":7}}},{"id":7,"_id":8}]"#, to: "e.json")
    #expect(try check.check(export: [.init(path: export, storedTable: "T")]) == [3])
    let encoded = try LastCheck(importFiles: [.init(path: imports, storedTable: "T", hasEncodedKeys: true)])
    let live = try folder.write(#"[{"id":"/db/T/a%20b"}]"#, to: "l.json")
    #expect(throws: LastCheckError.self) { try encoded.check(export: [.init(path: live)]) }
    #expect(try check.check(export: [.init(path: live)]) == [1])
    let baqend = try folder.write(#"[{"id":"/db/T/a%2520b"}]"#, to: "b.json")
    #expect(throws: LastCheckError.self) { try check.check(export: [.init(path: baqend)]) }
  }
}
