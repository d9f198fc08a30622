import Foundation
import GRDB
import Merge

// Keeping what a shard has found.
extension PlanFile {
  /// Writes what merge-plans joins.
  static func write(_ findings: ShardFindings, _ database: Database) throws {
    try database.execute(sql: ShardSchema.statements)
    let state = findings.state
    let text = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
    try database.execute(
      sql: "INSERT INTO shard VALUES (?, ?, ?)",
      arguments: [state.shard.number, state.shard.count, text]
    )
    let documents = try statement("shard_documents", columns: 18, database)
    try findings.forEachDocument { document in
      let place: [(any DatabaseValueConvertible)?] = [
        nil, document.table, document.kind.rawValue, document.place.section,
        Int64(bitPattern: document.place.offset), document.backup, document.found?.className,
        document.found.map { Data($0.key) }, Data(document.key), Data(document.alternative), Data(document.subclass),
        document.traits, document.problem, document.isAmbiguous, document.evidence.version,
        document.evidence.createdAt, document.evidence.updatedAt, Data(document.document),
      ]
      try documents.execute(arguments: StatementArguments(place))
    }
    let references = try statement("shard_references", columns: 5, database)
    try findings.forEachReference { reference in
      try references.execute(arguments: [
        reference.table, reference.owner.className, Data(reference.owner.key), reference.target.className,
        Data(reference.target.key),
      ])
    }
  }

  private static func statement(_ table: String, columns: Int, _ database: Database) throws -> Statement {
    let marks = (0..<columns).map { _ in "?" }.joined(separator: ", ")
    return try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
  }
}
