import JSONStream
import Merge
import Values

/// Differences as programs read them.
package enum DifferenceJSON {
  /// `{"path","kind","backup","current"}` for each; an element that has moved is removed where it was and added
  /// where it is. Of a masked member both values are null.
  package static func array(_ differences: [Difference], _ space: ValueSpace) -> JSONText {
    .array(differences.flatMap { rows($0, space) })
  }

  private static func rows(_ difference: Difference, _ space: ValueSpace) -> [JSONText] {
    func row(_ path: String, _ kind: Difference.Kind, _ backup: TypedValue?, _ current: TypedValue?) -> JSONText {
      [
        "path": .text(path), "kind": .text(kind.rawValue), "backup": backup.map { .raw($0.json(space)) } ?? .null,
        "current": current.map { .raw($0.json(space)) } ?? .null,
      ]
    }
    let path = difference.pathText
    return switch difference.change {
    case .changed(let old, let new): [row(path, .changed, old, new)]
    case .removed(let value): [row(path, .removed, value, nil)]
    case .added(let value): [row(path, .added, nil, value)]
    case .moved(let value, _):
      [row(path, .removed, value, nil), row(difference.targetPathText ?? path, .added, nil, value)]
    case .masked(let kind): [row(path, kind, nil, nil)]
    }
  }

  /// `{"version","updatedAt","createdAt"}`
  package static func evidence(_ evidence: Evidence) -> JSONText {
    [
      "version": evidence.version.map { .integer($0) } ?? .null, "updatedAt": .moment(evidence.updatedAt),
      "createdAt": .moment(evidence.createdAt),
    ]
  }

  /// A changed object, in the shape in which a plan's objects are previewed.
  package static func object(_ object: ChangedObject, table: String) -> JSONText {
    [
      "table": .text(table), "id": .text(object.id), "status": .text(object.reason.status.rawValue),
      "reason": .text(object.reason.rawValue), "action": "keep", "withheld": .null, "lastSeen": .null,
      "firstMissing": .null, "backup": evidence(object.backup), "current": evidence(object.current),
      "differences": array(object.differences, object.space),
    ]
  }
}
