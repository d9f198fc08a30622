import JSONStream
import Reports

/// A plan as people read it in a terminal: totals, tables, objects.
package struct PlanPreview {
  /// Which objects are shown.
  package var filter = StoredObjectFilter()
  /// The columns of the terminal; nil for as many as it takes, with whole ids.
  package var width: Int?
  /// The member by which recovered objects are called; nil for the one that the plan has chosen.
  package var label: String?
  /// Whether it is told what has changed in changed objects.
  package var showsDifferences = false
  /// What is not shown.
  package var masking = ReportMasking([])

  private let file: PlanFile

  package init(_ file: PlanFile) { self.file = file }

  /// Calls `write` with each line.
  package func write(_ write: (String) throws -> Void) throws {
    for line in try heading() { try write(line) }
    var filter = filter
    filter.wantsBodies = label != nil
    let hidesLabels = try file.shownLabels(label).contains(where: masking.masks)
    var group = ObjectGroup(width: width)
    try file.forEachObject(filter) { object in
      if !group.takes(object) {
        try group.write(write)
        group = ObjectGroup(width: width)
      }
      let changes = showsDifferences ? object.differences.map { ChangeLines.lines($0, masking) } ?? [] : []
      try group.add(object, label: hidesLabels ? nil : object.name(label), changes: changes, write)
    }
    try group.write(write)
  }

  // MARK: Before the objects

  /// What was read, totals, tables, stops and warnings.
  func heading() throws -> [String] {
    var lines: [String] = []
    let part = file.shard.map { ", \(WarningText.text($0)): nothing is decided yet" } ?? ""
    if let created = try file.meta("created") { lines.append("Plan of \(created.minuteText) UTC\(part)") }
    for input in try file.inputs() {
      let size = UInt64(clamping: input.bytes).byteSize
      lines.append("\(input.kind.fitted(to: 8)) \(DamageText.name(input.path)) (\(size))")
    }
    let tables = try file.decidedTables()
    lines += [""] + (try totals(of: tables)) + [""] + figures(of: tables)
    for stop in try file.stops() {
      lines += [
        "", "STOPPED: nothing \(stop.tableName.map { "of \($0.visible) " } ?? "")is written", "  " + stop.message,
      ]
    }
    let warnings = try file.warnings()
    if !warnings.isEmpty { lines += ["", "Note:"] }
    lines += warnings.map { "  " + ($0.tableName.map { "\($0.visible): " } ?? "") + masking.sentence($0.message) }
    return lines
  }

  private func totals(of tables: [StoredTable]) throws -> [String] {
    func sum(_ figure: (StoredTable) -> Int?) -> Int { tables.reduce(0) { $0 + (figure($1) ?? 0) } }
    let excluded = try file.excludedCount()
    var recovered = "Recover   \(sum(\.recovered).counted("object"))"
    if sum(\.withheld) > 0 { recovered += "; \(sum(\.withheld).grouped) withheld" }
    if excluded > 0 { recovered += "; \(excluded.grouped) taken out" }
    return [
      "Deleted   \(sum(\.deleted).grouped)",
      file.shard == nil ? recovered : "Recover   nothing before the parts are joined",
      "Keep      \(sum(\.modified).grouped) modified, \(sum(\.diverged).grouped) diverged, "
        + "\(sum(\.created).grouped) created, \(sum(\.unchanged).grouped) unchanged",
    ]
  }

  private func figures(of tables: [StoredTable]) -> [String] {
    let header = [
      "table", "backup", "export", "deleted", "unchanged", "modified", "diverged", "created", "recovered", "withheld",
    ]
    var text = TextTable(header: header, leftColumns: [0])
    for table in tables {
      let statuses = [table.deleted, table.unchanged, table.modified, table.diverged, table.created].map { count in
        count.map(\.grouped) ?? "?"
      }
      text.add(
        [table.name.visible, table.backup.grouped, table.current.grouped] + statuses + [
          table.recovered.grouped, table.withheld.grouped,
        ]
      )
    }
    return text.lines
  }
}
