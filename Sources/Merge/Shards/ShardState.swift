import Archive
import Values

/// What a shard has counted and seen, beside the documents that it keeps.
package struct ShardState: Codable, Sendable {
  package var shard: Shard
  package var options: ShardOptions
  package var database: String
  /// What the backups say of themselves, the newest first, and how they were read.
  var preludes: [Prelude]
  package var backups: [PlannedBackup]
  /// The files of the export as they were read.
  package var exports: [InputFile]
  /// The latest moment in all of the export.
  var latestOfExport: Int64?
  /// What became of the ids that were named, in their order; nil also for those that are in other parts.
  var namedStatuses: [Status?]
  var tables: [Table]

  /// What was counted and seen of a table.
  struct Table: Codable, Sendable {
    var name: String
    var counts: BackupCounts
    /// How many deleted objects there are that are not kept.
    var unkept: Int
    var decodedMatches: Int
    /// How many changed objects there are whose evidence does not say that they were written since.
    var unexplained: Int
    /// The first of the diverged objects.
    var diverged: [Diverged]
    /// What is wrong with it in the backup.
    var damage: StopCause?
    /// How many objects and how many ids of this part the export has, and what is wrong with it.
    var objects: Int
    var ids: Int
    var exportDamage: ExportDamage?
  }

  struct Diverged: Codable, Sendable {
    var place: BackupPlace
    var object: DivergedObject
  }

  /// Whether two shards have read the same, wherever it stands.
  package func hasInputs(of other: ShardState) -> Bool {
    backups.map(\.file.sha256) == other.backups.map(\.file.sha256)
      && exports.map(\.sha256) == other.exports.map(\.sha256) && database == other.database
  }

  /// Whether all counts can be such.
  package var isPlausible: Bool {
    tables.allSatisfy { table in
      let counts = table.counts
      return [
        table.unkept, table.decodedMatches, table.unexplained, table.objects, table.ids, counts.unchanged,
        counts.modified, counts.diverged, counts.newerInBackup, counts.newerNow, counts.withStoredACL,
        counts.withUnusableEvidence, counts.repeated, counts.deletedWithReadRules, counts.createdAfterTable,
        counts.createdAfterAll,
      ]
      .allSatisfy { (0...1 << 40).contains($0) }
    }
  }
}

/// Where something stands in the backups, so that it can be put in their order.
package struct BackupPlace: Codable, Comparable, Sendable {
  /// The number of the section of the backups, from 0: it ends where one of their collections does.
  package var section: Int
  /// Where its document begins, in bytes of the inflated file.
  package var offset: UInt64

  package init(section: Int, offset: UInt64) {
    self.section = section
    self.offset = offset
  }

  package static func < (first: BackupPlace, second: BackupPlace) -> Bool {
    (first.section, first.offset) < (second.section, second.offset)
  }
}

extension BackupCounts {
  /// Adds the counts of another part.
  static func += (total: inout BackupCounts, part: BackupCounts) {
    for count in [
      \BackupCounts.unchanged, \.modified, \.diverged, \.newerInBackup, \.newerNow, \.withStoredACL,
      \.withUnusableEvidence, \.repeated, \.deletedWithReadRules, \.createdAfterTable, \.createdAfterAll,
    ] {
      total[keyPath: count] += part[keyPath: count]
    }
    if let range = part.deletedChanged {
      let other = total.deletedChanged ?? range
      total.deletedChanged =
        min(range.lowerBound, other.lowerBound)...max(range.upperBound, other.upperBound)
    }
  }
}
