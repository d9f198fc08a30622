import JSONStream
import Merge

/// What a run came to, as one JSON document.
package enum PlanJSON {
  /// - Parameters:
  ///   - plan: nil where there is none, because the run failed before.
  ///   - stops: the guards that stopped the run, where there is no plan to say so.
  ///   - published: the folder that was published.
  ///   - files: its files, of which those to import are told.
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
    return document(
      backups: plan.map { plan in plan.backups.map { backup($0, of: plan) } } ?? [],
      tables: try tables.map { try table($0, of: plan) },
      totals: plan?.totals ?? Figures(statuses: [:]),
      stopped: (plan?.stops ?? stops).map { stop($0, table: nil) },
      warnings: (plan?.warnings ?? []).map { warning(table: $0.table, message: WarningText.text($0)) },
      published: published,
      files: files,
      error: error
    )
  }

  /// The document, made of its parts.
  package static func document(
    backups: [JSONText],
    tables: [JSONText],
    totals: Figures,
    stopped: [JSONText],
    warnings: [JSONText],
    published: String?,
    files: [PublishedFile],
    error: JSONText
  ) -> JSONText {
    [
      "backups": .array(backups), "tables": .array(tables), "totals": .object(totals.members),
      "stopped": .array(stopped), "warnings": .array(warnings), "published": published.map { .text($0) } ?? .null,
      "files": .array(files.filter { $0.table != nil }.map(file)), "error": error,
    ]
  }

  private static func backup(_ backup: PlannedBackup, of plan: Plan) -> JSONText {
    self.backup(
      backup.file.path,
      bytes: Int64(clamping: backup.file.bytes),
      sha256: backup.file.sha256,
      database: plan.database,
      createdWith: backup.createdWith.texts.joined(separator: ", ")
    )
  }

  /// A backup that was read, made of its parts.
  package static func backup(
    _ path: String,
    bytes: Int64,
    sha256: String?,
    database: String,
    createdWith: String
  ) -> JSONText {
    [
      "path": .text(path), "bytes": .integer(bytes), "sha256": sha256.map { .text($0) } ?? .null,
      "database": .text(database), "createdWith": .text(createdWith),
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
    self.stop(
      by: stop.stoppedBy.rawValue,
      message: StopText.text(stop, table: table),
      liftedBy: stop.stoppedBy.liftedBy
    )
  }

  /// The same, made of its parts.
  package static func stop(by stoppedBy: String, message: String, liftedBy: String?) -> JSONText {
    ["guard": .text(stoppedBy), "message": .text(message), "liftedBy": liftedBy.map { .text($0) } ?? .null]
  }

  /// What a person should know, of a table or of the run.
  package static func warning(table: String?, message: String) -> JSONText {
    ["table": table.map { .text($0) } ?? .null, "message": .text(message)]
  }

  private static func file(_ file: PublishedFile) -> JSONText {
    [
      "path": .text(file.path), "objects": .integer(Int64(file.objects)),
      "bytes": .integer(Int64(clamping: file.bytes)), "sha256": .text(file.sha256),
    ]
  }
}
