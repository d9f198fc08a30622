import ImportFiles
import JSONStream
import Merge
import Reports

/// What an emission came to, for people and for programs.
package enum EmissionReport {
  /// The text, each line ended: what is written of each table, and what the plan would and is withheld now.
  package static func text(_ recovery: StoredRecovery) throws -> String {
    var lines: [String] = []
    if let created = try recovery.file.meta("created") {
      lines.append("Plan     \(DamageText.name(recovery.file.path)) (of \(created.minuteText) UTC)")
    }
    if let exports = recovery.exports {
      let bytes = exports.reduce(0) { $0 + $1.bytes }
      lines.append("Export   \(exports.count.counted("file")), \(bytes.byteSize), fresh")
    }
    var table = TextTable(header: ["table", "selected", "recovered", "withheld"])
    for own in recovery.tables where own.selected + own.followed > 0 {
      let figures = [own.selected + own.followed, own.recovered, own.withheld]
      table.add([own.name.visible] + figures.map(\.grouped))
    }
    lines += [""] + table.lines
    let excluded = try recovery.file.excludedCount()
    if excluded > 0 { lines += ["", "\(excluded.counted("object")) taken out of the plan"] }
    let withheld = withheldLines(recovery)
    if !withheld.isEmpty { lines += ["", "Withheld, although the plan has them:"] + withheld }
    return lines.map { $0 + "\n" }.joined()
  }

  /// How many objects are named.
  private static let mostNamed = 20

  private static func withheldLines(_ recovery: StoredRecovery) -> [String] {
    var lines: [String] = []
    for table in recovery.tables {
      if let stoppedBy = recovery.stopped[table.name] { lines.append("  " + text(stoppedBy, table: table)) }
      let objects = (recovery.withheld[table.name] ?? [:]).sorted { $0.key < $1.key }
      lines += objects.map { id, reason in
        "  " + WithheldText.text(WithheldObject(id: id, offset: 0, reason: reason), table: table.name)
      }
    }
    guard lines.count > mostNamed else { return lines }
    return lines.prefix(mostNamed) + ["  and \((lines.count - mostNamed).grouped) more; withheld.json has them all"]
  }

  /// Why a table is stopped that the plan would write.
  private static func text(_ stoppedBy: Guard, table: StoredTable) -> String {
    let held = "the fresh export holds \(table.current.counted("object")) of it"
    let seen =
      switch stoppedBy {
      case .emptyTable: "the fresh export holds no object of it"
      case .massDeletion: "\(held), less than half of what there was"
      default: "\(held), as a page does, and there were more"
      }
    return "\(table.name.visible), all of it: \(seen)"
  }

  /// The document that `recover` gives.
  ///
  /// - Parameters:
  ///   - recovery: nil where the plan cannot be read.
  ///   - published: the folder that was published.
  ///   - error: why the run failed, as programs read it.
  package static func json(
    _ recovery: StoredRecovery?,
    published: String? = nil,
    files: [PublishedFile] = [],
    error: JSONText = .null
  ) throws -> JSONText {
    let tables = recovery?.tables ?? []
    let stops = try recovery?.file.stops() ?? []
    let totals = tables.map(\.figures).reduce(into: Figures(statuses: [:])) { $0.add($1) }
    return PlanJSON.document(
      backups: try recovery.map { try backups(of: $0.file) } ?? [],
      tables: tables.map { table in
        let own = stops.filter { $0.tableName == table.name }.map(json)
        let new = recovery?.stopped[table.name].map { [json($0, table: table)] } ?? []
        return .object([("table", .text(table.name))] + table.figures.members + [("stopped", .array(own + new))])
      },
      totals: totals,
      stopped: stops.filter { $0.tableName == nil }.map(json),
      warnings: try (recovery?.file.warnings() ?? []).map { warning in
        PlanJSON.warning(table: warning.tableName, message: warning.message)
      },
      published: published,
      files: files,
      error: error
    )
  }

  private static func backups(of file: PlanFile) throws -> [JSONText] {
    let database = try file.meta("database") ?? ""
    return try file.inputs().filter { $0.kind == "backup" }.map { input in
      PlanJSON.backup(
        input.path,
        bytes: input.bytes,
        sha256: input.sha256,
        database: database,
        createdWith: input.createdWith ?? ""
      )
    }
  }

  private static func json(_ stop: StoredStop) -> JSONText {
    PlanJSON.stop(by: stop.guard, message: stop.message, liftedBy: stop.liftedBy)
  }

  private static func json(_ stoppedBy: Guard, table: StoredTable) -> JSONText {
    PlanJSON.stop(by: stoppedBy.rawValue, message: text(stoppedBy, table: table), liftedBy: nil)
  }
}
