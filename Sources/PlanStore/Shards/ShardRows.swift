import GRDB

/// The rows of changed and created objects that shards have made, in the order in which one plan has them.
struct ShardRows {
  let files: [ShardFile]

  private static let columns = PlanSchema.objectColumns.joined(separator: ", ")

  /// Takes the rows of all shards into a temporary table.
  func collect(in database: Database) throws {
    try database.execute(sql: "CREATE TEMP TABLE shard_rows (\(Self.columns))")
    let marks = PlanSchema.objectColumns.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.makeStatement(sql: "INSERT INTO shard_rows VALUES (\(marks))")
    for file in files {
      try file.forEachCurrentObject { row in
        statement.setUncheckedArguments(StatementArguments(row.databaseValues))
        try statement.execute()
      }
    }
  }

  /// Writes those of a table, in the order of their ids.
  func write(of table: String, _ database: Database) throws {
    for statuses in ["'modified', 'diverged'", "'created'"] {
      try database.execute(
        sql: """
          INSERT INTO objects (\(Self.columns))
          SELECT \(Self.columns) FROM shard_rows WHERE table_name = ? AND status IN (\(statuses)) ORDER BY id
          """,
        arguments: [table]
      )
    }
  }
}
