import Foundation

@testable import Merge

extension ModelOutcome {
  /// What the program makes of the files of a world.
  static func planned(_ files: ModelFiles) throws -> ModelOutcome {
    try files.plan().map(outcome) ?? ModelOutcome(stops: ["wrong order"])
  }

  private static func outcome(of plan: Plan) throws -> ModelOutcome {
    var outcome = ModelOutcome()
    outcome.stops = Set(plan.stops.map(\.stoppedBy.rawValue))
    outcome.named = plan.namedIDs.map { "\($0.id): \($0.status?.rawValue ?? "unknown")" }
    for planned in plan.tables { outcome.tables[planned.name] = try table(planned, of: plan) }
    return outcome
  }

  private static func table(_ planned: PlannedTable, of plan: Plan) throws -> Table {
    let figures = planned.figures
    var table = Table()
    table.stops = Set(planned.stops.map(\.stoppedBy.rawValue))
    table.backup = figures.backup
    table.current = table.stops.contains(Guard.damagedExport.rawValue) ? nil : figures.current
    table.statuses = figures.statuses?.filter { $0.value > 0 }
    table.selected = figures.selected
    table.followed = figures.followed
    table.recoveredCount = figures.recovered
    table.withheldCount = figures.withheld
    // Where a stop has taken back what was to be recovered the program still says where it was from.
    table.sources = figures.recovered > 0 ? planned.sources : []
    let decoder = JSONDecoder()
    try plan.forEachRecovered(in: planned) { object in
      let value = try decoder.decode(ModelValue.self, from: Data(object.json))
      table.recovered.append(value.normalObject)
    }
    try plan.forEachWithheld(in: planned) { table.withheld.append("\($0.id ?? "?"): \($0.reason.name)") }
    table.withheld.sort()
    for case .diverged(let objects, let count) in plan.warnings.filter({ $0.table == planned.name }).map(\.kind) {
      // Of many only the first are named.
      table.diverged = objects.count < count ? nil : objects.map { "\($0.id): \($0.reason.rawValue)" }.sorted()
    }
    return table
  }
}
