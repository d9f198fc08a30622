import TestSupport
import Values

@testable import Merge

extension World {
  /// Makes a plan of this world.
  func plan(_ change: (inout PlanOptions) -> Void = { _ in }) throws(MergeError) -> Plan {
    var options = PlanOptions(backup: backup, current: [export])
    options.temporaryFolder = folder.path
    change(&options)
    return try Planner(options).plan()
  }
}

extension Plan {
  /// What is planned for a table.
  func table(_ name: String) throws -> PlannedTable {
    guard let table = tables.first(where: { $0.name == name }) else { throw NoSuchTable(name: name) }
    return table
  }

  /// The ids of the objects that are recovered, in their order.
  func recoveredIDs() throws -> [String] {
    var ids: [String] = []
    for table in tables { try forEachRecovered(in: table) { ids.append($0.id) } }
    return ids
  }

  /// The objects that are recovered, as they are written.
  func recoveredTexts() throws -> [String] {
    var texts: [String] = []
    for table in tables { try forEachRecovered(in: table) { texts.append(String(decoding: $0.json, as: UTF8.self)) } }
    return texts
  }

  /// The ids of the objects that are withheld, with their reasons.
  func withheld() throws -> [String: String] {
    var reasons: [String: String] = [:]
    for table in tables { try forEachWithheld(in: table) { reasons[$0.id ?? "?"] = $0.reason.name } }
    return reasons
  }

  /// The guards that stop a table.
  func guards(_ name: String = "Message") throws -> [Guard] { try table(name).stops.map(\.stoppedBy) }

  /// How many objects of a table have a status.
  func count(_ status: Status, _ name: String = "Message") throws -> Int? { try table(name).figures.statuses?[status] }
}

struct NoSuchTable: Error { var name: String }

/// Keys `k1`, `k2`, … of a range.
func keys(_ range: ClosedRange<Int>) -> [String] { range.map { "k\($0)" } }

/// A world of one table, Message.
func messages(
  backup: [Document],
  export: [String],
  fileName: String = "Message.json",
  metadata: String = ""
) throws -> World {
  try World(
    backup: [.init("Message", backup, metadata: metadata)],
    export: [fileName: World.array(export)]
  )
}
