import Foundation
import JSONStream
import Reports

/// What is said of one object of a plan file.
package enum StoredObjectText {
  /// For a person: the object, what is done with it, and what has changed in it.
  package static func lines(_ object: StoredObject, withDifferences: Bool) -> [String] {
    var line = "  " + (object.id?.visible ?? "without an id")
    if let label = object.label { line += "  " + shortened(label) }
    if let moment = object.backupUpdatedAt ?? object.backupCreatedAt ?? object.currentUpdatedAt {
      line += "  changed last \(moment.minuteText)"
    }
    if let seen = object.lastSeen, object.firstMissing != "export" { line += "  last seen in \(seen.visible)" }
    switch object.action {
    case "recover" where object.isExcluded: line += "  (taken out)"
    case "recover": line += "  → recover"
    case "withhold": line += "  → withheld: \(object.withheld ?? "")"
    default: line += object.reason.map { "  (\($0))" } ?? ""
    }
    guard withDifferences, let differences = object.differences else { return [line] }
    return [line] + changes(differences)
  }

  /// For a program.
  package static func json(_ object: StoredObject) -> JSONText {
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
      "differences": .raw(Array((object.differences ?? "[]").utf8)),
    ]
  }

  private static func shortened(_ text: String) -> String {
    let line = text.visible
    return line.count > 60 ? "\"\(line.prefix(59))…\"" : "\"\(line)\""
  }

  /// A line a path.
  private static func changes(_ json: String) -> [String] {
    guard let rows = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]] else { return [] }
    return rows.compactMap { row in
      guard let path = row["path"] as? String, let kind = row["kind"] as? String else { return nil }
      let (old, new) = (value(row["backup"]), value(row["current"]))
      return switch kind {
      case "added": "    + \(path.visible): \(new)"
      case "removed": "    - \(path.visible): \(old)"
      default: "    ~ \(path.visible): \(old) → \(new)"
      }
    }
  }

  private static func value(_ value: Any?) -> String {
    guard let value, !(value is NSNull),
      let data = try? JSONSerialization.data(
        withJSONObject: value,
        options: [.fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes]
      )
    else { return "…" }
    let text = String(decoding: data, as: UTF8.self).visible
    return text.count > 100 ? "\(text.prefix(99))… (\(text.count.counted("character")))" : text
  }
}
