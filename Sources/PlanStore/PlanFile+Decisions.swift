import Foundation
import GRDB
import Values

/// What a person decides of the objects that a plan recovers. Ids are references, or bare keys where the plan has
/// one table.
public struct Decisions: Sendable {
  /// The only ones that are recovered; nil for no such decision.
  public var only: [String]?
  /// Those that are taken out.
  public var excluded: [String] = []
  /// Those that are taken in again.
  public var included: [String] = []

  /// Nothing is decided.
  public init() {}
}

/// What became of decisions.
public struct DecisionOutcome: Equatable, Sendable {
  /// How many objects are recovered now.
  public var recovered = 0
  /// How many are taken out in all.
  public var excluded = 0
  /// Objects that were to be recovered, and cannot be, with what the plan does with them.
  public var notRecoverable: [NotRecoverable] = []

  /// An object that cannot be recovered.
  public struct NotRecoverable: Equatable, Sendable {
    /// Its id in the normal form.
    public var id: String
    /// What became of it.
    public var status: String
    /// Why it is withheld; nil where it is not.
    public var withheld: String?
  }
}

// Deciding of single objects.
extension PlanFile {
  /// Keeps decisions in a plan file, all of them or, where one cannot be, none.
  ///
  /// - Throws: `PlanFileError`.
  public static func decide(_ decisions: Decisions, in path: String) throws -> DecisionOutcome {
    // Refuses what is no plan, before it is opened for writing.
    let file = try PlanFile(path: path)
    try file.refuseShard()
    let tables = try file.tables()
    let onlyTable = tables.count == 1 ? tables[0].name : nil
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let outcome = try queue.write { database in
        let edit = PlanEdit(path: path, database: database, onlyTable: onlyTable)
        return try edit.apply(decisions)
      }
      try queue.close()
      return outcome
    } catch let error as DatabaseError {
      throw PlanFileError.database(path: path, message: error.message ?? "")
    }
  }
}

/// One transaction of decisions.
private struct PlanEdit {
  let path: String
  let database: Database
  let onlyTable: String?

  func apply(_ decisions: Decisions) throws -> DecisionOutcome {
    let only = try decisions.only.map(objects)
    let excluded = try objects(decisions.excluded), included = try objects(decisions.included)
    let ids = Set(excluded.map(\.id))
    if let both = included.first(where: { ids.contains($0.id) }) { throw PlanFileError.contradiction(both.id) }
    if let only {
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO decisions
          SELECT id, 0, ? FROM objects LEFT JOIN decisions USING (id)
          WHERE action = 'recover' AND coalesce(included, 1) = 1
          """,
        arguments: [now]
      )
      try decide(only, isIncluded: true)
    }
    try decide(excluded, isIncluded: false)
    try decide(included, isIncluded: true)
    var outcome = DecisionOutcome()
    outcome.recovered = try count("SELECT count(*) FROM recovered")
    outcome.excluded = try count("SELECT count(*) FROM objects WHERE action = 'recover'") - outcome.recovered
    outcome.notRecoverable = ((only ?? []) + included).filter { $0.action != "recover" }.map { object in
      .init(id: object.id, status: object.status, withheld: object.withheld)
    }
    return outcome
  }

  private var now: String { ISODate.text(Int64(Date().timeIntervalSince1970 * 1000)) ?? "" }

  private func count(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }

  /// Leaves what is decided already as it is, with its time.
  private func decide(_ objects: [Object], isIncluded: Bool) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO decisions VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET included = excluded.included, decided_at = excluded.decided_at
        WHERE included <> excluded.included
        """
    )
    for object in objects where object.action == "recover" {
      try statement.execute(arguments: [object.id, isIncluded, now])
    }
  }

  private struct Object: FetchableRecord, Decodable {
    var id: String
    var status: String
    var action: String
    var withheld: String?
  }

  /// The objects of some ids.
  private func objects(_ texts: [String]) throws -> [Object] {
    let statement = try database.makeStatement(
      sql: "SELECT id, status, coalesce(action, '') AS action, withheld FROM objects WHERE id = ?"
    )
    var objects: [Object] = []
    var unknown: [String] = []
    for text in texts {
      if let object = try Object.fetchOne(statement, arguments: [try normal(text)]) {
        objects.append(object)
      } else {
        unknown.append(text)
      }
    }
    guard unknown.isEmpty else { throw PlanFileError.unknownIDs(path: path, ids: unknown) }
    return objects
  }

  /// An id in the form in which the plan has it.
  private func normal(_ text: String) throws -> String {
    if let (table, key) = ObjectKey.parse(reference: text) { return ObjectKey.normalID(table: table, key: key) }
    guard let onlyTable else { throw PlanFileError.keyWithoutTable(text) }
    return ObjectKey.normalID(table: onlyTable, key: Array(text.utf8))
  }
}
