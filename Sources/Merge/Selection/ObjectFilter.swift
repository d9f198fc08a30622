import Export
import Query
import Values

/// Whether a deleted object is wanted, by what stands in it and by when it was deleted.
struct ObjectFilter {
  private let selection: Selection
  /// The backups, the newest first.
  private let backups: [PlannedBackup]
  private let query: Query?

  init(_ selection: Selection, backups: [PlannedBackup]) throws(MergeError) {
    self.selection = selection
    self.backups = backups
    query = try selection.query.map { (text) throws(MergeError) in try Self.query(text) }
    if !selection.deleted.isEverything, let undated = backups.first(where: { $0.date == nil }) {
      throw .usage(.undatedBackup(path: undated.file.path))
    }
  }

  /// Whether objects have to be looked at at all.
  var isActive: Bool { selection.looksInside }

  /// - Parameter output: writes the object as it would be written.
  func matches(_ object: SpilledObject, in table: String, output: inout ObjectOutput) -> Bool {
    let evidence = object.evidence
    return selection.changed.contains(evidence.updatedAt ?? evidence.createdAt)
      && selection.created.contains(evidence.createdAt) && wasDeletedInTime(object)
      && (query?.matches(Self.value(of: object, in: table, output: &output)) ?? true)
  }

  /// The query that a JSON text is.
  static func query(_ text: String) throws(MergeError) -> Query {
    do throws(QueryError) {
      return try Query(json: text.utf8)
    } catch {
      throw .usage(.query(QueryProblem(error)))
    }
  }

  /// The object in the form in which it would be written; as it is stored where that has no form for it.
  private static func value(
    of object: SpilledObject,
    in table: String,
    output: inout ObjectOutput
  ) -> TypedValue {
    if output.isBaqend, let json = output.json(of: object, id: object.id(in: table)),
      let value = TypedValue(json.span, form: .baqend)
    {
      return value
    }
    return TypedValue(object.document.span, form: .bson) ?? .null
  }

  /// Whether the time between the backup that holds an object last and the next newer one, or the export,
  /// overlaps the one that is asked for.
  private func wasDeletedInTime(_ object: SpilledObject) -> Bool {
    guard !selection.deleted.isEverything else { return true }
    let backup = Int(object.header.backup)
    let lastSeen = backups[backup].date ?? .min
    // The export is newer than any time that can be asked for.
    let firstMissing = backups.firstMissing(after: backup).flatMap { backups[$0].date } ?? .max
    return firstMissing > selection.deleted.after ?? .min && lastSeen < selection.deleted.before ?? .max
  }
}

/// What is wrong with a query.
public struct QueryProblem: Equatable, Sendable {
  package var error: QueryError

  init(_ error: QueryError) { self.error = error }
}
