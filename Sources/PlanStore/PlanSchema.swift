/// The layout of a plan file.
enum PlanSchema {
  /// `RGFR`.
  static let applicationID: Int32 = 0x5247_4652
  /// The version of the layout.
  static let version: Int32 = 1

  /// The columns of `objects`, but for the number.
  static let objectColumns = [
    "id", "table_name", "status", "reason", "action", "withheld", "detail", "followed", "label", "last_seen",
    "first_missing", "backup_version", "backup_updated_at", "backup_created_at", "current_version",
    "current_updated_at", "current_created_at", "differences", "body",
  ]

  /// Makes the tables and views of an empty database.
  static let statements = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE inputs (
      kind TEXT, position INTEGER, path TEXT, bytes INTEGER, sha256 TEXT, date TEXT, created_with TEXT);
    CREATE TABLE tables (
      name TEXT PRIMARY KEY, format TEXT, backup INTEGER, current INTEGER, deleted INTEGER, unchanged INTEGER,
      modified INTEGER, diverged INTEGER, created INTEGER, selected INTEGER, followed INTEGER, recovered INTEGER,
      withheld INTEGER, unverified INTEGER, latest TEXT);
    CREATE TABLE stops (table_name TEXT, guard TEXT, message TEXT, lifted_by TEXT);
    CREATE TABLE warnings (table_name TEXT, message TEXT);
    CREATE TABLE objects (
      number INTEGER PRIMARY KEY, id TEXT UNIQUE, table_name TEXT, status TEXT, reason TEXT, action TEXT,
      withheld TEXT, detail TEXT, followed INTEGER, label TEXT, last_seen TEXT, first_missing TEXT, backup_version INTEGER,
      backup_updated_at TEXT, backup_created_at TEXT, current_version INTEGER, current_updated_at TEXT,
      current_created_at TEXT, differences TEXT, body TEXT);
    CREATE TABLE withheld_entries (table_name TEXT, entry TEXT);
    CREATE TABLE named_ids (id TEXT, table_name TEXT, status TEXT);
    CREATE TABLE export_files (path TEXT, table_name TEXT, collection TEXT, form TEXT, damaged INTEGER);
    CREATE TABLE decisions (id TEXT PRIMARY KEY, included INTEGER, decided_at TEXT);
    CREATE TABLE unique_indexes (
      table_name TEXT, name TEXT, fields TEXT, sparse INTEGER, filter TEXT, collation TEXT);
    CREATE TABLE lost_references (id TEXT, table_name TEXT, lost TEXT);
    CREATE VIEW deleted AS SELECT * FROM objects WHERE status = 'deleted';
    CREATE VIEW modified AS SELECT * FROM objects WHERE status = 'modified';
    CREATE VIEW diverged AS SELECT * FROM objects WHERE status = 'diverged';
    CREATE VIEW withheld AS SELECT * FROM objects WHERE action = 'withhold';
    CREATE VIEW recovered AS SELECT objects.* FROM objects LEFT JOIN decisions USING (id)
      WHERE action = 'recover' AND coalesce(included, 1) = 1;
    """
}
