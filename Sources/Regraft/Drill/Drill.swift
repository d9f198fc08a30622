import Export
import Foundation
import ImportFiles
import Merge
import Values

/// Why there is no rehearsal.
public enum DrillError: Error, Equatable, Sendable {
  /// What says what is there now is a backup, out of which no object can be taken.
  case needsTableFiles(path: String)
  /// The backup is standard input, and is needed twice.
  case standardInput
}

/// A rehearsal of a recovery.
///
/// 1. A plan tells which objects are unchanged; some of each table are drawn by lot.
/// 2. The export is written anew without them, into a folder that is removed in the end.
/// 3. They are recovered from the backup against that export: plan, import files, last check.
/// 4. The import files are held against the objects that were taken out.
///
/// It says nothing of objects that have changed since the backup: what the backup holds of those is an older state.
public struct Drill {
  /// How many objects of each table are drawn.
  public var objectsPerTable = 20
  /// By what they are drawn: the same seed draws the same objects.
  public var seed: UInt64

  private let options: PlanOptions

  /// - Parameters:
  ///   - options: what to compare; of the selection only the tables count.
  ///   - seed: by what the objects are drawn.
  public init(_ options: PlanOptions, seed: UInt64 = .random(in: 0...UInt64(UInt32.max))) {
    self.seed = seed
    var options = options
    options.comparison.schema = options.schema?.schema ?? options.comparison.schema
    options.hashesInputs = false
    self.options = options
  }

  /// Rehearses.
  ///
  /// - Throws: `DrillError`, `MergeError`, or `ImportFolderError` where the recovery itself fails.
  public func run() throws -> DrillResult {
    guard !options.backups.contains("-") else { throw DrillError.standardInput }
    let inventory = try ExportInventory.reading(options.current, currentDatabase: options.currentDatabase)
    if let backup = inventory.files.first(where: { $0.form == .bson }) {
      throw DrillError.needsTableFiles(path: backup.path)
    }
    let plan = try Planner(samplingOptions).plan()
    var result = DrillResult(seed: seed, objectsPerTable: objectsPerTable, stops: plan.stops)
    guard plan.stops.isEmpty else { return result }
    for table in plan.tables {
      // One stays: an export without objects says nothing of its form.
      let ids = table.stops.isEmpty ? table.unchangedSample.prefix(max(table.figures.current - 1, 0)) : []
      result.tables.append(
        DrillResult.Table(
          name: table.name,
          unchanged: table.figures.statuses?[.unchanged] ?? 0,
          drilled: ids.sorted(),
          stops: table.stops
        )
      )
    }
    guard result.drilled > 0 else { return result }
    try Workplaces.withFolder(in: options.temporaryFolder, named: "regraft-drill") {
      try recover(plan, into: $0, &result)
    }
    return result
  }

  private var samplingOptions: PlanOptions {
    var options = options
    options.sampling = UnchangedSample(size: objectsPerTable, seed: seed)
    options.selection.allDeleted = true
    return options
  }

  /// Recovers what was drawn, and compares.
  private func recover(_ plan: Plan, into folder: String, _ result: inout DrillResult) throws {
    let export = try DrilledExport(
      options,
      of: plan,
      hiding: Set(result.tables.flatMap(\.drilled)),
      folder: "\(folder)/export"
    )
    let recovery = try Recovery(recoveryOptions(result, current: export.paths), output: "\(folder)/recovered")
    let outcome = recovery.run()
    if let failure = outcome.failure { throw failure }
    var written: [String: Fingerprint] = [:]
    for file in outcome.files {
      guard let table = file.table else { continue }
      let objects = DrilledObjects(rules: options.comparison)
      try objects.forEach(in: "\(folder)/recovered/\(file.path)", of: table) { id, body, _ in written[id] = body }
    }
    try result.compare(written: written, with: export.originals, plan: outcome.plan)
  }

  private func recoveryOptions(_ result: DrillResult, current: [String]) -> PlanOptions {
    var options = options
    options.current = current
    options.selection = Selection()
    options.selection.ids = result.tables.flatMap(\.drilled)
    // The guards have judged the real export; without what was taken out it may look like anything.
    let drilled = Set(result.tables.filter { !$0.drilled.isEmpty }.map(\.name))
    options.lifted.noOverlap.formUnion(drilled)
    options.lifted.massDeletion.formUnion(drilled)
    options.lifted.partialExport.formUnion(drilled)
    options.lifted.form.formUnion(drilled)
    options.lifted.olderExport.formUnion(drilled)
    options.lifted.olderExportOfRun = true
    return options
  }
}
