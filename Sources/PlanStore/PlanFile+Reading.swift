import GRDB
import Merge

/// The figures of a table in a plan file.
package struct StoredTable: FetchableRecord, Decodable, Sendable {
  package var name: String
  package var backup: Int
  package var current: Int
  package var deleted: Int?
  package var unchanged: Int?
  package var modified: Int?
  package var diverged: Int?
  package var created: Int?
  package var selected: Int
  package var followed: Int
  package var recovered: Int
  package var withheld: Int
}

/// What was read for a plan.
package struct StoredInput: FetchableRecord, Decodable, Sendable {
  package var kind: String
  package var path: String
  package var bytes: Int64
  package var sha256: String?
}

/// A sentence of a plan, about a table or about the run.
package struct StoredMessage: FetchableRecord, Decodable, Sendable {
  package var table: String?
  package var message: String
}

/// An object of a plan file.
package struct StoredObject: FetchableRecord, Decodable, Sendable {
  package var id: String?
  package var tableName: String
  package var status: String
  package var reason: String?
  package var action: String
  package var withheld: String?
  package var detail: String?
  package var label: String?
  package var lastSeen: String?
  package var firstMissing: String?
  package var backupVersion: Int64?
  package var backupUpdatedAt: String?
  package var backupCreatedAt: String?
  package var currentVersion: Int64?
  package var currentUpdatedAt: String?
  package var currentCreatedAt: String?
  /// A JSON array.
  package var differences: String?

  package static let databaseColumnDecodingStrategy = DatabaseColumnDecodingStrategy.convertFromSnakeCase
}

/// Which objects of a plan file are wanted.
package struct StoredObjectFilter: Sendable {
  /// Empty for all.
  package var statuses: [String] = []
  /// Names, with `*` for any characters; empty for all.
  package var tables: [String] = []
  /// The most of one status in a table; nil for all.
  package var limit: Int?

  package init() {}
}

extension PlanFile {
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.read(body)
    } catch let error as DatabaseError {
      throw PlanFileError.database(path: path, message: error.message ?? "")
    }
  }

  /// The figures, in the order of the tables' names.
  package func tables() throws -> [StoredTable] {
    try read { try StoredTable.fetchAll($0, sql: "SELECT * FROM tables ORDER BY name") }
  }

  /// What was read, backups first.
  package func inputs() throws -> [StoredInput] {
    try read { try StoredInput.fetchAll($0, sql: "SELECT * FROM inputs ORDER BY kind, position") }
  }

  /// The guards that stopped tables or the run.
  package func stops() throws -> [StoredMessage] {
    try read { database in
      try StoredMessage.fetchAll(database, sql: "SELECT table_name AS \"table\", message FROM stops ORDER BY rowid")
    }
  }

  /// What a person should know.
  package func warnings() throws -> [StoredMessage] {
    try read { database in
      try StoredMessage.fetchAll(database, sql: "SELECT table_name AS \"table\", message FROM warnings ORDER BY rowid")
    }
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
                current_created_at, differences
              FROM objects WHERE table_name = ? AND status = ? ORDER BY number LIMIT ?
              """,
            arguments: [table, status, filter.limit ?? -1]
          )
          while let row = try rows.next() { try body(row) }
        }
      }
    }
  }
}
