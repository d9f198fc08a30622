import Reports

/// What a person reads of a plan file before its objects.
package struct StoredPlanText {
  private let file: PlanFile

  package init(_ file: PlanFile) { self.file = file }

  /// Inputs, figures, stops and warnings, line by line.
  ///
  /// - Parameter filter: the tables that are wanted.
  package func heading(_ filter: StoredObjectFilter) throws -> [String] {
    var lines: [String] = []
    if let created = try file.meta("created") { lines.append("Plan of \(created.minuteText) UTC") }
    for input in try file.inputs() {
      lines.append(
        "\(input.kind.padded(to: 8)) \(DamageText.name(input.path)) (\(UInt64(clamping: input.bytes).byteSize))"
      )
    }
    let header = [
      "table", "backup", "export", "deleted", "unchanged", "modified", "diverged", "created", "recovered", "withheld",
    ]
    var figures = TextTable(header: header, leftColumns: [0])
    for table in try file.decidedTables() {
      let statuses = [table.deleted, table.unchanged, table.modified, table.diverged, table.created].map { count in
        count.map(\.grouped) ?? "?"
      }
      figures.add(
        [table.name.visible, table.backup.grouped, table.current.grouped] + statuses + [
          table.recovered.grouped, table.withheld.grouped,
        ]
      )
    }
    lines += [""] + figures.lines
    for stop in try file.stops() {
      lines += [
        "", "STOPPED: nothing \(stop.tableName.map { "of \($0.visible) " } ?? "")is written", "  " + stop.message,
      ]
    }
    let warnings = try file.warnings()
    if !warnings.isEmpty { lines += ["", "Note:"] }
    lines += warnings.map { "  " + ($0.tableName.map { "\($0.visible): " } ?? "") + $0.message }
    return lines
  }
}

extension String {
  /// The text with blanks behind it.
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
