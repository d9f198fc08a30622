import BSON
import Values

/// Looks for what the deleted objects of a table have in common where it is striking, so that a person tells an
/// accident from what is deleted every day.
struct Commonalities {
  private var deleted = Features()
  private var kept = Features()

  /// Fewer objects than this have nothing in common but chance.
  private static let least = 5
  /// The most objects of a table that are looked at.
  private static let mostObjects = 100_000
  /// The most different references that are counted; what nearly all objects share is met early.
  fileprivate static let mostReferences = 50_000
  /// A short time.
  private static let shortMilliseconds: Int64 = 10 * 60_000

  /// The deleted objects that are to be looked at; none where no others are.
  static func deleted(of table: TableRun) -> ArraySlice<SpillEntry> {
    table.keepsDocuments && table.deleted.count >= least ? table.deleted.prefix(mostObjects) : []
  }

  /// Those that are both in the backup and in the export and are to be looked at.
  static func kept(of table: TableRun) -> ArraySlice<SpillEntry> {
    deleted(of: table).isEmpty ? [] : table.tally.kept.entries[...]
  }

  mutating func add(deleted features: Features) { deleted.add(features) }
  mutating func add(kept features: Features) { kept.add(features) }

  /// What is shared by four in five of the deleted objects, and by at most one in three of the others.
  var striking: [Commonality] { [reference, lastChanged].compactMap(\.self) }

  /// What was found in some objects.
  struct Features: Sendable {
    fileprivate var objects = 0
    fileprivate var references: [Reference: Int] = [:]
    fileprivate var moments: [Int64] = []

    fileprivate mutating func add(_ reference: Reference, count: Int) {
      if references[reference] != nil || references.count < Commonalities.mostReferences {
        references[reference, default: 0] += count
      }
    }

    fileprivate mutating func add(_ other: Features) {
      objects += other.objects
      moments += other.moments
      for (reference, count) in other.references { add(reference, count: count) }
    }
  }

  /// Looks at some objects.
  static func features(
    of entries: ArraySlice<SpillEntry>,
    in table: TableRun,
    spill: SpillFile
  ) throws(MergeError) -> Features {
    var features = Features()
    features.objects = entries.count
    var collector = ReferenceCollector()
    var walker = BSONWalker(maxDepth: .max)
    var reader = SpillReader(spill)
    for entry in entries {
      let object = try reader.object(at: entry)
      collector.collect(object.document.span, schema: table.schema, with: &walker)
      for reference in collector.all { features.add(reference, count: 1) }
      if let moment = object.evidence.updatedAt ?? object.evidence.createdAt, ISODate.range.contains(moment) {
        features.moments.append(moment)
      }
    }
    return features
  }

  private func isStriking(_ count: Int, of deleted: Int, kept: Int, ofKept: Int) -> Bool {
    count >= Self.least && count * 5 >= deleted * 4 && kept * 3 <= ofKept
  }

  private var reference: Commonality? {
    let candidates = deleted.references.filter { reference, count in
      isStriking(count, of: deleted.objects, kept: kept.references[reference] ?? 0, ofKept: kept.objects)
    }
    guard let (reference, count) = candidates.max(by: { ($0.value, $1.key.id) < ($1.value, $0.key.id) }) else {
      return nil
    }
    return Commonality(kind: .reference(id: reference.id), objects: count, deleted: deleted.objects)
  }

  private var lastChanged: Commonality? {
    let moments = deleted.moments.sorted()
    var best: ClosedRange<Int64>?
    var bestCount = 0
    var first = 0
    for last in moments.indices {
      while moments[last] - moments[first] > Self.shortMilliseconds { first += 1 }
      if last - first + 1 > bestCount {
        bestCount = last - first + 1
        best = moments[first]...moments[last]
      }
    }
    guard let best else { return nil }
    let others = kept.moments.count { best.contains($0) }
    guard isStriking(bestCount, of: deleted.objects, kept: others, ofKept: kept.objects) else { return nil }
    return Commonality(kind: .lastChanged(best), objects: bestCount, deleted: deleted.objects)
  }
}
