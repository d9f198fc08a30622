import ExtendedJSON
import GRDB
import ImportFiles
import JSONStream
import Merge

/// What a plan file says to write: the decisions obeyed, without what is withheld since.
package final class StoredRecovery: ImportSource {
  package let file: PlanFile
  /// The figures as they are now.
  package private(set) var tables: [StoredTable]
  package var checkedExport: CheckedExport
  /// The export that says what is there now.
  package var exports: [InputFile]?
  /// The ids of the plan's objects that a fresh export holds again.
  package var isBack: Set<String> = []
  /// What is withheld that the plan recovers, by tables and ids.
  package private(set) var withheld: [String: [String: WithheldReason]] = [:]
  /// Tables of which nothing is written although the plan would.
  package private(set) var stopped: [String: Guard] = [:]

  /// What the objects are read from.
  private let source: String

  /// - Parameter obeysDecisions: whether what a person has taken out is left out.
  package init(_ file: PlanFile, checkedExport: CheckedExport, obeysDecisions: Bool = true) throws {
    self.file = file
    self.checkedExport = checkedExport
    tables = try obeysDecisions ? file.decidedTables() : file.tables()
    source = obeysDecisions ? "recovered" : "(SELECT * FROM objects WHERE action = 'recover')"
    let sql = "SELECT count(*) FROM \(source)"
    let objects = try file.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    guard objects == tables.reduce(0, { $0 + $1.recovered }) else {
      throw PlanFileError.damaged(path: file.path, what: "the number of objects to recover")
    }
  }

  /// Writes no object of a table.
  package func stop(_ table: String, by stoppedBy: Guard) {
    stopped[table] = stoppedBy
    change(table) { figures in
      figures.withheld += figures.recovered
      figures.recovered = 0
    }
  }

  /// Does not write an object of a table that is not stopped.
  package func withhold(_ id: String, of table: String, _ reason: WithheldReason) {
    guard withheld[table, default: [:]].updateValue(reason, forKey: id) == nil else { return }
    change(table) { figures in
      figures.withheld += 1
      figures.recovered -= 1
    }
  }

  /// Says how many objects the export holds now.
  package func count(_ counts: [String: Int]) {
    for index in tables.indices { tables[index].current = counts[tables[index].name] ?? 0 }
  }

  private func change(_ table: String, _ change: (inout StoredTable) -> Void) {
    if let index = tables.firstIndex(where: { $0.name == table }) { change(&tables[index]) }
  }

  // MARK: What is written

  package var importTables: [ImportTable] {
    tables.filter { $0.recovered > 0 }.map { table in
      ImportTable(name: table.name, format: ObjectFormat(rawValue: table.format) ?? .baqend, objects: table.recovered)
    }
  }

  package func forEachRecovered(in table: ImportTable, _ body: (Plan.RecoveredObject) throws -> Void) throws {
    try forEachRow(StoredBody.self, of: table.name) {
      try body(Plan.RecoveredObject(id: $0.id, json: Array($0.body.utf8)))
    }
  }

  /// Calls `body` with what is wanted of each object of a table that is written.
  private func forEachRow<Row: RecoveredRecord>(_: Row.Type, of table: String, _ body: (Row) throws -> Void) throws {
    guard stopped[table] == nil else { return }
    let withheld = withheld[table] ?? [:]
    try file.read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT \(Row.columns) FROM \(source) WHERE table_name = ? ORDER BY number",
        arguments: [table]
      )
      while let row = try rows.next() {
        if withheld[row.id] == nil { try body(row) }
      }
    }
  }

  package func forEachWithheldEntry(_ body: (JSONText) throws -> Void) throws {
    for table in tables {
      if let stoppedBy = stopped[table.name] {
        try body(WithheldEntries.entry(stopped: table.name, by: [stoppedBy], objects: table.withheld))
      }
      try file.read { database in
        let entries = try String.fetchCursor(
          database,
          sql: "SELECT entry FROM withheld_entries WHERE table_name = ? ORDER BY rowid",
          arguments: [table.name]
        )
        while let entry = try entries.next() { try body(.raw(Array(entry.utf8))) }
      }
      for (id, reason) in (withheld[table.name] ?? [:]).sorted(by: {
        $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
      }) {
        try body(WithheldEntries.entry(id: id, table: table.name, reason: reason))
      }
    }
  }

  /// The ids that are written, of all tables.
  package func recoveredIDs() throws -> Set<String> {
    var ids: Set<String> = []
    for table in tables { try forEachRow(RecoveredID.self, of: table.name) { ids.insert($0.id) } }
    return ids
  }

  package func manifest(of files: [PublishedFile]) throws -> JSONText {
    guard var manifest = try file.meta("manifest").flatMap(JSONTextBuilder.value) else {
      throw PlanFileError.damaged(path: file.path, what: "the manifest")
    }
    manifest["files"] = .array(files.map(Manifest.file))
    manifest["excluded"] = .array(try file.excludedIDs().map { .text($0) })
    if let exports { manifest["exports"] = .array(exports.map(Manifest.input)) }
    let references = manifest["lostReferences"]?.elements ?? []
    let written = references.isEmpty ? [] : try recoveredIDs()
    let lost = references.compactMap { entry -> JSONText? in
      let remaining = (entry["lost"]?.elements ?? []).filter { $0.text.map(written.contains) ?? false }
      var entry = entry
      entry["lost"] = .array(remaining)
      return remaining.isEmpty ? nil : entry
    }
    manifest["lostReferences"] = .array(lost)
    manifest["tables"] = .array(
      try zip(tables, manifest["tables"]?.elements ?? []).map { table, entry in try self.entry(of: table, entry) }
    )
    return manifest
  }

  /// What the manifest says of a table.
  private func entry(of table: StoredTable, _ stored: JSONText) throws -> JSONText {
    var entry = stored
    for (name, figure) in table.figures.members where figure.isNumber { entry[name] = figure }
    if let stoppedBy = stopped[table.name] { entry["stopped"] = [.text(stoppedBy.rawValue)] }
    guard let sources = entry["sources"]?.elements, !sources.isEmpty else { return entry }
    var counts: [String: Int64] = [:]
    try forEachRow(RecoveredID.self, of: table.name) { counts[$0.lastSeen ?? "", default: 0] += 1 }
    entry["sources"] = .array(
      sources.compactMap { source in
        guard let objects = source["lastSeen"]?.text.flatMap({ counts[$0] }) else { return nil }
        var source = source
        source["objects"] = .integer(objects)
        return source
      }
    )
    return entry
  }
}

extension JSONText {
  fileprivate var isNumber: Bool {
    if case .integer = self { true } else { false }
  }
}

extension PlanFile {
  /// The objects that a person has taken out, in the order of their ids.
  package func excludedIDs() throws -> [String] {
    try read { database in
      try String.fetchAll(
        database,
        sql:
          "SELECT id FROM objects JOIN decisions USING (id) WHERE action = 'recover' AND included = 0 ORDER BY number"
      )
    }
  }

  /// How many they are.
  package func excludedCount() throws -> Int {
    try read { database in
      let sql = "SELECT count(*) FROM objects JOIN decisions USING (id) WHERE action = 'recover' AND included = 0"
      return try Int.fetchOne(database, sql: sql) ?? 0
    }
  }

  /// The ids that were named, and cannot be recovered.
  package func unrecoveredNamedIDs() throws -> [String] {
    try read { database in
      try String.fetchAll(
        database,
        sql: "SELECT id FROM named_ids WHERE status IS NULL OR status <> 'deleted' ORDER BY rowid"
      )
    }
  }

  /// Whether ids were named, and neither side holds any of them.
  func namesOnlyUnknownIDs() throws -> Bool {
    try read { database in
      let named = try Int.fetchOne(database, sql: "SELECT count(*) FROM named_ids") ?? 0
      let known = try Int.fetchOne(database, sql: "SELECT count(status) FROM named_ids") ?? 0
      return named > 0 && known == 0
    }
  }
}
