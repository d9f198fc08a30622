import BSON
import Values

/// Looks for what the deleted objects of a table have in common where it is striking, so that a person tells an
/// accident from what is deleted every day.
struct Commonalities {
  let spill: SpillFile

  /// Fewer objects than this have nothing in common but chance.
  private static let least = 5
  /// The most objects of a table that are looked at.
  private static let mostObjects = 100_000
  /// The most different references that are counted; what nearly all objects share is met early.
  private static let mostReferences = 50_000
  /// A short time.
  private static let shortMilliseconds: Int64 = 10 * 60_000

  /// - Returns: what is shared by four in five of the deleted objects, and by at most one in three of the others.
  func find(in table: TableRun) throws(MergeError) -> [Commonality] {
    guard table.keepsDocuments, table.deleted.count >= Self.least else { return [] }
    let deleted = try features(of: Array(table.deleted.prefix(Self.mostObjects)), in: table)
    let kept = try features(of: table.tally.kept.entries, in: table)
    return [reference(deleted, kept), lastChanged(deleted, kept)].compactMap { $0 }
  }

  private struct Features {
    var objects = 0
    var references: [Reference: Int] = [:]
    var moments: [Int64] = []
  }

  private func features(of entries: [SpillEntry], in table: TableRun) throws(MergeError) -> Features {
    var features = Features(objects: entries.count)
    var collector = ReferenceCollector()
    var walker = BSONWalker(maxDepth: .max)
    for entry in entries {
      let object = try spill.object(at: entry)
      collector.collect(object.document.span, schema: table.schema, with: &walker)
      for reference in collector.all {
        if features.references[reference] != nil || features.references.count < Self.mostReferences {
          features.references[reference, default: 0] += 1
        }
      }
      if let moment = object.evidence.updatedAt ?? object.evidence.createdAt, ISODate.range.contains(moment) {
        features.moments.append(moment)
      }
    }
    features.moments.sort()
    return features
  }

  private func isStriking(_ count: Int, of deleted: Int, kept: Int, ofKept: Int) -> Bool {
    count >= Self.least && count * 5 >= deleted * 4 && kept * 3 <= ofKept
  }

  private func reference(_ deleted: Features, _ kept: Features) -> Commonality? {
    let candidates = deleted.references.filter { reference, count in
      isStriking(count, of: deleted.objects, kept: kept.references[reference] ?? 0, ofKept: kept.objects)
    }
    guard let (reference, count) = candidates.max(by: { ($0.value, $1.key.id) < ($1.value, $0.key.id) }) else {
      return nil
    }
    return Commonality(kind: .reference(id: reference.id), objects: count, deleted: deleted.objects)
  }

  private func lastChanged(_ deleted: Features, _ kept: Features) -> Commonality? {
    var best: ClosedRange<Int64>?
    var bestCount = 0
    var first = 0
    for last in deleted.moments.indices {
      while deleted.moments[last] - deleted.moments[first] > Self.shortMilliseconds { first += 1 }
      if last - first + 1 > bestCount {
        bestCount = last - first + 1
        best = deleted.moments[first]...deleted.moments[last]
      }
    }
    guard let best else { return nil }
    let others = kept.moments.count { best.contains($0) }
    guard isStriking(bestCount, of: deleted.objects, kept: others, ofKept: kept.objects) else { return nil }
    return Commonality(kind: .lastChanged(best), objects: bestCount, deleted: deleted.objects)
  }
}
