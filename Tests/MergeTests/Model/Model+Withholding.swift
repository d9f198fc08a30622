@testable import Merge

extension Model {
  /// Says which of the wanted objects are withheld, and why.
  mutating func withhold() {
    for index in tables.indices where tables[index].stops.isEmpty {
      let request = request
      tables[index].withhold { entry in
        if request.forbids(entry) { return "erased" }
        if entry.id == nil { return "no-key" }
        if entry.isAmbiguous { return "ambiguous-id" }
        return entry.object.members.contains(where: \.value.hasNoForm) ? "no-form" : nil
      }
      withholdClashes(in: &tables[index])
    }
    guard request.strictReferences else { return }
    while withholdDangling() {}
  }

  // MARK: Unique indexes

  /// Of several with one value the latest is written, unless a current object has it.
  private func withholdClashes(in table: inout Table) {
    var taken: [[ModelValue]] = []
    for object in (table.current ?? [:]).values { taken += keys(of: object, in: table) }
    let places = table.entries.indices.filter { table.entries[$0].isWanted && table.entries[$0].withheld == nil }
    for place in places.sorted(by: { isLater(table.entries[$0], table.entries[$1]) }) {
      let own = keys(of: table.entries[place].object, in: table)
      if own.contains(where: taken.contains) {
        table.entries[place].withheld = "unique-index"
      } else {
        taken += own
      }
    }
  }

  /// What an object has on all indexes: the number of the index, and a value for each of its members.
  private func keys(of object: ModelObject, in table: Table) -> [[ModelValue]] {
    table.indexes.enumerated().flatMap { number, index -> [[ModelValue]] in
      let values = index.members.map { object[$0] }
      if index.isSparse && values.allSatisfy({ $0 == nil }) { return [] }
      var keys: [[ModelValue]] = [[.whole(Int64(number))]]
      for value in values {
        // Each element of an array is a value of its own.
        var choices = [value ?? .null]
        if case .array(let elements) = value { choices = elements }
        keys = keys.flatMap { key in choices.map { key + [$0] } }
      }
      return keys
    }
  }

  private func isLater(_ first: Entry, _ second: Entry) -> Bool {
    let firstTimes = [first.object.updatedAt, first.object.version, first.object.createdAt].map { $0 ?? .min }
    let secondTimes = [second.object.updatedAt, second.object.version, second.object.createdAt].map { $0 ?? .min }
    if firstTimes != secondTimes { return secondTimes.lexicographicallyPrecedes(firstTimes) }
    return (first.id ?? "") < (second.id ?? "")
  }

  // MARK: References

  /// Withholds what refers to an object that is neither there nor written; says whether there was any.
  private mutating func withholdDangling() -> Bool {
    var there: Set<String> = []
    var known: Set<String> = []
    for table in tables where table.isKnown && (table.current != nil || table.isAssumedEmpty) {
      known.insert(table.name)
      there.formUnion((table.current ?? [:]).keys)
      if table.stops.isEmpty {
        there.formUnion(table.entries.filter { $0.isWanted && $0.withheld == nil }.compactMap(\.id))
      }
    }
    var isAny = false
    for index in tables.indices where tables[index].stops.isEmpty {
      let isOne = tables[index].withhold { entry in
        entry.object.references.contains { id in
          known.contains { id.hasPrefix("/db/\($0)/") } && !there.contains(id)
        } ? "strict-reference" : nil
      }
      isAny = isAny || isOne
    }
    return isAny
  }
}

extension Model.Table {
  /// Withholds those of its objects for which there is a reason; says whether there was any.
  @discardableResult
  fileprivate mutating func withhold(_ reason: (Model.Entry) -> String?) -> Bool {
    var isAny = false
    for place in entries.indices where entries[place].isWanted && entries[place].withheld == nil {
      guard let reason = reason(entries[place]) else { continue }
      entries[place].withheld = reason
      isAny = true
    }
    return isAny
  }
}

extension ModelRequest {
  /// Whether an object must not come back.
  fileprivate func forbids(_ entry: Model.Entry) -> Bool {
    if let id = entry.id, erased.contains(id) { return true }
    return !keepsReferrersOfErased && !entry.object.references.isDisjoint(with: erased)
  }
}
