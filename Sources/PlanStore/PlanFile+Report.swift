import Foundation
import GRDB
import Reports
import Values

// What the page of a plan is made from.
extension PlanFile: ReportSource {
  package func page() throws -> ReportPage {
    var page = ReportPage()
    page.database = try meta("database") ?? ""
    page.created = Self.moment(try meta("created"))
    page.labels = try meta("label").map { [$0] } ?? Self.labels
    page.warnings = try warnings().map { ReportPage.Warning(table: $0.table, message: $0.message) }
    try read { database in
      page.inputs = try Row.fetchAll(database, sql: "SELECT * FROM inputs ORDER BY kind, position").map { row in
        ReportPage.Input(
          kind: row["kind"],
          path: row["path"],
          bytes: row["bytes"],
          sha256: row["sha256"],
          date: Self.moment(row["date"])
        )
      }
      page.stops = try Row.fetchAll(database, sql: "SELECT * FROM stops ORDER BY table_name, rowid").map { row in
        ReportPage.Stop(
          table: row["table_name"],
          stoppedBy: row["guard"],
          message: row["message"],
          liftedBy: row["lifted_by"]
        )
      }
      page.lostReferences = try Row.fetchAll(database, sql: "SELECT id, lost FROM lost_references").map { row in
        let lost = try JSONDecoder().decode([String].self, from: Data((row["lost"] as String).utf8))
        return ReportPage.LostReferences(id: row["id"], lost: lost)
      }
    }
    let leftOut = try leftOut()
    page.tables = try tables().map { table in
      let statuses = [
        "deleted": table.deleted, "unchanged": table.unchanged, "modified": table.modified,
        "diverged": table.diverged, "created": table.created,
      ]
      return ReportPage.Table(
        name: table.name,
        backup: table.backup,
        current: table.current,
        statuses: statuses.compactMapValues { $0 },
        recovered: table.recovered,
        withheld: table.withheld,
        leftOut: leftOut[table.name] ?? 0
      )
    }
    return page
  }

  package func forEachObject(_ body: (ReportObject) throws -> Void) throws {
    let excluded = try excluded()
    try forEachObject(StoredObjectFilter()) { stored in
      let isExcluded = stored.action == "recover" && stored.id.map(excluded.contains) == true
      var object = ReportObject(
        id: stored.id,
        table: stored.tableName,
        status: stored.status,
        action: isExcluded ? "exclude" : stored.action
      )
      object.reason = stored.reason
      object.withheld = stored.withheld
      object.detail = stored.detail
      object.label = stored.label
      object.lastSeen = stored.lastSeen
      object.firstMissing = stored.firstMissing
      object.backup.version = stored.backupVersion
      object.backup.updatedAt = Self.moment(stored.backupUpdatedAt)
      object.backup.createdAt = Self.moment(stored.backupCreatedAt)
      object.current.version = stored.currentVersion
      object.current.updatedAt = Self.moment(stored.currentUpdatedAt)
      object.current.createdAt = Self.moment(stored.currentCreatedAt)
      object.differences = stored.differences
      try body(object)
    }
  }

  /// The objects that a person has left out.
  private func excluded() throws -> Set<String> {
    try read { try String.fetchSet($0, sql: "SELECT id FROM decisions WHERE included = 0") }
  }

  /// How many of them were to be recovered, by table.
  private func leftOut() throws -> [String: Int] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT table_name, count(*) AS count FROM objects JOIN decisions USING (id)
          WHERE action = 'recover' AND included = 0 GROUP BY table_name
          """
      )
      return Dictionary(rows.map { ($0["table_name"], $0["count"]) }) { first, _ in first }
    }
  }

  private static func moment(_ text: String?) -> Int64? { text.flatMap(ISODate.moment) }
}
