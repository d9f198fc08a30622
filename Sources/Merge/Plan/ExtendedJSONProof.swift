import BSON
import ExtendedJSON
import JSONStream
import Values

/// Shows that a document written as Extended JSON reads back as the same document. It does not where it
/// holds data that look like a wrapper, for which Extended JSON has no escape.
enum ExtendedJSONProof {
  static func holds(_ json: [UInt8], _ document: [UInt8]) -> Bool {
    holds(json) { stored in
      var walker = BSONWalker(maxDepth: .max)
      return (try? walker.walk(document.span, into: &stored)) != nil
    }
  }

  /// The same of a value that was written.
  static func holds(_ json: [UInt8], _ value: TypedValue) -> Bool {
    holds(json) { stored in
      stored.reset()
      value.tell(&stored)
      return true
    }
  }

  private static func holds(_ json: [UInt8], _ tell: (inout BodyFingerprinter) -> Bool) -> Bool {
    let key = FingerprintKey.published
    // No member is anything but a member here.
    let blank = BodyFingerprinter(
      identity: ObjectIdentity(table: "", form: .stored),
      key: key,
      roles: MemberRoles(key: key),
      space: .typed
    )
    var stored = blank
    guard tell(&stored) else { return false }

    var decoder = ExtendedJSONDecoder(blank)
    var scanner = JSONScanner(maxDepth: .max)
    guard scanner.scan(whole: json, into: &decoder) == json.count, decoder.malformedKey == nil else { return false }
    let written = decoder.sink
    return written.fingerprint == stored.fingerprint && written.evidence == stored.evidence
      && written.identity.key == stored.identity.key
  }
}
