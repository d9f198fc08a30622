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
    page.warnings = try warnings().map { ReportPage.Warning(table: $0.tableName, message: $0.message) }
    page.inputs = try inputs().map { input in
      ReportPage.Input(
        kind: input.kind,
        path: input.path,
        bytes: input.bytes,
        sha256: input.sha256,
        date: Self.moment(input.date)
      )
    }
    let stops = try stops()
    // Those of the run first.
    page.stops = (stops.filter { $0.tableName == nil } + stops.filter { $0.tableName != nil }).map { stop in
      ReportPage.Stop(table: stop.tableName, stoppedBy: stop.guard, message: stop.message, liftedBy: stop.liftedBy)
    }
    let lost = try read { try StoredLostReferences.fetchAll($0, sql: "SELECT id, lost FROM lost_references") }
    page.lostReferences = lost.map { row in
      let ids = try? JSONDecoder().decode([String].self, from: Data(row.lost.utf8))
      return ReportPage.LostReferences(id: row.id, lost: ids ?? [])
    }
    let decided = try decidedTables()
    page.tables = zip(try tables(), decided).map { table, decided in
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
        leftOut: table.recovered - decided.recovered
      )
    }
    return page
  }

  package func forEachObject(_ body: (ReportObject) throws -> Void) throws {
    try forEachObject(StoredObjectFilter()) { stored in
      var object = ReportObject(
        id: stored.id,
        table: stored.tableName,
        status: stored.status,
        action: stored.isExcluded ? "exclude" : stored.action
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

  private static func moment(_ text: String?) -> Int64? { text.flatMap(ISODate.moment) }
}
