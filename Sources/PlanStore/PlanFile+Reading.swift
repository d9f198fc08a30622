import GRDB
import Merge

/// Which objects of a plan file are wanted.
package struct StoredObjectFilter: Sendable {
  /// Empty for all.
  package var statuses: [String] = []
  /// Names, with `*` for any characters; empty for all.
  package var tables: [String] = []
  /// The most of one status in a table; nil for all.
  package var limit: Int?
  /// Whether bodies are wanted.
  package var wantsBodies = false

  package init() {}
}

extension PlanFile {
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw PlanFileError.database(path: path, message: error.message ?? "")
    } catch is RowDecodingError {
      throw PlanFileError.damaged(path: path, what: "what stands in it")
    }
  }

  /// The figures, in the order of the tables' names.
  package func tables() throws -> [StoredTable] {
    let tables = try read { try StoredTable.fetchAll($0, sql: "SELECT * FROM tables ORDER BY name") }
    guard tables.allSatisfy(\.arePlausible) else { throw PlanFileError.damaged(path: path, what: "a figure in it") }
    return tables
  }

  /// The figures as they are when the decisions are obeyed: what was taken out is no longer selected.
  package func decidedTables() throws -> [StoredTable] {
    let counts = try read { database in
      try ExclusionCount.fetchAll(
        database,
        sql: """
          SELECT table_name, count(*) AS objects, coalesce(sum(followed), 0) AS followed
          FROM objects JOIN decisions USING (id) WHERE action = 'recover' AND included = 0 GROUP BY table_name
          """
      )
    }
    var tables = try tables()
    for index in tables.indices {
      guard let count = counts.first(where: { $0.tableName == tables[index].name }) else { continue }
      guard (0...count.objects).contains(count.followed) else {
        throw PlanFileError.damaged(path: path, what: "what it says of references")
      }
      tables[index].recovered -= count.objects
      tables[index].followed -= count.followed
      tables[index].selected -= count.objects - count.followed
    }
    guard tables.allSatisfy(\.arePlausible) else { throw PlanFileError.damaged(path: path, what: "a figure in it") }
    return tables
  }

  /// What was read, backups first.
  package func inputs() throws -> [StoredInput] {
    try read { try StoredInput.fetchAll($0, sql: "SELECT * FROM inputs ORDER BY kind, position") }
  }

  /// The guards that stopped tables or the run.
  package func stops() throws -> [StoredStop] {
    try read { try StoredStop.fetchAll($0, sql: "SELECT * FROM stops ORDER BY rowid") }
  }

  /// What a person should know.
  package func warnings() throws -> [StoredWarning] {
    try read { try StoredWarning.fetchAll($0, sql: "SELECT * FROM warnings ORDER BY rowid") }
  }

  /// A text of the file about itself.
  package func meta(_ key: String) throws -> String? {
    try read { try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) }
  }

  /// Calls `body` with objects, in the order of their tables, and within one by status and id.
  package func forEachObject(_ filter: StoredObjectFilter, _ body: (StoredObject) throws -> Void) throws {
    try read { database in
      for table in try String.fetchAll(database, sql: "SELECT name FROM tables ORDER BY name")
      where filter.tables.isEmpty || filter.tables.contains(where: { Selection.matches(table, pattern: $0) }) {
        for status in ["deleted", "modified", "diverged", "created"]
        where filter.statuses.isEmpty || filter.statuses.contains(status) {
          let rows = try StoredObject.fetchCursor(
            database,
            sql: """
              SELECT id, table_name, status, reason, action, withheld, detail, label, last_seen, first_missing,
                backup_version, backup_updated_at, backup_created_at, current_version, current_updated_at,
                current_created_at, differences, \(filter.wantsBodies ? "body" : "NULL AS body"),
                action = 'recover' AND coalesce(included, 1) = 0 AS is_excluded
              FROM objects LEFT JOIN decisions USING (id) WHERE table_name = ? AND status = ? ORDER BY number LIMIT ?
              """,
            arguments: [table, status, filter.limit ?? -1]
          )
          while let row = try rows.next() { try body(row) }
        }
      }
    }
  }
}
