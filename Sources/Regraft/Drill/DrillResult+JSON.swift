import JSONStream
import Merge
import Reports

extension DrillResult {
  /// The result for programs.
  package var json: JSONText {
    [
      // A text, for not every program holds 64 bits exactly.
      "seed": .text(String(seed)), "objects": .integer(Int64(objectsPerTable)), "passed": .boolean(isPassed),
      "tables": .array(tables.map(Self.json)), "unexpected": .array(unexpected.map { .text($0) }),
      "stopped": .array(stops.map { PlanJSON.stop($0, table: nil) }), "error": .null,
    ]
  }

  /// The same where there is none, because the command failed.
  package static func json(failure: ErrorText) -> JSONText {
    [
      "seed": .null, "objects": .null, "passed": false, "tables": [], "unexpected": [], "stopped": [],
      "error": failure.json,
    ]
  }

  private static func json(_ table: Table) -> JSONText {
    let missing = table.missing.map { missing -> JSONText in
      ["id": .text(missing.id), "withheld": missing.reason.map { .text($0) } ?? .null]
    }
    return [
      "table": .text(table.name), "unchanged": .integer(Int64(table.unchanged)),
      "drilled": .array(table.drilled.map { .text($0) }), "recovered": .integer(Int64(table.recovered)),
      "missing": .array(missing), "different": .array(table.different.map { .text($0) }),
      "stopped": .array(table.stops.map { PlanJSON.stop($0, table: table.name) }),
    ]
  }
}
