/// The formats in which objects are written, by the names that the command line has for them.
public enum ObjectFormat: String, CaseIterable, Codable, Sendable {
  /// The form of Baqend's REST interface.
  case baqend
  /// MongoDB Extended JSON v2, relaxed.
  case extendedJSON = "extended-json"
  /// MongoDB Extended JSON v2, canonical.
  case canonicalExtendedJSON = "canonical-extended-json"
  /// MongoDB Extended JSON v1.
  case legacyExtendedJSON = "legacy-extended-json"

  /// The format of Extended JSON that this is, or nil for the Baqend form.
  package var extendedJSON: ExtendedJSONWriter.Format? {
    switch self {
    case .baqend: nil
    case .extendedJSON: .relaxed
    case .canonicalExtendedJSON: .canonical
    case .legacyExtendedJSON: .legacy
    }
  }
}
