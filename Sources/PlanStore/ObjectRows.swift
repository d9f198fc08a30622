import GRDB
import JSONStream
import Merge
import Reports
import Values

/// Makes the rows of a table's objects, on any thread.
struct ObjectRows: Sendable {
  private let table: String
  /// The names of the backups, the newest first, and of what an object is missing in first that one of them holds last.
  private let backups: [(lastSeen: String, firstMissing: String)]

  init(of table: PlannedTable, in plan: Plan) {
    self.table = table.name
    backups = plan.backups.indices.map { (plan.backups[$0].name, plan.firstMissing(after: $0) ?? "export") }
  }

  /// The values of an object, in the order of the columns.
  @Sendable func row(of object: PlannedObject) -> StatementArguments {
    let isStopped = object.action == .withhold && object.withheld == nil
    let withheld = isStopped ? tableStoppedReason : object.withheld?.name
    let detail = object.withheld.map { reason in
      WithheldText.text(WithheldObject(id: object.id, offset: 0, reason: reason), table: table)
    }
    let backup = object.source.map { backups[$0] }
    let start = [
      Self.value(object.id), Self.value(table), Self.value(object.status.rawValue),
      Self.value(object.reason?.rawValue), Self.value(object.action.rawValue), Self.value(withheld),
      Self.value(detail), object.isFollowed.databaseValue, Self.value(object.label), Self.value(backup?.lastSeen),
      Self.value(backup?.firstMissing),
    ]
    let differences = object.reason.map { _ in DifferenceJSON.array(object.differences, object.space).string }
    let body = object.json.map { String(decoding: $0, as: UTF8.self) }
    let times = Self.evidence(object.backup) + Self.evidence(object.current)
    return StatementArguments(start + times + [Self.value(differences), Self.value(body)])
  }

  @Sendable func row(of changed: ChangedObject) -> StatementArguments {
    var object = PlannedObject(id: changed.id, status: changed.reason.status, action: .keep)
    object.reason = changed.reason
    object.backup = changed.backup
    object.current = changed.current
    object.label = changed.label
    object.differences = changed.differences
    object.space = changed.space
    return row(of: object)
  }

  private static func evidence(_ evidence: Evidence?) -> [DatabaseValue] {
    [
      evidence?.version?.databaseValue ?? .null, value(evidence?.updatedAt.flatMap(ISODate.text)),
      value(evidence?.createdAt.flatMap(ISODate.text)),
    ]
  }

  private static func value(_ text: String?) -> DatabaseValue { text?.databaseValue ?? .null }
}
