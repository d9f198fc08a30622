import Compression
import Export
import Foundation
import GRDB
import ImportFiles
import JSONStream
import Merge
import Values

/// Writes the import files of a plan that was kept in a file.
///
/// The plan's own export must still be what it was, or a fresh one says what is there now: what is back, or would
/// clash on a unique index, is withheld then.
public struct Emission {
  /// What an emission came to.
  public struct Outcome {
    /// What was to be written; nil where the plan cannot be read.
    package internal(set) var recovery: StoredRecovery?
    /// The folder that was published; nil where none was.
    public internal(set) var published: String?
    /// Its files.
    public internal(set) var files: [PublishedFile] = []
    /// Whether something that was asked for is not recovered. What a person has taken out was not asked for.
    public internal(set) var isIncomplete = false
    /// Why nothing was published.
    public internal(set) var failure: (any Error)?
  }

  /// The folders and files of a fresh export, or a backup in its place; empty for the plan's own.
  public var current: [String] = []
  /// The database of that backup, where it holds several.
  public var currentDatabase: String?
  /// Whether several files may be parts of one table's export.
  public var allowsParts = false
  /// Whether a fresh export may look older than the one that the plan was made with.
  public var allowsOlderExport = false
  /// The folder in which temporary files take their room.
  public var temporaryFolder = "/tmp"
  /// What is told how far it is.
  public var progress: RunProgress?

  private let path: String
  private let folder: ImportFolder

  /// - Parameters:
  ///   - plan: the plan file.
  ///   - output: where the folder of import files is to appear.
  ///   - replaces: whether a folder that Regraft made earlier may stand there.
  ///   - shape: in what files objects are written.
  /// - Throws: `ImportFolderError.exists` or `.notReplaceable` where something stands there.
  public init(plan: String, output: String, replaces: Bool = false, shape: ImportShape = ImportShape())
    throws(ImportFolderError)
  {
    path = plan
    folder = try ImportFolder(path: output, replaces: replaces, shape: shape)
  }

  /// Publishes what the plan says.
  public func run() -> Outcome {
    var outcome = Outcome()
    do {
      let file = try PlanFile(path: path)
      try file.refuseShard()
      let options = try StoredOptions(file, progress: progress)
      guard try !file.namesOnlyUnknownIDs() else { throw ImportFolderError.unknownIDs }
      let own = CheckedExport(files: [], counts: [], database: options.database, options: options.plan)
      let recovery = try StoredRecovery(file, checkedExport: own)
      outcome.recovery = recovery
      if let stop = try file.stops().first(where: { $0.tableName == nil }) {
        throw PlanFileError.stopped(path: path, message: stop.message)
      }
      if current.isEmpty {
        try checkOwnExport(of: recovery)
      } else {
        try compare(recovery, options)
      }
      if options.strictReferences { try withholdDangling(in: recovery, options) }
      // Now, for nothing must go wrong when the folder is there.
      outcome.isIncomplete = try isIncomplete(recovery)
      outcome.files = try folder.publish(source: recovery)
      outcome.published = folder.path
    } catch ImportFolderError.lastCheck(.changed(let path)) where current.isEmpty {
      outcome.failure = PlanFileError.exportChanged(path: path)
    } catch {
      outcome.failure = error
    }
    return outcome
  }

  private func isIncomplete(_ recovery: StoredRecovery) throws -> Bool {
    try recovery.tables.contains { $0.withheld > 0 } || !recovery.stopped.isEmpty || !recovery.file.stops().isEmpty
      || !recovery.file.unrecoveredNamedIDs().isEmpty
  }

  // MARK: The plan's own export

  /// Refuses an export that is not as it was when the plan was made.
  private func checkOwnExport(of recovery: StoredRecovery) throws {
    let files = try recovery.file.exportFiles()
    progress?.begin(.readingExport, reading: files.map(\.file))
    // One reading of an archive is enough for all of its collections.
    for (path, group) in Dictionary(grouping: files, by: \.file.path).sorted(by: { $0.key < $1.key }) {
      let known = try recovery.file.exportSHA256(of: path)
      // Of what was damaged nothing is written, and the last check looks at it as it is.
      if known == nil, group.contains(where: \.isDamaged) { continue }
      let now = try? InputFile.reading(group.map(\.file), counter: progress?.counter).first?.sha256
      guard let known, now == known else { throw PlanFileError.exportChanged(path: path) }
    }
    recovery.checkedExport.files = files.map { CheckedFile($0.file, isDamaged: $0.isDamaged) }
    recovery.checkedExport.counts = recovery.tables.map { ($0.name, $0.current) }
  }

  // MARK: A fresh export

  /// Withholds what a fresh export holds again, and what would clash with it.
  private func compare(_ recovery: StoredRecovery, _ options: StoredOptions) throws {
    var fresh = options.plan
    (fresh.current, fresh.currentDatabase, fresh.allowsParts) = (current, currentDatabase, allowsParts)
    let inventory = try ExportInventory.reading(
      current,
      database: options.database,
      currentDatabase: currentDatabase,
      schema: fresh.comparison.schema
    )
    let verification = try Workplaces.withFolder(in: temporaryFolder, named: "regraft-emit") { folder in
      // Also of what was taken out it must be known whether it is there: others may refer to it.
      let planned = try StoredRecovery(recovery.file, checkedExport: recovery.checkedExport, obeysDecisions: false)
      _ = try ImportFolder.write(planned, into: folder)
      return try Verification(
        folder: folder,
        current: current,
        currentDatabase: currentDatabase,
        schema: fresh.comparison.schema,
        allowsParts: allowsParts,
        assumedEmpty: options.lifted("--assume-empty"),
        progress: progress
      )
    }
    try checkAge(of: verification, recovery)
    let written = try recovery.recoveredIDs()
    for file in verification.files {
      recovery.isBack.formUnion(file.objects.lazy.filter { $0.state != .absent }.map(\.id))
      let isLifted = file.doubt == .page && options.lifted("--allow-partial-export").contains(file.table)
      if let doubt = file.doubt, !isLifted {
        recovery.stop(file.table, by: doubt == .empty ? .emptyTable : .partialExport)
        continue
      }
      if hasShrunk(file.table, recovery, verification), !options.lifted("--allow-mass-deletion").contains(file.table) {
        recovery.stop(file.table, by: .massDeletion)
        continue
      }
      for object in file.objects where written.contains(object.id) {
        if object.state != .absent {
          recovery.withhold(object.id, of: file.table, .inExport)
        } else if let clash = object.clash {
          recovery.withhold(object.id, of: file.table, .uniqueIndex(clash))
        }
      }
    }
    recovery.count(verification.currentCounts)
    progress?.begin(.readingExportAgain, reading: inventory.files)
    recovery.exports = try InputFile.reading(inventory.files, counter: progress?.counter)
    recovery.checkedExport = CheckedExport(
      files: inventory.files.map { CheckedFile($0) },
      counts: verification.currentCounts.map { ($0.key, $0.value) },
      database: options.database,
      options: fresh
    )
  }

  /// Whether so many of a table's objects as a mass deletion takes are not in the fresh export any more.
  private func hasShrunk(_ table: String, _ recovery: StoredRecovery, _ verification: Verification) -> Bool {
    let planned = recovery.tables.first { $0.name == table }?.current ?? 0
    return TableGuards.isMass(planned - (verification.currentCounts[table] ?? 0), of: planned)
  }

  /// Refuses a fresh export that ends before the plan's own: what it lacks may have been created in between.
  private func checkAge(of verification: Verification, _ recovery: StoredRecovery) throws {
    guard !allowsOlderExport else { return }
    let tables = recovery.tables.filter { verification.currentLatest[$0.name] != nil }
    let planned = tables.compactMap { $0.latest.flatMap(ISODate.moment) }.max()
    let latest = tables.compactMap { verification.currentLatest[$0.name] }.max()
    if let planned, let latest, latest < planned {
      throw PlanFileError.olderExport(latest: latest, planned: planned)
    }
  }

  // MARK: Strict references

  /// Withholds, until nothing more is found, what refers to objects that the plan would recover and that do not come
  /// back after all.
  private func withholdDangling(in recovery: StoredRecovery, _ options: StoredOptions) throws {
    let planned = Set(try recovery.file.plannedIDs())
    let written = try recovery.recoveredIDs()
    var gone = planned.subtracting(written).subtracting(recovery.isBack)
    guard !gone.isEmpty else { return }
    var referrers: [String: [(id: String, table: String)]] = [:]
    for table in recovery.importTables {
      var references = WrittenReferences(table.format, table: table.name, rules: options.plan.comparison)
      try recovery.forEachRecovered(in: table) { object in
        for id in references.ids(in: object.json) where planned.contains(id) && id != object.id {
          referrers[id, default: []].append((object.id, table.name))
        }
      }
    }
    while let id = gone.popFirst() {
      for referrer in referrers[id] ?? [] where recovery.withheld[referrer.table]?[referrer.id] == nil {
        recovery.withhold(referrer.id, of: referrer.table, .strictReference(id: id))
        gone.insert(referrer.id)
      }
    }
  }
}
