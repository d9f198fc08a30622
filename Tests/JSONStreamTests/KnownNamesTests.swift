import TestSupport
import Testing
import Values

@testable import JSONStream

/// A fingerprinter that knows names from earlier objects sees in each text what one sees that knows none.
@Suite struct KnownNamesTests {
  private let key = FingerprintKey.random()

  private var fresh: BodyFingerprinter {
    BodyFingerprinter(
      identity: ObjectIdentity(table: "T", form: .references),
      key: key,
      roles: MemberRoles(key: key)
    )
  }

  /// What is taken of an object, or why it is refused.
  private func outcome(_ json: String, _ object: inout BodyFingerprinter) -> String {
    let padded = Array(json.utf8) + [UInt8](repeating: 0, count: JSONScanner.padding)
    var scanner = JSONScanner()
    do throws(JSONError) {
      guard let end = try scanner.scanObject(padded.span, from: 0, into: &object) else { return "unfinished" }
      return "\(end) \(object.fingerprint) \(object.evidence) \(object.identity.key) \(object.traits)"
    } catch {
      return "\(error)"
    }
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
      ],
      [#"{"äö":1}"#, #"{"äö":2,"ä":3}"#, "{\"ab\" :1}", "{ \"ab\": 1 }", #"{"ab"1}"#, #"{"ab"#, #"{"ab""#],
    ]
  )
  func `each text is seen as by a new one`(texts: [String]) {
    var knowing = fresh
    for text in texts + texts + texts.reversed() {
      var unknowing = fresh
      #expect(outcome(text, &knowing) == outcome(text, &unknowing), "\(text)")
    }
  }

  @Test func `random names are seen as by a new one`() {
    var random = SeededGenerator(seed: 5)
    var knowing = fresh
    let parts = ["a", "b", "ab", "id", "version", "acl", "read", "\\\"", "\\u0061", "ä", "0123456789"]
    for _ in 0..<3000 {
      let members = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        let name = (0..<Int.random(in: 0...3, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
        return "\"\(name.joined())\":\(Int.random(in: 0...9, using: &random))"
      }
      let text = "{\(members.joined(separator: ","))}"
      var unknowing = fresh
      #expect(outcome(text, &knowing) == outcome(text, &unknowing), "\(text)")
    }
  }
}
