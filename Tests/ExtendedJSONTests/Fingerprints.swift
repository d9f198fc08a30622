import JSONStream
import Testing
import Values

@testable import ExtendedJSON

/// The fingerprints of the bodies of objects in each form.
extension ValueSpace {
  private var fingerprinter: BodyFingerprinter {
    let key = FingerprintKey.published
    return BodyFingerprinter(
      identity: ObjectIdentity(table: "T", form: .stored),
      key: key,
      roles: MemberRoles(key: key),
      space: self
    )
  }

  func fingerprint(document: [UInt8]) throws -> Fingerprint {
    var taken = fingerprinter
    try walk(document, into: &taken)
    return taken.fingerprint
  }

  /// - Parameter json: an object in the Baqend form.
  func fingerprint(json: String) throws -> Fingerprint {
    var taken = fingerprinter
    try scan(Array(json.utf8), into: &taken)
    return taken.fingerprint
  }

  func fingerprint(extendedJSON json: String) throws -> Fingerprint {
    var decoder = ExtendedJSONDecoder(fingerprinter)
    try scan(Array(json.utf8), into: &decoder)
    try #require(decoder.malformedKey == nil, "\(json)")
    return decoder.sink.fingerprint
  }
}
