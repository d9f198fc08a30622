import BSON
import Values

/// The plan file of a shard, as it is read to be joined with the others.
package protocol ShardSource {
  var state: ShardState { get }

  /// Calls `body` with the objects that the shard keeps.
  func forEachDocument(_ body: (ShardDocument) throws -> Void) throws

  /// Calls `body` with what changed objects referred to.
  func forEachReference(_ body: (ShardReference) throws -> Void) throws
}

/// Why shards cannot be joined, although they fit together.
package enum ShardError: Error, Equatable {
  /// A file of the export is another one now.
  case exportChanged(path: String)
}

extension Planner {
  /// Joins the shards of a run, and decides what one run over all ids would.
  ///
  /// What the shards have found is put together in the order of the backups; the export is read once more for what of
  /// it the deleted objects refer to, and for all that any decision reads it for.
  ///
  /// - Parameter shards: all parts of one run, made with the options of this planner.
  /// - Throws: `MergeError`, `ShardError`, and what the sources throw.
  package func plan(joining shards: [any ShardSource]) throws -> Plan {
    let states = shards.map(\.state)
    let first = states[0]
    let comparison = try comparison(preludes: first.preludes, database: first.database)
    let kept = try KeptDocuments(shards, key: key, folder: options.temporaryFolder)

    var indexing = options
    indexing.soughtIDs = try soughtIDs(comparison, kept)
    var exports = try index(comparison.sides.files, indexing)
    let parts = Dictionary(grouping: states.flatMap(\.tables), by: \.name)
    for (name, parts) in parts where exports[name] != nil {
      exports[name]?.complete(
        objects: parts.reduce(0) { $0 + $1.objects },
        ids: parts.reduce(0) { $0 + $1.ids },
        damage: parts.lazy.compactMap(\.exportDamage).first
      )
    }
    let latest = exports.values.compactMap { $0.isUsable ? $0.latest : nil }.max()

    let tables = tables(of: comparison, exports: exports)
    for (name, parts) in parts.sorted(by: { $0.key < $1.key }) {
      try tables.table(name).restore(parts, kept.tables[name] ?? [:], kept.spill)
    }
    if states.contains(where: { $0.latestOfExport != latest }) {
      for run in tables.all { try run.recountCreatedAfter(latest, kept.spill) }
    }
    try restoreReferences(of: shards, tables)
    for (index, id) in (comparison.selected.ids ?? []).enumerated() {
      let status = states.lazy.compactMap { index < $0.namedStatuses.count ? $0.namedStatuses[index] : nil }.first
      if let status, status != .created { tables.existing(id.home)?.namedStatuses[id.fingerprint(key).low] = status }
    }

    let plan = Plan(options: options, database: first.database, backups: first.backups, spill: kept.spill, key: key)
    plan.take(exports, of: comparison, preludes: first.preludes)
    for (file, known) in zip(plan.exports, first.exports) where file.sha256 != known.sha256 {
      throw ShardError.exportChanged(path: file.path)
    }
    guard plan.exports.count == first.exports.count else {
      throw ShardError.exportChanged(path: options.current.first ?? "")
    }
    let decision = Decision(plan: plan, selected: comparison.selected, tables: tables, latestOfExport: latest)
    try decision.decide()
    return plan
  }

  /// The low halves of the fingerprints of those ids of which it must be known whether the export holds them: what
  /// deleted objects refer to, and what was named.
  private func soughtIDs(_ comparison: Comparison, _ kept: KeptDocuments) throws(MergeError) -> Set<UInt64> {
    var sought: Set<UInt64> = []
    func seek(className: String, _ own: [UInt8]) {
      // As one of its own table, and as one of a subclass.
      sought.insert(key.hash(own).low)
      sought.insert(ObjectIdentity.fingerprint(key, table: Array(className.utf8), key: own).low)
    }
    for id in comparison.selected.ids ?? [] { seek(className: id.table, id.key) }
    var collector = ReferenceCollector()
    var walker = BSONWalker(maxDepth: .max)
    for (name, entries) in kept.tables {
      let schema = options.comparison.tableSchema(of: name, .bson)
      for entry in (entries[.deleted] ?? []) + (entries[.keyless] ?? []) {
        let object = try kept.spill.object(at: entry)
        collector.collect(object.document.span, schema: schema, with: &walker)
        for reference in collector.all { seek(className: reference.table, reference.key) }
      }
    }
    return sought
  }

  /// Tells deleted objects which changed ones referred to them.
  private func restoreReferences(of shards: [any ShardSource], _ tables: Tables) throws {
    var deleted: [String: Set<UInt64>] = [:]
    for shard in shards {
      try shard.forEachReference { reference in
        let target = Reference(table: reference.target.className, key: reference.target.key)
        let owner = Reference(table: reference.owner.className, key: reference.owner.key)
        guard let home = tables.existing(home: target.table), let table = tables.existing(reference.table) else {
          return
        }
        if deleted[home.name] == nil { deleted[home.name] = Set(home.deleted.map(\.id)) }
        let id = target.fingerprint(key, in: home.name).low
        guard deleted[home.name]?.contains(id) == true else { return }
        home.formerReferrers.append(
          FormerReferrer(target: id, owner: owner.fingerprint(key, in: table.name).low, table: table)
        )
      }
    }
  }
}
