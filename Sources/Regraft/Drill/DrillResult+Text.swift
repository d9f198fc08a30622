import Merge
import Reports

extension DrillResult {
  /// What a person reads in a terminal, each line ended.
  public var text: String {
    var table = TextTable(header: ["table", "unchanged", "drilled", "recovered", "equal"])
    for own in tables {
      let equal = own.recovered - own.different.count
      table.add(
        [own.name.visible] + [own.unchanged, own.drilled.count, own.recovered, equal].map(\.grouped)
      )
    }
    var lines = tables.isEmpty ? [] : table.lines + [""]
    lines += problems.map { "  " + $0 }
    if !problems.isEmpty { lines.append("") }
    lines.append(conclusion)
    lines.append("The same objects again: --objects \(objectsPerTable) --seed \(seed)")
    return lines.map { $0 + "\n" }.joined()
  }

  private var conclusion: String {
    if isPassed {
      return
        "Passed: \(drilled.counted("object")) taken out of the export, all recovered as they are, and nothing else."
    }
    if stops.isEmpty, drilled == 0 {
      return "FAILED: there is nothing to drill, for no table has two objects of which one is unchanged."
    }
    return "FAILED."
  }

  private var problems: [String] {
    stops.map { StopText.text($0, table: nil) }
      + tables.flatMap { table in
        table.stops.map { "\(table.name.visible): \(StopText.text($0, table: table.name))" }
          + table.missing.map { "\($0.id.visible): not recovered\($0.reason.map { " (withheld: \($0))" } ?? "")" }
          + table.different.map { "\($0.visible): recovered with other content" }
      }
      + unexpected.map { "\($0.visible): would be imported, and was not taken out" }
  }
}
