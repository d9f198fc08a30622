import BSON
import Values

/// Finds the deleted objects that go with those that were selected.
struct ReferenceFollower {
  let tables: Tables
  let spill: SpillFile
  let key: FingerprintKey
  private var walker = BSONWalker(maxDepth: .max)
  private var collector = ReferenceCollector()
  /// The deleted objects of each table that was asked for one, by the low halves of their keys' fingerprints.
  private var deleted: [String: [UInt64: SpillEntry]] = [:]
  /// The places of all objects that are taken.
  private var taken: Set<UInt64> = []

  init(tables: Tables, spill: SpillFile, key: FingerprintKey) {
    self.tables = tables
    self.spill = spill
    self.key = key
  }

  /// The objects that are taken beside the selected ones.
  ///
  /// - Parameters:
  ///   - selected: the selected objects of each table.
  ///   - withReferrers: whether those are taken that refer to selected ones.
  ///   - withReferences: whether those are taken to which any of them refers, and so on.
  /// - Returns: for each table what is added, in the order of the backup.
  mutating func follow(
    _ selected: [(table: TableRun, entries: [SpillEntry])],
    withReferrers: Bool,
    withReferences: Bool
  ) throws(MergeError) -> [String: [SpillEntry]] {
    for (_, entries) in selected { taken.formUnion(entries.map(\.place)) }
    var followed: [String: [SpillEntry]] = [:]
    var waiting = selected.flatMap { table, entries in entries.map { (table, $0) } }
    if withReferrers {
      for (table, entry) in try referrers(to: selected) {
        followed[table.name, default: []].append(entry)
        waiting.append((table, entry))
      }
    }
    while withReferences, let (table, entry) = waiting.popLast() {
      for target in try references(of: entry, in: table) {
        guard let home = tables.existing(home: target.table), let entry = deleted(target, in: home),
          taken.insert(entry.place).inserted
        else { continue }
        followed[home.name, default: []].append(entry)
        waiting.append((home, entry))
      }
    }
    return followed.mapValues { $0.sorted { $0.place < $1.place } }
  }

  /// The deleted objects that refer to selected ones, and are not selected themselves.
  private mutating func referrers(
    to selected: [(table: TableRun, entries: [SpillEntry])]
  ) throws(MergeError) -> [(TableRun, SpillEntry)] {
    let wanted = Dictionary(selected.map { ($0.table.name, Set($0.entries.map(\.id))) }) { $0.union($1) }
    var referrers: [(TableRun, SpillEntry)] = []
    for table in tables.all {
      for entry in table.deleted where !taken.contains(entry.place) {
        let refers = try references(of: entry, in: table).contains { target in
          guard let home = tables.existing(home: target.table), let ids = wanted[home.name] else { return false }
          return ids.contains(target.fingerprint(key, in: home.name).low)
        }
        if refers { referrers.append((table, entry)) }
      }
    }
    taken.formUnion(referrers.map(\.1.place))
    return referrers
  }

  private mutating func references(of entry: SpillEntry, in table: TableRun) throws(MergeError) -> [Reference] {
    guard table.keepsDocuments else { return [] }
    let object = try spill.object(at: entry)
    collector.collect(object.document.span, schema: table.schema, with: &walker)
    return collector.all
  }

  private mutating func deleted(_ target: Reference, in home: TableRun) -> SpillEntry? {
    if deleted[home.name] == nil {
      deleted[home.name] = Dictionary(home.deleted.map { ($0.id, $0) }) { first, _ in first }
    }
    return deleted[home.name]?[target.fingerprint(key, in: home.name).low]
  }
}
