import JSONStream
import Reports

/// An object of a plan file, as programs read it.
package enum StoredObjectJSON {
  package static func json(_ object: StoredObject, _ masking: ReportMasking) -> JSONText {
    func text(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }
    func evidence(_ version: Int64?, _ updatedAt: String?, _ createdAt: String?) -> JSONText {
      [
        "version": version.map { .integer($0) } ?? .null, "updatedAt": text(updatedAt), "createdAt": text(createdAt),
      ]
    }
    let backup = evidence(object.backupVersion, object.backupUpdatedAt, object.backupCreatedAt)
    let current = evidence(object.currentVersion, object.currentUpdatedAt, object.currentCreatedAt)
    return [
      "table": .text(object.tableName), "id": text(object.id), "status": .text(object.status),
      "reason": text(object.reason), "action": .text(object.isExcluded ? "keep" : object.action),
      "withheld": text(object.withheld),
      "lastSeen": text(object.lastSeen), "firstMissing": text(object.firstMissing),
      "backup": object.status == "created" ? .null : backup, "current": object.status == "deleted" ? .null : current,
      "differences": .array(object.differences.map(masking.differences) ?? []),
    ]
  }
}
