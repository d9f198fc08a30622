import JSONStream
import Merge

/// What a run came to, as one JSON document.
package enum PlanJSON {
  /// - Parameters:
  ///   - plan: nil where there is none, because the run failed before.
  ///   - stops: the guards that stopped the run, where there is no plan to say so.
  ///   - published: the folder that was published.
  ///   - error: why the run failed, as programs read it.
  /// - Throws: `MergeError` where differences were asked for, and the objects cannot be read once more.
  package static func document(
    plan: Plan?,
    stops: [Stop] = [],
    published: String? = nil,
    files: [PublishedFile] = [],
    error: JSONText = .null
  ) throws -> JSONText {
    let tables = plan?.tables ?? []
    return [
      "backups": .array(plan.map { plan in plan.backups.map { backup($0, of: plan) } } ?? []),
      "tables": .array(try tables.map { try table($0, of: plan) }),
      "totals": .object((plan?.totals ?? Figures(statuses: [:])).members),
      "stopped": .array((plan?.stops ?? stops).map { stop($0, table: nil) }),
      "warnings": .array((plan?.warnings ?? []).map(warning)),
      "published": published.map { .text($0) } ?? .null,
      "files": .array(files.map(file)),
      "error": error,
    ]
  }

  private static func backup(_ backup: PlannedBackup, of plan: Plan) -> JSONText {
    [
      "path": .text(backup.file.path), "bytes": .integer(Int64(clamping: backup.file.bytes)),
      "sha256": backup.file.sha256.map { .text($0) } ?? .null, "database": .text(plan.database),
      "createdWith": .text(backup.createdWith.texts.joined(separator: ", ")),
    ]
  }

  private static func table(_ table: PlannedTable, of plan: Plan?) throws -> JSONText {
    let stops = table.stops.map { stop($0, table: table.name) }
    var members = [("table", .text(table.name))] + table.figures.members + [("stopped", .array(stops))]
    if let plan, plan.options.differences != nil {
      var objects: [JSONText] = []
      try plan.forEachChanged(in: table) { objects.append(DifferenceJSON.object($0, table: table.name)) }
      members.append(("differences", .array(objects)))
    }
    return .object(members)
  }

  /// A guard that stopped a table, or the run where there is none.
  package static func stop(_ stop: Stop, table: String?) -> JSONText {
    [
      "guard": .text(stop.stoppedBy.rawValue), "message": .text(StopText.text(stop, table: table)),
      "liftedBy": stop.stoppedBy.liftedBy.map { .text($0) } ?? .null,
    ]
  }

  private static func warning(_ warning: Warning) -> JSONText {
    ["table": warning.table.map { .text($0) } ?? .null, "message": .text(WarningText.text(warning))]
  }

  /// A file that was published.
  package static func file(_ file: PublishedFile) -> JSONText {
    [
      "path": .text(file.path), "objects": .integer(Int64(file.objects)),
      "bytes": .integer(Int64(clamping: file.bytes)), "sha256": .text(file.sha256),
    ]
  }
}
