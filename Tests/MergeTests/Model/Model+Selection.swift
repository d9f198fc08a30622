@testable import Merge

extension Model {
  /// Says which tables and which of the deleted objects are selected.
  mutating func select() {
    let selection = request.selection
    let ids = request.ids.map(Set.init)
    for index in tables.indices {
      let prefix = "/db/\(tables[index].name)/"
      let isNamed = selection.tables.isEmpty || selection.tables.contains(tables[index].name)
      tables[index].isSelected = isNamed && ids?.contains { $0.hasPrefix(prefix) } ?? true
      // Of a table of which nothing is known no object is known to be deleted.
      guard tables[index].isSelected, tables[index].isKnown else { continue }
      for place in tables[index].entries.indices where tables[index].entries[place].status == .deleted {
        let entry = tables[index].entries[place]
        let isNamed = ids.map { ids in entry.id.map(ids.contains) ?? false } ?? true
        tables[index].entries[place].isSelected =
          isNamed && contains(selection.changed, entry.object.updatedAt ?? entry.object.createdAt)
          && contains(selection.created, entry.object.createdAt)
          && contains(selection.deleted, lastSeenIn: entry.backup)
      }
    }
  }

  private func contains(_ period: Period, _ moment: Int64?) -> Bool {
    if period == Period() { return true }
    guard let moment else { return false }
    return moment >= period.after ?? .min && moment < period.before ?? .max
  }

  /// Whether an object may have been deleted in a period: after the backup that holds it last, and before the next.
  private func contains(_ period: Period, lastSeenIn backup: Int) -> Bool {
    if period == Period() { return true }
    let firstMissing = backup == world.backups - 1 ? Int64.max : ModelWorld.moment(backup + 1)
    return firstMissing > period.after ?? .min && ModelWorld.moment(backup) < period.before ?? .max
  }

  // MARK: References

  /// Adds the objects to which references lead.
  mutating func follow() {
    let selected = Set(tables.flatMap { $0.entries.filter(\.isSelected).compactMap(\.id) })
    if request.selection.withReferrers {
      // What refers to them is only sought among what has an id and is known to be deleted.
      followEach(where: \.isKnown) { entry, _ in entry.id != nil && !entry.object.references.isDisjoint(with: selected)
      }
    }
    if request.selection.withReferences {
      while followEach({ entry, targets in entry.id.map(targets.contains) ?? false }) {}
    }
  }

  /// Adds each deleted object that is to be followed, given all to which the wanted ones refer; says whether
  /// there was any.
  @discardableResult
  private mutating func followEach(
    where isIncluded: (Table) -> Bool = { _ in true },
    _ isFollowed: (Entry, Set<String>) -> Bool
  ) -> Bool {
    // What is wanted of a table of which nothing is known is withheld, and leads nowhere.
    let targets = tables.filter(\.isKnown).reduce(into: Set<String>()) { targets, table in
      for entry in table.entries where entry.isWanted { targets.formUnion(entry.object.references) }
    }
    var isAny = false
    for index in tables.indices where isIncluded(tables[index]) {
      for place in tables[index].entries.indices {
        let entry = tables[index].entries[place]
        guard entry.status == .deleted, !entry.isWanted, isFollowed(entry, targets) else { continue }
        tables[index].entries[place].isFollowed = true
        isAny = true
      }
    }
    return isAny
  }
}
