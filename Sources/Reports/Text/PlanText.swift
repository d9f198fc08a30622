import Merge
import Values

/// A plan as a person reads it in a terminal.
package struct PlanText {
  private let plan: Plan
  private static let shown = 10

  package init(_ plan: Plan) { self.plan = plan }

  /// The text, each line ended.
  ///
  /// - Throws: `MergeError.temporaryFile` where the withheld objects cannot be read; `.damagedExport` where
  ///   differences were asked for, and the current objects cannot be read once more.
  package func text() throws -> String {
    var lines = inputs
    lines += [""] + figures.lines + [""]
    lines += legend
    lines += sources
    lines += try plan.tables.flatMap { try ChangedObjectsText.lines(of: $0, in: plan) }
    lines += stops
    lines += try withheld()
    lines += warnings
    return lines.map { $0 + "\n" }.joined()
  }

  private var inputs: [String] {
    let backups = plan.backups.enumerated().map { index, backup in
      let database = plan.database.isEmpty || index > 0 ? [] : ["database \(plan.database.visible)"]
      let about = database + backup.createdWith.texts.map(\.visible) + [backup.file.bytes.byteSize]
      return
        "\(index == 0 ? "Backup  " : "        ") \(DamageText.name(backup.file.path)) (\(about.joined(separator: ", ")))"
    }
    let size = plan.exports.reduce(0) { $0 + $1.bytes }
    let files = plan.exports.count.counted("file")
    return backups + [
      "Export   \(plan.options.current.map(\.visible).joined(separator: ", ")) (\(files), \(size.byteSize))"
    ]
  }

  private var figures: TextTable {
    let header = [
      "table", "backup", "export", "deleted", "unchanged", "modified", "diverged", "created", "recovered", "withheld",
    ]
    var table = TextTable(header: header + [""], leftColumns: [0, 10])
    for planned in plan.tables {
      table.add(row(planned.name.visible, planned.figures, planned.stops.isEmpty ? "" : "stopped"))
    }
    if plan.tables.count != 1 { table.add(row("all", plan.totals, "")) }
    return table
  }

  private func row(_ name: String, _ figures: Figures, _ note: String) -> [String] {
    let statuses = [Status.deleted, .unchanged, .modified, .diverged, .created].map { status in
      figures.statuses.map { ($0[status] ?? 0).grouped } ?? "?"
    }
    return [name, figures.backup.grouped, figures.current.grouped] + statuses
      + [figures.recovered.grouped, figures.withheld.grouped, note]
  }

  /// What the figures mean, as far as there are any.
  private var legend: [String] {
    let totals = plan.totals
    let count = { (status: Status) in totals.statuses?[status] ?? 0 }
    var lines: [String] = []
    if count(.deleted) > 0 {
      var line = "Deleted   \(count(.deleted).grouped) in the backup and gone from the export"
      if let changed = plan.deletedChanged {
        line += "; last changed \(Self.span(changed))"
      }
      lines.append(line)
    }
    if count(.modified) > 0 {
      lines.append("Modified  \(count(.modified).grouped) written since the backup: kept as they are")
    }
    if count(.diverged) > 0 {
      lines.append(
        "Diverged  \(count(.diverged).grouped) differ, and nothing says that the current one is newer: kept; look at them"
      )
    }
    if count(.created) > 0 { lines.append("Created   \(count(.created).grouped) new since the backup: kept") }
    lines.append(conclusion)
    return lines
  }

  private var conclusion: String {
    guard plan.options.shard == nil else { return "Recover   nothing before the parts are joined" }
    let totals = plan.totals
    guard !plan.isStopped else { return "Recover   nothing: the run is stopped" }
    guard totals.recovered > 0 else { return "Recover   nothing" }
    let deleted = totals.statuses?[.deleted] ?? 0
    let share = totals.selected < deleted ? " (of \(totals.selected.grouped) selected)" : ""
    let withheld = totals.withheld > 0 ? "; \(totals.withheld.grouped) withheld" : ""
    return "Recover   \(totals.recovered.counted("object"))\(share), none of which the export holds\(withheld)"
  }

  static func span(_ range: ClosedRange<Int64>) -> String {
    let (first, last) = (range.lowerBound.minuteText, range.upperBound.minuteText)
    return first == last ? "at \(first) UTC" : "between \(first) and \(last) UTC"
  }

  /// From which backups comes what is recovered.
  private var sources: [String] {
    var counts: [String: (firstMissing: String?, objects: Int)] = [:]
    for source in plan.tables.flatMap(plan.sources) {
      counts[source.lastSeen, default: (source.firstMissing, 0)].objects += source.objects
    }
    return plan.backups.compactMap { backup in
      guard let (firstMissing, objects) = counts[backup.name], !plan.isStopped else { return nil }
      let missing = firstMissing.map { "in \($0.visible)" } ?? "in the export"
      return "  \(objects.counted("object")) last seen in \(backup.name.visible), first missing \(missing)"
    }
  }

  private var stops: [String] {
    var lines: [String] = []
    for stop in plan.stops {
      lines += ["", "STOPPED: nothing is written (\(stop.stoppedBy.rawValue))", "  " + StopText.text(stop, table: nil)]
    }
    for table in plan.tables {
      for stop in table.stops {
        lines += [
          "", "STOPPED: nothing of \(table.name.visible) is written (\(stop.stoppedBy.rawValue))",
          "  " + StopText.text(stop, table: table.name),
        ]
      }
    }
    return lines
  }

  private func withheld() throws -> [String] {
    var lines: [String] = []
    var left = 0
    for table in plan.tables where table.stops.isEmpty && table.figures.withheld > 0 {
      try plan.forEachWithheld(in: table) { object in
        if lines.count < Self.shown {
          lines.append("  " + WithheldText.text(object, table: table.name))
        } else {
          left += 1
        }
      }
    }
    if lines.isEmpty { return [] }
    if left > 0 { lines.append("  and \(left.grouped) more") }
    return ["", "Withheld:"] + lines
  }

  private var warnings: [String] {
    guard !plan.warnings.isEmpty else { return [] }
    return ["", "Note:"]
      + plan.warnings.map { warning in
        "  " + (warning.table.map { "\($0.visible): " } ?? "") + WarningText.text(warning)
      }
  }
}
