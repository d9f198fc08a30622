import Foundation
import GRDB
import Merge
import Values

/// The plan file of a shard. It is open only while it is read: there may be many.
struct ShardFile: ShardSource {
  let path: String
  let state: ShardState
  /// The member by which objects are called, where one was named.
  let label: String?

  /// - Throws: `PlanFileError`.
  init(path: String) throws {
    self.path = path
    let file = try PlanFile(path: path)
    guard let shard = file.shard else { throw PlanFileError.notAShard(path: path) }
    let text = try file.read { try String.fetchOne($0, sql: "SELECT state FROM shard") }
    guard let text, let state = try? JSONDecoder().decode(ShardState.self, from: Data(text.utf8)),
      state.shard == shard, state.isPlausible
    else { throw PlanFileError.damaged(path: path, what: "what the shard has found") }
    self.state = state
    label = try file.meta("label")
  }

  func forEachDocument(_ body: (ShardDocument) throws -> Void) throws {
    try forEachRow(of: "shard_documents ORDER BY number") { row in
      guard let document = document(row) else { throw PlanFileError.damaged(path: path, what: "a document in it") }
      try body(document)
    }
  }

  func forEachReference(_ body: (ShardReference) throws -> Void) throws {
    try forEachRow(of: "shard_references ORDER BY rowid") { row in
      guard let table = row["table_name"] as String?, let owner = Self.object("owner", row),
        let target = Self.object("target", row)
      else { throw PlanFileError.damaged(path: path, what: "a reference in it") }
      try body(ShardReference(table: table, owner: owner, target: target))
    }
  }

  /// Calls `body` with the columns of the objects that are in the export, for these are decided.
  func forEachCurrentObject(_ body: (Row) throws -> Void) throws {
    let columns = PlanSchema.objectColumns.joined(separator: ", ")
    try forEachRow(of: "objects WHERE status <> 'deleted' ORDER BY number", columns: columns, body)
  }

  private func forEachRow(of source: String, columns: String = "*", _ body: (Row) throws -> Void) throws {
    try PlanFile(path: path).read { database in
      let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM \(source)")
      while let row = try rows.next() { try body(row) }
    }
  }

  /// An object by its class and its key.
  private static func object(_ name: String, _ row: Row) -> (className: String, key: [UInt8])? {
    guard let className = row["\(name)_class"] as String?, let key = bytes("\(name)_key", row), !key.isEmpty else {
      return nil
    }
    return (className, key)
  }

  private static func bytes(_ column: String, _ row: Row) -> [UInt8]? {
    (row[column] as DatabaseValue).storage.value.flatMap { $0 as? Data }.map { Array($0) }
  }

  /// The document that a row is; nil where it can be none.
  private func document(_ row: Row) -> ShardDocument? {
    func integer(_ column: String) -> Int64? { Int64.fromDatabaseValue(row[column]) }
    guard let table = String.fromDatabaseValue(row["table_name"]),
      let kind = String.fromDatabaseValue(row["kind"]).flatMap(ShardDocument.Kind.init),
      let section = integer("section"), let place = integer("place"), let backup = integer("backup"),
      state.backups.indices.contains(Int(backup)), let key = Self.bytes("key", row),
      let alternative = Self.bytes("alternative", row), let subclass = Self.bytes("subclass", row),
      let traits = integer("traits").flatMap(UInt8.init(exactly:)),
      let problem = integer("problem").flatMap(UInt8.init(exactly:)), let isAmbiguous = integer("ambiguous"),
      let bytes = Self.bytes("document", row), kind == .keyless || kind == .kept || !key.isEmpty
    else { return nil }
    var document = ShardDocument(
      table: table,
      kind: kind,
      place: BackupPlace(section: Int(section), offset: UInt64(bitPattern: place)),
      backup: Int(backup),
      document: bytes
    )
    document.found = Self.object("found", row)
    (document.key, document.alternative, document.subclass) = (key, alternative, subclass)
    (document.traits, document.problem, document.isAmbiguous) = (traits, problem, isAmbiguous != 0)
    document.evidence = Evidence(
      version: integer("version"),
      createdAt: integer("created_at"),
      updatedAt: integer("updated_at")
    )
    return document
  }
}
