import Foundation
import GRDB
import Reports
import Values

/// What the page of a plan is made from.
package struct PlanReport: ReportSource {
  private let file: PlanFile
  private let label: String?

  /// - Parameter label: the member by which recovered objects are called; nil for the one that the plan has chosen.
  package init(_ file: PlanFile, label: String? = nil) {
    self.file = file
    self.label = label
  }

  package func page() throws -> ReportPage {
    try file.refuseShard()
    var page = ReportPage()
    page.database = try file.meta("database") ?? ""
    page.created = Self.moment(try file.meta("created"))
    page.labels = try file.shownLabels(label)
    page.warnings = try file.warnings().map { ReportPage.Warning(table: $0.tableName, message: $0.message) }
    page.inputs = try file.inputs().map { input in
      ReportPage.Input(
        kind: input.kind,
        path: input.path,
        bytes: input.bytes,
        sha256: input.sha256,
        date: Self.moment(input.date)
      )
    }
    let stops = try file.stops()
    // Those of the run first.
    page.stops = (stops.filter { $0.tableName == nil } + stops.filter { $0.tableName != nil }).map { stop in
      ReportPage.Stop(table: stop.tableName, stoppedBy: stop.guard, message: stop.message, liftedBy: stop.liftedBy)
    }
    let lost = try file.read { try StoredLostReferences.fetchAll($0, sql: "SELECT id, lost FROM lost_references") }
    page.lostReferences = lost.map { row in
      let ids = try? JSONDecoder().decode([String].self, from: Data(row.lost.utf8))
      return ReportPage.LostReferences(id: row.id, lost: ids ?? [])
    }
    let decided = try file.decidedTables()
    page.tables = zip(try file.tables(), decided).map { table, decided in
      ReportPage.Table(
        name: table.name,
        backup: table.backup,
        current: table.current,
        statuses: Dictionary(uniqueKeysWithValues: (table.figures.statuses ?? [:]).map { ($0.key.rawValue, $0.value) }),
        recovered: table.recovered,
        withheld: table.withheld,
        leftOut: table.recovered - decided.recovered
      )
    }
    return page
  }

  package func forEachObject(_ body: (ReportObject) throws -> Void) throws {
    var filter = StoredObjectFilter()
    filter.wantsBodies = label != nil
    try file.forEachObject(filter) { stored in
      var object = ReportObject(
        id: stored.id,
        table: stored.tableName,
        status: stored.status,
        action: stored.isExcluded ? "exclude" : stored.action
      )
      object.reason = stored.reason
      object.withheld = stored.withheld
      object.detail = stored.detail
      object.label = stored.name(label)
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
