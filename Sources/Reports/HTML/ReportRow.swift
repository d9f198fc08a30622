import JSONStream
import Values

/// An object as the page's script reads it: an array, for there may be many.
enum ReportRow {
  static func json(
    _ object: ReportObject,
    table: Int?,
    showsLabel: Bool,
    _ masking: ReportMasking
  ) -> JSONText {
    let start: [JSONText] = [
      .optional(object.id), .optional(table.map(Int64.init)), .text(object.status), .optional(object.reason),
      .text(object.action), .optional(object.withheld), .optional(object.detail.map(masking.sentence)),
      showsLabel ? .optional(object.label) : .null, .optional(object.lastSeen), .optional(object.firstMissing),
    ]
    let differences = object.differences.map { ReportDifferences.json($0, masking) } ?? .null
    return .array(start + evidence(object.backup) + evidence(object.current) + [differences])
  }

  private static func evidence(_ evidence: Evidence) -> [JSONText] {
    [.optional(evidence.version), .optional(evidence.updatedAt), .optional(evidence.createdAt)]
  }
}
