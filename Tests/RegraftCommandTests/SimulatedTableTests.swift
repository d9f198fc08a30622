import Foundation
import TestSupport
import Testing

/// The import file as a table would take it, read by Foundation's JSON reader alone.
@Suite struct SimulatedTableTests {
  /// A value of each type for which Baqend has a form, and what a reader of JSON must see of it.
  private static var members: [(name: String, stored: DocumentValue, exported: Any)] {
    [
      ("text", "said \"ja\" \\ / \u{8}\n\t\u{1F} ä 日本 😀 \u{2028}", "said \"ja\" \\ / \u{8}\n\t\u{1F} ä 日本 😀 \u{2028}"),
      ("empty", "", ""),
      ("likeNumber", "0012", "0012"),
      ("likeDate", "2021-05-04T00:00:00.000Z", "2021-05-04T00:00:00.000Z"),
      ("small", .int32(-7), -7),
      ("large", .int64(.max), Int64.max),
      ("smallest", .int64(.min), Int64.min),
      ("ratio", .double(0.1), 0.1),
      ("tiny", .double(.leastNonzeroMagnitude), Double.leastNonzeroMagnitude),
      ("huge", .double(1.797_693_134_862_315_7e308), 1.797_693_134_862_315_7e308),
      ("yes", true, true),
      ("no", false, false),
      ("one", .int32(1), 1),
      ("nothing", .null, NSNull()),
      ("moment", .date(1_620_000_000_123), "2021-05-03T00:00:00.123Z"),
      ("objectID", .objectID(Array(0...11)), "000102030405060708090a0b"),
      ("symbol", .raw(0x0E, [2, 0, 0, 0, 0x73, 0]), "s"),
      ("list", [.int32(1), "1", true, .null, [], [:]], [1, "1", true, NSNull(), [Any](), [String: Any]()] as [Any]),
      ("geo", ["latitude": .double(53.55), "longitude": .double(9.99)], ["latitude": 53.55, "longitude": 9.99]),
      ("reference", "/db/User/1", "/db/User/1"),
      ("file", "/file/www/a.png", "/file/www/a.png"),
      ("deep", ["a": ["b": [["c": .int64(9)]]]], ["a": ["b": [["c": 9]]]]),
    ]
  }

  private static let keys = ["k0", "k1", "with space", "ä/ö", "100%", "k5", "日本", "😀", "a+b&c=d", "k9"]
  private static let references = [
    "k0", "k1", "with%20space", "%C3%A4%2F%C3%B6", "100%25", "k5", "%E6%97%A5%E6%9C%AC", "%F0%9F%98%80",
    "a%2Bb%26c%3Dd", "k9",
  ].map { "/db/Message/\($0)" }
  /// Of these the table still has the first, and the second in a newer state.
  private static let currentCount = 2

  private static func stored(_ index: Int) -> Document {
    Document(
      [("_id", .string(keys[index])), ("version", .int64(Int64(index + 1))), ("acl", .null)]
        + members.map { ($0.name, $0.stored) }
    )
  }

  private static func exported(_ index: Int) -> [String: Any] {
    let fixed: [String: Any] = ["id": references[index], "version": index + 1, "acl": NSNull()]
    return members.reduce(into: fixed) { $0[$1.name] = $1.exported }
  }

  @Test func `after the import a table holds what it held, byte for byte, and what was lost, type by type`() throws {
    // Spellings that no writer would choose: they must come through.
    let current: KeyValuePairs = [
      Self.references[0]: #"{ "id" : "/db/Message/k0", "version":9, "large":9223372036854775807, "text":"\u00e4" }"#,
      Self.references[1]: #"{"text":"newer","version":1e1,"id":"/db/Message/k1"}"#,
      "/db/Message/new": #"{"id":"/db/Message/new","version":1,"ratio":0.10}"#,
    ]
    let world = try World(
      backup: [.init("Message", Self.keys.indices.map(Self.stored))],
      export: ["Message.json": World.array(current.map(\.value))]
    )
    let output = world.folder.path(of: "recovered")
    let run = try Program(folder: world.folder).run([
      "recover", world.backup, "--current", world.export, "--output", output,
    ])
    #expect(run.status == 0, "\(run.errors)")

    let file = try #require(world.folder.read("recovered/import/Message.json"))
    let recovered = try #require(try JSONSerialization.jsonObject(with: Data(file)) as? [[String: Any]])
    var table = Dictionary(uniqueKeysWithValues: current.map { ($0.key, Data($0.value.utf8)) })
    for object in recovered {
      let id = try #require(object["id"] as? String)
      table[id] = try JSONSerialization.data(withJSONObject: object)
    }
    for (id, text) in current { #expect(table[id] == Data(text.utf8), "\(id)") }
    let lost = Self.keys.indices.dropFirst(Self.currentCount)
    #expect(table.count == current.count + lost.count)
    #expect(recovered.count == lost.count)
    for index in lost {
      let object = recovered.first { $0["id"] as? String == Self.references[index] }
      expectSame(try #require(object, "\(Self.keys[index])"), Self.exported(index), at: Self.keys[index])
    }
  }

  /// A number and a boolean, or an integer and a text, are never the same.
  private func expectSame(_ seen: Any, _ expected: Any, at place: String) {
    switch (seen, expected) {
    case (let seen as [String: Any], let expected as [String: Any]):
      #expect(Set(seen.keys) == Set(expected.keys), "\(place)")
      for (name, value) in expected { seen[name].map { expectSame($0, value, at: "\(place).\(name)") } }
    case (let seen as [Any], let expected as [Any]):
      #expect(seen.count == expected.count, "\(place)")
      for (index, pair) in zip(seen, expected).enumerated() { expectSame(pair.0, pair.1, at: "\(place)[\(index)]") }
    case (let seen as String, let expected as String): #expect(seen == expected, "\(place)")
    case (is NSNull, is NSNull): break
    case (let seen as NSNumber, _):
      let expected = expected as? NSNumber ?? NSNumber(value: Double.nan)
      #expect(isBoolean(seen) == isBoolean(expected) && seen == expected, "\(place): \(seen)")
    default: Issue.record("\(place): \(type(of: seen)) in place of \(type(of: expected))")
    }
  }

  private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
