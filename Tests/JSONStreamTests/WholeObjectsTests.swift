import BSON
import TestSupport
import Testing
import Values

@testable import JSONStream

/// An object that is taken as a whole is taken as one that is told value by value, whatever was taken before it.
@Suite struct WholeObjectsTests {
  /// How objects are taken.
  struct Rules: Sendable {
    var form = ObjectIdentity.Form.references
    var ignored: [String] = []
    var mapped: [String: String] = [:]
    var nullEqualsAbsent = true

    static let all = [
      Rules(), Rules(form: .stored, nullEqualsAbsent: false), Rules(ignored: ["a", "ä", "version", "acl"]),
      Rules(form: .stored, mapped: ["_acl": "acl", "v": "version", "a": "b"]),
    ]
  }

  /// The walks that this machine can take.
  private enum Walk: CaseIterable {
    case narrow, wide, byRounds

    static let all = allCases.filter { $0 != .byRounds || FingerprintKey.hasRounds }

    /// Whether it has the key of the one before it, so that the same is expected of it.
    var hasSameKey: Bool { self == .wide }
  }

  private let products = FingerprintKey.random(isOfRounds: false)
  private let rounds = FingerprintKey.hasRounds ? FingerprintKey.random(isOfRounds: true) : nil

  /// What objects are taken with, one after the other, by one of the walks.
  private typealias Knowing = [(walk: Walk, object: BodyFingerprinter)]

  private func knowing(_ rules: Rules) -> Knowing { Walk.all.map { ($0, fingerprinter(rules, $0)) } }

  private func fingerprinter(_ rules: Rules, _ walk: Walk) -> BodyFingerprinter {
    let key = walk == .byRounds ? rounds ?? products : products
    var fingerprinter = BodyFingerprinter(
      identity: ObjectIdentity(table: "T", form: rules.form),
      key: key,
      roles: MemberRoles(key: key, ignored: rules.ignored, mapped: rules.mapped),
      nullEqualsAbsent: rules.nullEqualsAbsent
    )
    fingerprinter.takesNarrowWalks = walk == .narrow
    return fingerprinter
  }

  private func description(_ object: BodyFingerprinter) -> String {
    let identity = object.identity
    return "\(object.fingerprint.hex) \(object.evidence) \(identity.key) \(identity.alternative) \(identity.table)"
      + " \(String(describing: identity.problem)) \(object.traits)"
  }

  // MARK: JSON

  private func padded(_ json: String) -> [UInt8] {
    Array(json.utf8) + [0] + [UInt8](repeating: 0x22, count: JSONScanner.padding - 1)
  }

  /// What is taken of an object, or why it is refused.
  private func outcome<Sink: ValueSink>(
    _ json: String,
    into sink: inout Sink,
    maxDepth: Int,
    _ object: (Sink) -> BodyFingerprinter
  ) -> String {
    var scanner = JSONScanner(maxDepth: maxDepth)
    do throws(JSONError) {
      guard let end = try scanner.scanObject(padded(json).span, from: 0, into: &sink) else { return "unfinished" }
      return "\(end) \(description(object(sink)))"
    } catch {
      return "\(error)"
    }
  }

  /// - Returns: whether it is taken as a whole.
  private func check(_ json: String, _ knowing: inout Knowing, _ rules: Rules, maxDepth: Int = 200) -> Bool {
    let bytes = padded(json)
    var wholes: Set<Bool> = []
    var expected = ""
    for index in knowing.indices {
      if !knowing[index].walk.hasSameKey {
        var single = ValueByValue(fingerprinter(rules, knowing[index].walk))
        expected = outcome(json, into: &single, maxDepth: maxDepth) { $0.sink }
      }
      let taken = outcome(json, into: &knowing[index].object, maxDepth: maxDepth) { $0 }
      #expect(taken == expected, "\(knowing[index].walk): \(json)")
      wholes.insert(knowing[index].object.takeObject(json: bytes.span, from: 0, maxDepth: maxDepth) > 0)
    }
    #expect(wholes.count == 1, "\(json)")
    return wholes.contains(true)
  }

  @Test(
    arguments: [
      // A name that was written with an escape is not one that stands in a text without it.
      [#"{"a\"b":1}"#, #"{"a"b":1}"#], [#"{"a\\b":1}"#, #"{"a\b":1}"#], [#"{"a\nb":1}"#, "{\"a\nb\":1}"],
      // One is the beginning of the other.
      [#"{"abc":1}"#, #"{"abcd":1}"#, #"{"ab":1}"#, #"{"abc":1}"#], [#"{"":1}"#, #"{"a":1}"#, #"{"":2}"#],
      // Fifteen bytes, sixteen, and more.
      [#"{"abcdefghijklmno":1}"#, #"{"abcdefghijklmnop":1}"#, #"{"abcdefghijklmnopq":1}"#, #"{"abcdefghijklmno":2}"#],
      // The same name as a member of the object, of another one, and of an ACL.
      [
        #"{"version":3,"x":{"version":4}}"#, #"{"x":{"version":4},"version":3}"#,
        #"{"acl":{"read":{"*":"allow"}},"read":1}"#, #"{"read":{"acl":{"read":{}}},"acl":{"read":{}}}"#,
        #"{"acl":{},"acl":{}}"#, #"{"id":"/db/T/1"}"#, #"{"id":"/db/T/2","id":"/db/T/3"}"#,
        #"{"id":"1","_id":"1"}"#, #"{"_id":"1","id":"/db/T/1","_id":"2"}"#,
      ],
      [#"{"äö":1}"#, #"{"äö":2,"ä":3}"#, "{\"ab\" :1}", "{ \"ab\": 1 }", #"{"ab"1}"#, #"{"ab"#, #"{"ab""#],
      // ACLs.
      [
        #"{"acl":{"read":{"/db/User/1":"allow","/db/Role/2":"deny"},"write":{"*":"deny"}}}"#,
        #"{"acl":{"read":{"/db/User/":"allow"}}}"#, #"{"acl":{"read":{"*":"Allow"}}}"#, #"{"acl":{"read":{"*":null}}}"#,
        #"{"acl":{"read":null}}"#, #"{"acl":{"admin":{}}}"#, #"{"acl":{"read":{"allow":["*"],"deny":[]}}}"#,
        #"{"acl":[]}"#, #"{"acl":"x"}"#, #"{"acl":null,"x":null}"#, #"{"acl":{"read":{},"write":{}},"x":1}"#,
        #"{"acl":{"r\u0065ad":{"*":"allow"}}}"#, #"{"_acl":{"read":{"*":"allow"}}}"#, #"{"_acl":1}"#,
      ],
      // Evidence.
      [
        #"{"version":1.0}"#, #"{"version":1e3}"#, #"{"version":"1"}"#, #"{"version":null}"#, #"{"version":-0}"#,
        #"{"version":9223372036854775807}"#, #"{"version":9223372036854775808}"#, #"{"version":1.5}"#,
        #"{"createdAt":"2021-05-03T00:00:00Z","updatedAt":"2021-05-03T00:00:00.1234Z"}"#,
        #"{"createdAt":"2021-02-29T00:00:00Z"}"#, #"{"createdAt":null,"updatedAt":{}}"#, #"{"updatedAt":1}"#,
        #"{"updatedAt":"2021-05-03T00:00:0\u0030Z"}"#, #"{"writeSet":1,"a":2}"#,
      ],
      // Numbers.
      [
        #"{"a":[0,-0,0.0,-0.0,1.0,700.0,10.00,1e0,1e5,100e-2,0.5e1,1E+2,1e-7,6.628999516089529e-6]}"#,
        #"{"a":[9223372036854775807,-9223372036854775808,9223372036854775808,-9223372036854775808.0,1e19]}"#,
        #"{"a":[0.1,0.20142024092481592,12.576300641247284,123456789012345678,1234567890123456789.5]}"#,
        #"{"a":[9007199254740993,9007199254740993.0,0.10252832547271995,1.7976931348623157e308,5e-324,1e400]}"#,
        #"{"a":[12345678901234567890123,0.1234567890123456789012,1e99999999999]}"#,
        #"{"a":01}"#, #"{"a":-}"#, #"{"a":1.}"#, #"{"a":.5}"#, #"{"a":1e}"#, #"{"a":1e+}"#, #"{"a":--1}"#,
        #"{"a":1.e1}"#,
      ],
      // Short integers, and what ends them.
      [
        #"{"a":0,"version":0}"#, #"{"a":[7,10],"version":7}"#, #"{"a":999999,"b":1000000,"c":9999999,"d":10000000}"#,
        #"{"version":1234567}"#, #"{"version":12345678}"#, #"{"a":00}"#, #"{"version":01}"#, #"{"a":7 ,"b":[8 , 9 ]}"#,
        "{\"a\":7\n}", #"{"a":7x}"#, #"{"a":7"b"}"#, #"{"a":7:8}"#, #"{"a":7]}"#, #"{"a":[7}}"#, #"{"a":7{}"#,
        #"{"a":7"#,
        #"{"a":7."#, #"{"a":7e"#, #"{"a":1234567"#, #"{"a":12345678"#, #"{"a":7E2,"b":70.5}"#,
      ],
      // Members that some rules do not look at, of all kinds.
      [
        #"{"a":1,"c":2,"ä":"x","version":1.5}"#, #"{"a":{"a":1,"b":[{"a":2}]},"c":2}"#, #"{"a":[1,[2],{"c":3}],"c":2}"#,
        #"{"c":2,"a":{}}"#, #"{"c":2,"a":[]}"#, #"{"a":null,"ä":true,"acl":false,"c":1}"#, #"{"a":"x\ny","c":1}"#,
        #"{"acl":{"read":{"*":"allow"}},"c":{"read":{"*":"allow"}}}"#, #"{"a":1e400}"#, #"{"a":tru}"#,
        #"{"a":"\ud83d"}"#,
        #"{"a":nul}"#, #"{"a":-}"#, #"{"a":{"b":}}"#, #"{"a":[1,}"#, #"{"a":"2021-05-03T00:00:00.12345Z","c":1}"#,
      ],
      // White space wherever it may stand.
      [
        "{ \"a\" : { \"b\" : [ 1 , \"x\" , { } , [ ] ] } , \"c\" : null }", "{\n\"a\":1,\n\"c\":2\n}",
        "{\"a\":1 ,\"b\":2, \"c\":3\t,\r\n\"d\":\"x\" }", "{\"a\":1\u{B},\"b\":2}", "{\"a\":1,\u{C}\"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":1 \"b\":2}", "{\"a\":\"x\" , \"b\":{ \"c\" :1} ,\"d\":[1 ,2] }", "{\"a\":1, }", "{\"a\":1, 2}",
      ],
      // Texts.
      [
        #"{"a":"","b":"ä","c":"\n\"\\\/\b\f\t\r","d":"\u00e9\ud83d\ude00","e":"x\u0000"}"#, #"{"a":"\ud83d"}"#,
        #"{"a":"\x"}"#, "{\"a\":\"\u{1}\"}", "{\"a\":\"\u{7F}\"}", #"{"a":"2021-05-03T00:00:00.123Z"}"#,
        #"{"a":["2021-05-03T00:00:00Z","2021-05-03T00:00:00.5Z","2021-05-03T24:00:00Z","2021-05-03T00:00:00.1234567Z"]}"#,
        #"{"a":"2021-05-03T00:00:00.123456789012345678901234567890Z","b":"\u0032021-05-03T00:00:00Z"}"#,
      ],
      // Words, brackets and commas.
      [
        #"{"a":true,"b":false,"c":null,"d":[null,true],"e":{"f":null}}"#, #"{"a":tru}"#, #"{"a":truee}"#, #"{"a":nul"#,
        #"{"a":[]}"#, #"{"a":[[],{},[{}]]}"#, #"{"a":[1,]}"#, #"{"a":1,}"#, #"{"a":[1 2]}"#, #"{"a":[1}"#, #"{"a":{]}"#,
        #"{,}"#, #"{"a":}"#, #"{"a"}"#, #"{1:2}"#, "{\r\n\t \"a\" : [ 1 , 2 ] , \"b\" : { } }", "{\u{B}}", #"{}x"#,
        #"{"#, "",
      ],
    ],
    Rules.all
  )
  func `each text is taken as value by value`(texts: [String], rules: Rules) {
    var knowing = knowing(rules)
    for text in texts + texts + texts.reversed() { _ = check(text, &knowing, rules) }
  }

  @Test func `long texts with escapes are taken as a whole, up to a megabyte`() {
    var knowing = knowing(Rules())
    for count in [1, 100, 1_000, 100_000, 1_000_000, 2_000_000] {
      let text = "{\"a\":\"\(String(repeating: "ä\\n", count: count / 3))\"}"
      #expect(check(text, &knowing, Rules()) == (count <= 1_000_000), "\(count)")
    }
  }

  @Test func `objects are nested as deep as it is allowed`() {
    var knowing = knowing(Rules())
    for depth in 1...40 {
      let text = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
      let lists = "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
      for limit in [1, 2, 3, 10, 30, 31, 32, 33, 200] {
        _ = check(text, &knowing, Rules(), maxDepth: limit)
        _ = check(lists, &knowing, Rules(), maxDepth: limit)
        _ = check(#"{"acl":{"read":{"*":"allow"}}}"#, &knowing, Rules(), maxDepth: limit)
      }
    }
  }

  @Test(arguments: Rules.all) func `random texts are taken as value by value`(rules: Rules) {
    var random = SeededGenerator(seed: 5)
    var knowing = knowing(rules)
    var wholes = 0
    for _ in 0..<3000 {
      let text = Self.object(depth: 0, &random)
      wholes += check(text, &knowing, rules) ? 1 : 0
      var changed = Array(text.utf8)
      changed[Int.random(in: 0..<changed.count, using: &random)] =
        Array(#"{}[]",:\0a "#.utf8).randomElement(using: &random) ?? 0
      guard let damaged = String(validating: changed, as: UTF8.self) else { continue }
      _ = check(damaged, &knowing, rules)
    }
    #expect(wholes > 1000)
  }

  /// Texts of every length with whatever may stand in them, dates that are right and almost right, numbers of many digits:
  /// several bytes of them are looked at in one step.
  @Test func `random values are taken as value by value`() {
    var random = SeededGenerator(seed: 8)
    var knowing = knowing(Rules())
    var wholes = 0
    for _ in 0..<12_000 {
      let members = (0..<2).map { #""\#($0)":\#(Self.scalar(&random))"# }
      wholes += check("{\(members.joined(separator: ","))}", &knowing, Rules()) ? 1 : 0
    }
    #expect(wholes > 6000)
  }

  private static func scalar(_ random: inout SeededGenerator) -> String {
    func digits(_ counts: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: counts, using: &random)).map { _ in "0123456789".randomElement(using: &random) ?? "0" }
      )
    }
    switch Int.random(in: 0...2, using: &random) {
    case 0:
      let pieces = ["x", "y", "ä", "本", "😀", #"\n"#, #"\\"#, #"\""#, #"\/"#, #"\b"#, #"\f"#, #"\r"#, #"\t"#]
      let rare = [#"\u0041"#, #"\x"#, "\u{1}"].filter { _ in Int.random(in: 0..<40, using: &random) == 0 }
      let plainness = Int.random(in: 1...13, using: &random)
      let all = (0..<Int.random(in: 0...100, using: &random)).map { _ in
        pieces[min(Int.random(in: 0..<13, using: &random), plainness - 1)]
      }
      return "\"\((all + rare).shuffled(using: &random).joined())\""
    case 1:
      let whole = digits(1...3) == "0" ? "0" : String(Int(digits(1...18)) ?? 0)
      let fraction = Bool.random(using: &random) ? "." + digits(1...20) : ""
      let exponent = Int.random(in: 0...3, using: &random) == 0 ? "e-" + digits(1...2) : ""
      return (Bool.random(using: &random) ? "-" : "") + whole + fraction + exponent
    default:
      // The first and the last ones that there are, and those next to them.
      func two(_ pairs: String) -> Substring { pairs.split(separator: " ").randomElement(using: &random) ?? "00" }
      let day = "\(two("00 19 20"))\(two("00 04 23 24 99"))-\(two("00 01 02 09 12 13"))-\(two("00 01 28 29 30 31 32"))"
      let time = "\(two("00 07 23 24")):\(two("00 59 60")):\(two("00 08 59 60"))"
      let fraction = ["", ".5", ".25", ".125", ".999", ".1234", "."].randomElement(using: &random) ?? ""
      var date = Array("\(day)T\(time)\(fraction)".utf8)
      date.append(0x5A)
      if Int.random(in: 0...2, using: &random) == 0 {
        date[Int.random(in: 0..<date.count, using: &random)] =
          Array("09:-TZ/.x".utf8).randomElement(using: &random) ?? 0
      }
      return "\"\(String(decoding: date, as: UTF8.self))\""
    }
  }

  private static let names = [
    "a", "ab", "abc", "ä", "ääää", "id", "_id", "version", "acl", "read", "createdAt", "updatedAt", "v", "_acl",
    "0123456789abcde", "0123456789abcdef", "a\\\"b", "\\u0061", "x",
  ]

  private static func object(depth: Int, _ random: inout SeededGenerator) -> String {
    let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      "\"\(names.randomElement(using: &random) ?? "")\":\(value(depth: depth + 1, &random))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func value(depth: Int, _ random: inout SeededGenerator) -> String {
    let plain = [
      "1", "-7", "0.5", "1.25e2", "null", "true", "\"\"", "\"text\"", "\"ä\\n\"", "\"2021-05-03T00:00:00.5Z\"",
      "\"/db/T/1\"", "12345678901234567", "0.1234567890123456", "\"a text that is longer than sixteen bytes\"",
    ]
    switch Int.random(in: 0...(depth > 3 ? 5 : 8), using: &random) {
    case 6: return object(depth: depth, &random)
    case 7:
      let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1, &random) }
      return "[\(elements.joined(separator: ","))]"
    case 8: return #"{"read":{"*":"allow"},"write":{}}"#
    default: return plain.randomElement(using: &random) ?? ""
    }
  }

  // MARK: BSON

  /// - Returns: whether it is taken as a whole.
  private func check(_ document: [UInt8], _ knowing: inout Knowing, _ rules: Rules) -> Bool {
    func outcome<Sink: ValueSink>(into sink: inout Sink, _ object: (Sink) -> BodyFingerprinter) -> String {
      var walker = BSONWalker(maxDepth: 20)
      do throws(BSONError) {
        try walker.walk(document.span, into: &sink)
        return description(object(sink))
      } catch {
        return "\(error)"
      }
    }
    var wholes: Set<Bool> = []
    var expected = ""
    for index in knowing.indices {
      if !knowing[index].walk.hasSameKey {
        var single = ValueByValue(fingerprinter(rules, knowing[index].walk))
        expected = outcome(into: &single) { $0.sink }
      }
      let taken = outcome(into: &knowing[index].object) { $0 }
      #expect(taken == expected, "\(knowing[index].walk): \(document)")
      wholes.insert(knowing[index].object.takeObject(bson: document.span, maxDepth: 20))
    }
    #expect(wholes.count == 1, "\(document)")
    return wholes.contains(true)
  }

  @Test(arguments: Rules.all) func `random documents are taken as value by value`(rules: Rules) {
    var random = SeededGenerator(seed: 6)
    var knowing = knowing(rules)
    var wholes = 0
    for _ in 0..<3000 {
      // Documents of less than 16 bytes are not taken as a whole.
      let document = StoredValue.document(Self.members(depth: 0, &random) + [("last", "text")])
      wholes += check(document, &knowing, rules) ? 1 : 0
      var changed = document
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...18, using: &random)
      }
      _ = check(changed, &knowing, rules)
      _ = check(document.dropLast(Int.random(in: 0...document.count, using: &random)) + [], &knowing, rules)
    }
    #expect(wholes > 1000)
  }

  private static func members(depth: Int, _ random: inout SeededGenerator) -> [(String, StoredValue)] {
    (0..<Int.random(in: 0...5, using: &random)).map { _ in
      (names.randomElement(using: &random) ?? "", stored(depth: depth + 1, &random))
    }
  }

  private static func stored(depth: Int, _ random: inout SeededGenerator) -> StoredValue {
    let plain: [StoredValue] = [
      .int32(1), .int64(-7), .int64(1 << 60), .double(0.5), .double(3), .double(-0x1p63), .boolean(true), .null,
      .text(""), .text("ä"), .text("2021-05-03T00:00:00Z"), .text("a text that is longer than sixteen bytes"),
      .text("/db/T/1"), .date(0), .date(1_620_000_000_000), .text("2021-05-03T00:00:00.12345Z"),
    ]
    let rare: [StoredValue] = [
      .date(.max), .double(.nan), .undefined, .objectID([UInt8](1...12)), .binary([1, 2]), .decimal(0x3040 << 48, 5),
      .symbol("s"), .minKey,
    ]
    switch Int.random(in: 0...(depth > 3 ? 7 : 12), using: &random) {
    case 7: return depth == 1 ? rare.randomElement(using: &random) ?? .null : .null
    case 8, 9: return .object(members(depth: depth, &random))
    case 10, 11:
      return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in stored(depth: depth + 1, &random) })
    case 12: return .object([("read", .object([("/db/User/1", "allow")])), ("write", .object([]))])
    default: return plain.randomElement(using: &random) ?? .null
    }
  }
}
