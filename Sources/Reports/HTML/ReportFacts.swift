import Foundation
import JSONStream

/// What the page shows before its objects, as its script reads it.
enum ReportFacts {
  /// How many objects with lost references are listed.
  private static let listed = 500

  static func json(_ page: ReportPage, _ masking: ReportMasking) -> JSONText {
    [
      "database": .text(page.database), "created": .optional(page.created), "inputs": .array(page.inputs.map(input)),
      "tables": .array(page.tables.map(table)),
      "stops": .array(page.stops.map { stop($0, masking) }),
      "warnings": .array(
        page.warnings.map { ["table": .optional($0.table), "message": .text(masking.sentence($0.message))] }
      ),
      "lostReferences": .array(
        page.lostReferences.prefix(listed).map { object in
          ["id": .text(object.id), "lost": .array(object.lost.prefix(listed).map { .text($0) })]
        }
      ),
      "lostReferenceCount": .integer(Int64(page.lostReferences.count)),
    ]
  }

  /// Names of files only: where they lay says something of the machine, and nothing of the data.
  private static func input(_ input: ReportPage.Input) -> JSONText {
    [
      "kind": .text(input.kind), "name": .text(URL(fileURLWithPath: input.path).lastPathComponent),
      "bytes": .integer(input.bytes), "sha256": .optional(input.sha256), "date": .optional(input.date),
    ]
  }

  private static func table(_ table: ReportPage.Table) -> JSONText {
    let statuses = ["deleted", "unchanged", "modified", "diverged", "created"].map { status in
      (status, JSONText.optional(table.statuses[status].map(Int64.init)))
    }
    let counts = [
      ("backup", table.backup), ("current", table.current), ("recovered", table.recovered),
      ("withheld", table.withheld), ("leftOut", table.leftOut),
    ].map { ($0, JSONText.integer(Int64($1))) }
    return .object([("name", .text(table.name))] + statuses + counts)
  }

  private static func stop(_ stop: ReportPage.Stop, _ masking: ReportMasking) -> JSONText {
    [
      "table": .optional(stop.table), "guard": .text(stop.stoppedBy), "message": .text(masking.sentence(stop.message)),
      "liftedBy": .optional(stop.liftedBy),
    ]
  }
}

extension JSONText {
  static func optional(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }
  static func optional(_ integer: Int64?) -> JSONText { integer.map { .integer($0) } ?? .null }
}
