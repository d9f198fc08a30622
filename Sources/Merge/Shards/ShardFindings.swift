import Archive
import BSON
import Values

/// What a shard has found, for those who join the parts.
package final class ShardFindings {
  package let state: ShardState
  private let tables: Tables
  private let spill: SpillFile
  private let key: FingerprintKey
  private let rules: ComparisonRules
  /// The tables of which deleted objects are kept.
  private let kept: Set<String>

  init(_ shard: Shard, of plan: Plan, tables: Tables, preludes: [Prelude], latestOfExport: Int64?) throws(MergeError) {
    self.tables = tables
    spill = plan.spill
    key = plan.key
    rules = plan.options.comparison
    let kept = Set(plan.tables.map(\.name))
    self.kept = kept
    let keepsIDs = plan.options.selection.followsReferences
    var states: [ShardState.Table] = []
    for run in tables.all {
      let isKept = kept.contains(run.name) && (run.keepsDocuments || keepsIDs)
      states.append(try Self.state(of: run, unkept: isKept ? 0 : run.deletedCount, spill))
    }
    state = ShardState(
      shard: shard,
      options: ShardOptions(plan.options),
      database: plan.database,
      preludes: preludes,
      backups: plan.backups,
      exports: plan.exports,
      latestOfExport: latestOfExport,
      namedStatuses: plan.namedIDs.map(\.status),
      tables: states
    )
  }

  private static func state(of run: TableRun, unkept: Int, _ spill: SpillFile) throws(MergeError) -> ShardState.Table {
    var diverged: [ShardState.Diverged] = []
    for (object, entry) in zip(run.diverged, run.changed.diverged) {
      let place = BackupPlace(section: spill.section(of: entry), offset: try spill.object(at: entry).header.offset)
      diverged.append(ShardState.Diverged(place: place, object: object))
    }
    return ShardState.Table(
      name: run.name,
      counts: run.counts,
      unkept: unkept,
      decodedMatches: run.decodedMatches,
      unexplained: run.changed.unexplainedCount,
      diverged: diverged,
      damage: run.damage,
      objects: run.export.objectCount,
      ids: run.export.idCount,
      exportDamage: run.export.damage
    )
  }

  // MARK: Documents

  /// Calls `body` with the objects that are kept.
  ///
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package func forEachDocument(_ body: (ShardDocument) throws -> Void) throws {
    for run in tables.all where kept.contains(run.name) {
      let isKept = run.keepsDocuments || state.options.followsReferences
      let changed = run.changed
      let entries: [(ShardDocument.Kind, [SpillEntry])] = [
        (.keyless, isKept ? run.keyless : []), (.deleted, isKept ? run.deleted : []), (.kept, run.tally.kept.entries),
        (.unexplained, Array(changed.unexplained.prefix(ChangedSample.limit))),
        (.explained, Array(changed.explained.prefix(ChangedSample.limit))),
      ]
      for (kind, entries) in entries {
        for entry in entries {
          let object = try spill.object(at: entry)
          let found = kind == .unexplained || kind == .explained ? found(object, entry, in: run) : nil
          try body(ShardDocument(object, of: run.name, kind, section: spill.section(of: entry), found: found))
        }
      }
    }
  }

  /// Calls `body` with what all changed objects referred to.
  ///
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package func forEachReference(_ body: (ShardReference) throws -> Void) throws {
    var collector = ReferenceCollector()
    var walker = BSONWalker(maxDepth: .max)
    for run in tables.all {
      for entry in run.changed.unexplained + run.changed.explained {
        let object = try spill.object(at: entry)
        guard let owner = found(object, entry, in: run) else { continue }
        let schema = (tables.existing(home: owner.table) ?? run).schema
        collector.collect(object.document.span, schema: schema, with: &walker)
        for target in collector.all where try !isThere(target) {
          try body(
            ShardReference(table: run.name, owner: (owner.table, owner.key), target: (target.table, target.key))
          )
        }
      }
    }
  }

  /// Whether the export holds what is referred to, as far as this part knows.
  private func isThere(_ target: Reference) throws(MergeError) -> Bool {
    guard let home = tables.existing(home: target.table) else { return false }
    return try home.export.index.contains(target.fingerprint(key, in: home.name))
  }

  /// The class and the key under which a changed object was found in a table, of which only the fingerprint is kept.
  private func found(_ object: SpilledObject, _ entry: SpillEntry, in run: TableRun) -> Reference? {
    let subclass = object.subclass.isEmpty ? [] : [String(decoding: object.subclass, as: UTF8.self)]
    let classes = [run.name] + subclass + (rules.schema?.subclasses(of: run.name) ?? [])
    for own in [object.key, object.alternative] where !own.isEmpty {
      let readings = classes.map { Reference(table: $0, key: own) }
      if let found = readings.first(where: { $0.fingerprint(key, in: run.name).low == entry.id }) { return found }
    }
    return nil
  }
}
