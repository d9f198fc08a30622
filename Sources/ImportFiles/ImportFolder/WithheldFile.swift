import JSONStream
import Merge

/// Writes `withheld.json`: the objects that were selected and are not written, each with its reason,
/// and each stopped table with their count.
enum WithheldFile {
  static func write(_ source: some ImportSource, path: String) throws -> PublishedFile {
    let file = try OutputFile(path: path)
    var count = 0
    try source.forEachWithheldEntry { entry in
      try file.write(count == 0 ? "[\n" : ",\n")
      try file.write(entry.serialized())
      count += 1
    }
    try file.write(count == 0 ? "[]\n" : "\n]\n")
    let digest = try file.finish()
    return PublishedFile(path: "withheld.json", table: nil, objects: count, bytes: file.bytes, sha256: digest)
  }
}

/// The entries of `withheld.json`.
package enum WithheldEntries {
  /// Calls `body` with the entries of a table.
  package static func forEach(of table: PlannedTable, in plan: Plan, _ body: (JSONText) throws -> Void) throws {
    if !table.stops.isEmpty {
      // Nobody knows how many where the export says nothing.
      let isUnknown = table.figures.statuses == nil && table.figures.withheld == 0
      let guards = table.stops.map(\.stoppedBy)
      try body(entry(stopped: table.name, by: guards, objects: isUnknown ? nil : table.figures.withheld))
    }
    try plan.forEachWithheld(in: table) { object in
      try body(entry(id: object.id, table: table.name, reason: object.reason, offset: object.offset))
    }
  }

  /// The entry of a stopped table.
  ///
  /// - Parameter objects: how many objects are not written for it; nil where nobody knows.
  package static func entry(stopped table: String, by guards: [Guard], objects: Int?) -> JSONText {
    [
      "table": .text(table), "reason": .text(tableStoppedReason),
      "guards": .array(guards.map { .text($0.rawValue) }), "objects": objects.map { .integer(Int64($0)) } ?? .null,
    ]
  }

  /// The entry of an object.
  ///
  /// - Parameter offset: where its document begins, in bytes of the inflated archive.
  package static func entry(id: String?, table: String, reason: WithheldReason, offset: UInt64 = 0) -> JSONText {
    var members: [(String, JSONText)] = [
      ("table", .text(table)), ("id", id.map { .text($0) } ?? .null), ("reason", .text(reason.name)),
    ]
    switch reason {
    case .uniqueIndex(let clash):
      members += [
        ("index", .text(clash.index)), ("fields", .array(clash.fields.map { .text($0.path) })),
        ("other", .text(clash.otherID)), ("otherIsCurrent", .boolean(clash.isCurrent)),
      ]
    case .erased(let id), .strictReference(let id): members.append(("refersTo", .text(id)))
    case .schema(let misfit):
      members += [("member", .text(misfit.path)), ("declared", misfit.declaredType.map { .text($0) } ?? .null)]
    case .noKey: members.append(("offset", .integer(Int64(clamping: offset))))
    case .noForm, .ambiguousID, .inExport: break
    }
    return .object(members)
  }
}
