import Reports

/// The lines of a table's objects of one status, in columns.
///
/// The columns are as wide as the first objects need; so that any number can be shown, only these are kept.
struct ObjectGroup {
  private struct Row {
    var id: String
    var label: String
    var time: String
    var rest: String
    var changes: [String]
  }

  private let width: Int?
  private var key: (table: String, status: String)?
  private var rows: [Row] = []
  private var widths: (id: Int, label: Int, time: Int)?

  /// - Parameter width: the columns of the terminal; nil for as many as it takes.
  init(width: Int?) { self.width = width }

  /// Whether an object is of this group.
  func takes(_ object: StoredObject) -> Bool { key.map { $0 == (object.tableName, object.status) } ?? true }

  /// Adds an object.
  mutating func add(
    _ object: StoredObject,
    label: String?,
    changes: [String],
    _ write: (String) throws -> Void
  ) throws {
    key = (object.tableName, object.status)
    let moment = object.backupUpdatedAt ?? object.backupCreatedAt ?? object.currentUpdatedAt
    rows.append(
      Row(
        id: id(of: object),
        label: label.map(Self.shortened) ?? "",
        time: moment.map { "changed last \($0.minuteText)" } ?? "",
        rest: Self.rest(of: object),
        changes: changes
      )
    )
    if widths != nil || rows.count == 500 { try self.write(write) }
  }

  /// Writes what was added.
  mutating func write(_ write: (String) throws -> Void) throws {
    if widths == nil, let key {
      try write("")
      try write("\(key.table.visible), \(key.status):")
    }
    let widths = widths ?? fittingWidths
    self.widths = widths
    for row in rows {
      let cells = [(row.id, widths.id), (row.label, widths.label), (row.time, widths.time)]
      var line = cells.filter { $0.1 > 0 }.reduce("") { $0 + "  " + $1.0.fitted(to: $1.1) }
      if !row.rest.isEmpty { line += "  " + row.rest }
      while line.last == " " { line.removeLast() }
      try write(line)
      for change in row.changes { try write(width.map { change.cut(to: max($0, 20)) } ?? change) }
    }
    rows.removeAll(keepingCapacity: true)
  }

  // MARK: Columns

  /// What the columns get where they have to share a terminal's width: ids and labels give way to the others, the
  /// longer one first.
  private var fittingWidths: (id: Int, label: Int, time: Int) {
    func widest(_ text: (Row) -> String) -> Int { rows.map { text($0).columns }.max() ?? 0 }
    var (id, label, time) = (widest(\.id), widest(\.label), widest(\.time))
    guard let width else { return (id, label, time) }
    let rest = widest(\.rest)
    let gaps = [id, label, time, rest].count { $0 > 0 } * 2
    var room = max(20, width - gaps - rest - time)
    if label == 0 { return (min(id, room), 0, time) }
    if room < 30, time > 0 {
      // Too narrow for all: the time goes.
      room += time + 2
      time = 0
    }
    let half = room / 2
    if id + label > room {
      id = min(id, max(half, room - label))
      label = room - id
    }
    return (id, label, time)
  }

  /// The whole id, or where the width is limited the key: the table is said above.
  private func id(of object: StoredObject) -> String {
    guard let id = object.id else { return "without an id" }
    let prefix = "/db/\(object.tableName)/"
    guard width != nil, id.hasPrefix(prefix) else { return id.visible }
    return String(id.dropFirst(prefix.count)).visible
  }

  private static func rest(of object: StoredObject) -> String {
    var parts: [String] = []
    if let seen = object.lastSeen, object.firstMissing != "export" { parts.append("last seen in \(seen.visible)") }
    switch object.action {
    case "recover": parts.append(object.isExcluded ? "(taken out)" : "→ recover")
    case "withhold": parts.append("→ withheld: \(object.withheld ?? "")")
    default: if let reason = object.reason { parts.append("(\(reason))") }
    }
    return parts.joined(separator: "  ")
  }

  private static func shortened(_ text: String) -> String {
    let line = text.visible
    return line.count > 60 ? "\"\(line.prefix(59))…\"" : "\"\(line)\""
  }
}
