import Values

/// References of recovered objects to what the export does not hold.
struct MissingReferences {
  /// One of them.
  struct Missing {
    /// The place of the object that refers.
    var place: UInt64
    /// The table of what it refers to, and the low half of its fingerprint.
    unowned var target: TableRun
    var id: UInt64
  }

  private(set) var all: [Missing] = []
  /// Tables of which nobody knows what they hold, by how many objects refer to them.
  private(set) var unknownTables: [String: Int] = [:]

  /// Takes in the references of an object.
  mutating func add(_ references: [Reference], of entry: SpillEntry, tables: Tables, key: FingerprintKey)
    throws(MergeError)
  {
    var unknown: Set<String> = []
    for reference in references {
      guard let home = tables.existing(home: reference.table), home.knowsWhatIsThere else {
        unknown.insert(reference.table)
        continue
      }
      if try !home.holds(reference, key) {
        let id = reference.fingerprint(key, in: home.name).low
        all.append(Missing(place: entry.place, target: home, id: id))
      }
    }
    for table in unknown { unknownTables[table, default: 0] += 1 }
  }

  /// Takes in what was found of further objects.
  mutating func add(_ other: MissingReferences) {
    all += other.all
    unknownTables.merge(other.unknownTables, uniquingKeysWith: +)
  }

  /// Forgets those of some objects, by their places.
  mutating func remove(where isGone: (UInt64) -> Bool) { all.removeAll { isGone($0.place) } }

  /// Those that refer to nothing that comes back either.
  ///
  /// - Parameter recovered: the low halves of the fingerprints of what comes back, of each table.
  func dangling(_ recovered: [String: Set<UInt64>]) -> [Missing] {
    all.filter { recovered[$0.target.name]?.contains($0.id) != true }
  }
}

/// Recovered objects that refer to what is neither there nor comes back.
public struct DanglingReferences: Equatable, Sendable {
  /// How many objects do so.
  public var objects: Int
  /// The first ids to which they refer.
  public var targets: [String]
  /// How many there are of them.
  public var targetCount: Int
  static let mostNamed = 10
}

extension TableRun {
  /// Whether its export, or a word that it is empty, says what the table holds.
  var knowsWhatIsThere: Bool { export.isUsable || export.damage == nil && keepsDocuments }

  /// Whether the export holds what a reference names, among its own or among those of a superclass.
  func holds(_ reference: Reference, _ key: FingerprintKey) throws(MergeError) -> Bool {
    for table in [self] + relatives
    where try table.export.index.contains(reference.fingerprint(key, in: table.name)) { return true }
    return false
  }
}
