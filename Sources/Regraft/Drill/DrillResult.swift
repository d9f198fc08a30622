import Merge
import Values

/// What a rehearsal came to.
public struct DrillResult {
  /// An object that was drawn and did not come back.
  public struct Missing: Equatable, Sendable {
    /// Its id.
    public var id: String
    /// Why it was withheld; nil where it was not even found deleted.
    public var reason: String?
  }

  /// What was drilled of a table.
  public struct Table {
    /// The table's name.
    public let name: String
    /// How many objects both sides hold unchanged.
    public let unchanged: Int
    /// The ids of those that were drawn.
    public let drilled: [String]
    /// The guards that stop it.
    public internal(set) var stops: [Stop]
    /// Those that did not come back.
    public internal(set) var missing: [Missing] = []
    /// The ids of those that came back with another body.
    public internal(set) var different: [String] = []

    init(name: String, unchanged: Int, drilled: [String], stops: [Stop]) {
      self.name = name
      self.unchanged = unchanged
      self.drilled = drilled
      self.stops = stops
    }

    /// How many came back.
    public var recovered: Int { drilled.count - missing.count }
    /// Whether all that were drawn came back as they are.
    public var isPassed: Bool { stops.isEmpty && missing.isEmpty && different.isEmpty }
  }

  /// By what the objects were drawn.
  public let seed: UInt64
  /// How many of each table were to be drawn.
  public let objectsPerTable: Int
  /// The guards that stop the whole run.
  public let stops: [Stop]
  /// The selected tables.
  public internal(set) var tables: [Table] = []
  /// The ids of objects that would be imported and were not drawn.
  public private(set) var unexpected: [String] = []

  init(seed: UInt64, objectsPerTable: Int, stops: [Stop]) {
    self.seed = seed
    self.objectsPerTable = objectsPerTable
    self.stops = stops
  }

  /// How many objects were drawn.
  public var drilled: Int { tables.reduce(0) { $0 + $1.drilled.count } }

  /// Whether there was something to drill, all of it came back as it is, and nothing else with it.
  public var isPassed: Bool {
    stops.isEmpty && drilled > 0 && unexpected.isEmpty && tables.allSatisfy(\.isPassed)
  }

  /// Holds what was written against what was left out of the export.
  ///
  /// - Parameter plan: the plan by which it was written, which says why something is missing.
  mutating func compare(
    written: [String: Fingerprint],
    with originals: [String: Fingerprint],
    plan: Plan?
  ) throws {
    var reasons: [String: String] = [:]
    for table in plan?.tables ?? [] {
      for stop in table.stops {
        guard let index = tables.firstIndex(where: { $0.name == table.name }), !tables[index].drilled.isEmpty else {
          continue
        }
        tables[index].stops.append(stop)
      }
      try plan?.forEachWithheld(in: table) { object in
        if let id = object.id { reasons[id] = object.reason.name }
      }
    }
    for index in tables.indices {
      for id in tables[index].drilled {
        guard let body = written[id] else {
          tables[index].missing.append(Missing(id: id, reason: reasons[id]))
          continue
        }
        if originals[id] != body { tables[index].different.append(id) }
      }
    }
    unexpected = Set(written.keys).subtracting(tables.flatMap(\.drilled)).sorted()
  }
}
