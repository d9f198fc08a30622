import JSONStream
import Merge

/// Writes `withheld.json`: the objects that were selected and are not written, each with its reason,
/// and each stopped table with their count.
enum WithheldFile {
  static func write(_ plan: Plan, path: String) throws -> PublishedFile {
    let file = try OutputFile(path: path)
    var count = 0
    func add(_ entry: JSONText) throws(ImportFolderError) {
      try file.write(count == 0 ? "[\n" : ",\n")
      try file.write(entry.serialized())
      count += 1
    }
    for table in plan.tables {
      if !table.stops.isEmpty {
        try add([
          "table": .text(table.name), "reason": .text(tableStoppedReason),
          "guards": .array(table.stops.map { .text($0.stoppedBy.rawValue) }),
          // Nobody knows how many where the export says nothing.
          "objects": table.figures.statuses == nil && table.figures.withheld == 0
            ? .null : .integer(Int64(table.figures.withheld)),
        ])
      }
      try plan.forEachWithheld(in: table) { object in try add(json(object, table: table.name)) }
    }
    try file.write(count == 0 ? "[]\n" : "\n]\n")
    let digest = try file.finish()
    return PublishedFile(path: "withheld.json", table: nil, objects: count, bytes: file.bytes, sha256: digest)
  }

  private static func json(_ object: WithheldObject, table: String) -> JSONText {
    var members: [(String, JSONText)] = [
      ("table", .text(table)), ("id", object.id.map { .text($0) } ?? .null), ("reason", .text(object.reason.name)),
    ]
    switch object.reason {
    case .uniqueIndex(let clash):
      members += [
        ("index", .text(clash.index)), ("fields", .array(clash.fields.map { .text($0.path) })),
        ("other", .text(clash.otherID)), ("otherIsCurrent", .boolean(clash.isCurrent)),
      ]
    case .erased(let id), .strictReference(let id): members.append(("refersTo", .text(id)))
    case .schema(let misfit):
      members += [("member", .text(misfit.path)), ("declared", misfit.declaredType.map { .text($0) } ?? .null)]
    case .noKey: members.append(("offset", .integer(Int64(clamping: object.offset))))
    case .noForm, .ambiguousID: break
    }
    return .object(members)
  }
}
