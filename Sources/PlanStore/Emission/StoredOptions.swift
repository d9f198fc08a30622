import Compression
import Export
import Foundation
import GRDB
import JSONStream
import Merge
import Values

/// With what options a plan was made, as far as its import files depend on them.
struct StoredOptions {
  /// The backup's database.
  let database: String
  /// How the export is read.
  private(set) var plan: PlanOptions
  let strictReferences: Bool

  private let lifted: [Lifted]

  private struct Lifted: Decodable {
    var flag: String
    var table: String?
  }

  private struct Options: Decodable {
    var encodedKeys: Set<String>
    var currentParts: Bool
    var strictReferences: Bool
  }

  /// - Parameter progress: what is told how far it is.
  /// - Throws: `PlanFileError`, or `MergeError.schema` where the schema that the plan holds cannot be read.
  init(_ file: PlanFile, progress: RunProgress? = nil) throws {
    func decoded<Value: Decodable>(_ key: String, _ type: Value.Type) throws -> Value {
      guard let text = try file.meta(key), let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
        throw PlanFileError.damaged(path: file.path, what: "what it says of its \(key)")
      }
      return value
    }
    let options = try decoded("options", Options.self)
    lifted = try decoded("lifted", [Lifted].self)
    database = try file.meta("database") ?? ""
    plan = PlanOptions(backups: [], current: try decoded("current", [String].self))
    plan.currentDatabase = try file.meta("current_database")
    plan.allowsParts = options.currentParts
    plan.progress = progress
    plan.comparison.encodedKeys = options.encodedKeys
    strictReferences = options.strictReferences
    if let classes = try file.meta("classes") {
      plan.comparison.schema = try SchemaFolder.schema(json: classes, path: file.path)
    }
  }

  /// The tables for which a guard was lifted by a flag.
  func lifted(_ flag: String) -> Set<String> { Set(lifted.filter { $0.flag == flag }.compactMap(\.table)) }
}

extension PlanFile {
  /// The files of the export, each with whether it was damaged.
  ///
  /// - Throws: `PlanFileError.exportChanged` where one is not there any more.
  func exportFiles() throws -> [(file: TableFile, isDamaged: Bool)] {
    let rows = try read { try StoredExportFile.fetchAll($0, sql: "SELECT * FROM export_files ORDER BY rowid") }
    return try rows.map { row in
      guard let form = ObjectForm(rawValue: row.form), let identity = try? FileIdentity.of(path: row.path) else {
        throw PlanFileError.exportChanged(path: row.path)
      }
      let file = TableFile(
        path: row.path,
        collection: row.collection,
        table: row.tableName,
        nameTable: row.tableName,
        form: form,
        identity: identity
      )
      return (file, row.damaged)
    }
  }

  /// The SHA-256 of a file of the export; nil where it is none.
  func exportSHA256(of path: String) throws -> String? {
    try read { database in
      try String.fetchOne(
        database,
        sql: "SELECT sha256 FROM inputs WHERE kind = 'export' AND path = ?",
        arguments: [path]
      )
    }
  }

  /// The ids of all objects that the plan recovers, whatever was decided since.
  func plannedIDs() throws -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT id FROM objects WHERE action = 'recover'") }
  }
}
