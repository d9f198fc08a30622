/// Which object's history is wanted, and from where.
public struct HistoryOptions: Sendable {
  /// The paths of the backups.
  public var backups: [String]
  /// The object: a reference, `/db/TABLE/KEY`, or a bare key of `table`.
  public var id: String
  /// The table of a bare key.
  public var table: String?
  /// The folders and files of the current export, or a backup in its place; empty for none.
  public var current: [String] = []
  /// The backups' database; needed only where one of them holds several.
  public var database: String?
  /// The database of the current side, where that is a backup and holds several.
  public var currentDatabase: String?
  /// What the application's classes look like, where that is known.
  public var schema: SchemaFolder?
  /// How bodies are compared.
  public var comparison = ComparisonRules()
  /// Members whose values are not shown, beside those whose names begin with `_`.
  public var maskedNames: [String] = []
  /// What is told how far it is.
  public var progress: RunProgress?

  /// The history of an object through backups alone.
  public init(backups: [String], id: String) {
    self.backups = backups
    self.id = id
  }
}
