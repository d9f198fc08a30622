import Values

/// The ids that a listing is narrowed to.
struct WantedIDs {
  /// Whole references, in the normal form.
  private var references: Set<String> = []
  /// Keys of any table.
  private var keys: Set<[UInt8]> = []
  private let isNarrowed: Bool

  /// - Parameter ids: whole references or bare keys; empty to want everything.
  init(_ ids: [String]) {
    isNarrowed = !ids.isEmpty
    for id in ids {
      if let (table, key) = ObjectKey.parse(reference: id) {
        references.insert(ObjectKey.normalID(table: table, key: key))
      } else {
        keys.insert(Array(id.utf8))
      }
    }
  }

  /// Whether there is nothing more to look for. A bare key may stand in every table, so that the search
  /// for it does not end.
  var areAllFound: Bool { isNarrowed && references.isEmpty && keys.isEmpty }

  /// Whether an object is wanted.
  mutating func take(_ identity: ObjectIdentity, table: String) -> Bool {
    guard isNarrowed else { return true }
    guard identity.problem == nil else { return false }
    let readings = identity.alternative.isEmpty ? [identity.key] : [identity.key, identity.alternative]
    return readings.contains { key in
      keys.contains(key) || references.remove(ObjectKey.normalID(table: table, key: key)) != nil
    }
  }
}
