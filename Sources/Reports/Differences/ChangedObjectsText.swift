import Merge
import Values

/// The changed objects of a table as a person reads them: each with its differences below it.
enum ChangedObjectsText {
  /// How many differences of an object are shown.
  private static let shown = 50

  /// Empty where no differences were asked for, or nothing of the table has changed.
  static func lines(of table: PlannedTable, in plan: Plan) throws -> [String] {
    let count = plan.changedCount(in: table)
    guard count > 0, let wanted = plan.options.differences else { return [] }
    let limit = wanted.limit ?? count
    let share = limit < count ? ", the first \(limit.grouped) of \(count.grouped) (--limit 0 shows all)" : ""
    var lines = ["", "Changed in \(table.name.visible)\(share):"]
    try plan.forEachChanged(in: table) { object in
      lines.append("  \(object.id.visible)  \(about(object))")
      lines += DifferenceText(object.space).lines(object.differences, limit: shown).map { "    " + $0 }
    }
    return lines
  }

  /// Status and reason, and the evidence as far as it differs.
  private static func about(_ object: ChangedObject) -> String {
    var parts = ["\(object.reason.status.rawValue) (\(object.reason.rawValue))"]
    let (backup, current) = (object.backup, object.current)
    func add(_ name: String, _ old: String?, _ new: String?) {
      if old != new { parts.append("\(name) \(old ?? "none") → \(new ?? "none")") }
    }
    add("version", backup.version.map(String.init), current.version.map(String.init))
    add("created", backup.createdAt.map(\.minuteText), current.createdAt.map(\.minuteText))
    add("updated", backup.updatedAt.map(\.minuteText), current.updatedAt.map(\.minuteText))
    return parts.joined(separator: ", ")
  }
}
