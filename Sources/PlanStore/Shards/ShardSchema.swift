import GRDB
import Merge

/// What the plan file of a shard has beside that of a plan.
enum ShardSchema {
  /// Makes the tables of an empty database.
  static let statements = """
    CREATE TABLE shard (number INTEGER, count INTEGER, state TEXT);
    CREATE TABLE shard_documents (
      number INTEGER PRIMARY KEY, table_name TEXT, kind TEXT, section INTEGER, place INTEGER, backup INTEGER,
      found_class TEXT, found_key BLOB, key BLOB, alternative BLOB, subclass BLOB, traits INTEGER, problem INTEGER,
      ambiguous INTEGER, version INTEGER, created_at INTEGER, updated_at INTEGER, document BLOB);
    CREATE TABLE shard_references (
      table_name TEXT, owner_class TEXT, owner_key BLOB, target_class TEXT, target_key BLOB);
    """

  /// Which shard a plan file is of; nil where it is of none.
  static func shard(of database: Database, path: String) throws -> Shard? {
    guard try database.tableExists("shard") else { return nil }
    let row = try Row.fetchOne(database, sql: "SELECT * FROM shard")
    guard let number = row.flatMap({ Int.fromDatabaseValue($0["number"]) }),
      let count = row.flatMap({ Int.fromDatabaseValue($0["count"]) }), let shard = Shard(number: number, of: count)
    else { throw PlanFileError.damaged(path: path, what: "which part it is") }
    return shard
  }
}

extension PlanFile {
  /// Refuses the plan of a part of all ids, of which nothing is decided.
  func refuseShard() throws(PlanFileError) {
    if let shard { throw .shard(path: path, shard) }
  }
}
