@testable import Merge

/// What comes of a world: of the model or of the program, so that the two can be compared.
struct ModelOutcome: Equatable {
  /// What comes of a table.
  struct Table: Equatable {
    /// The names of the guards that stop it.
    var stops: Set<String> = []
    var backup = 0
    /// How many ids the export holds; nil where it is damaged.
    var current: Int?
    var statuses: [Status: Int]?
    var selected = 0
    var followed = 0
    var recoveredCount = 0
    var withheldCount = 0
    /// The objects that are recovered, in their order.
    var recovered: [ModelValue] = []
    /// The objects that are withheld, as `ID: REASON`, sorted.
    var withheld: [String] = []
    /// The objects that diverged, as `ID: REASON`, sorted; nil where they are too many to be named.
    var diverged: [String]? = []
    /// How many of the recovered objects each backup holds last, from the newest on; empty where there is one.
    var sources: [Int] = []
  }

  var tables: [String: Table] = [:]
  /// The guards that stop the run, or the error that ends it.
  var stops: Set<String> = []
  /// The named ids with their statuses.
  var named: [String] = []

  /// A few words on how this differs from another outcome; nil where it does not.
  func difference(from other: ModelOutcome) -> String? {
    if stops != other.stops { return "run: \(stops.sorted()) ≠ \(other.stops.sorted())" }
    if tables.keys.sorted() != other.tables.keys.sorted() {
      return "tables: \(tables.keys.sorted()) ≠ \(other.tables.keys.sorted())"
    }
    if named != other.named { return "named ids: \(named) ≠ \(other.named)" }
    for (name, var table) in tables.sorted(by: { $0.key < $1.key }) {
      guard var otherTable = other.tables[name] else { continue }
      if table.diverged == nil || otherTable.diverged == nil { (table.diverged, otherTable.diverged) = ([], []) }
      if table == otherTable { continue }
      let members = zip(Mirror(reflecting: table).children, Mirror(reflecting: otherTable).children)
      let texts = members.map { ($0.label ?? "", Self.short($0.value), Self.short($1.value)) }.filter { $1 != $2 }
      return "\(name): " + texts.map { "\($0): \($1) ≠ \($2)" }.joined(separator: "; ")
    }
    return nil
  }

  private static func short(_ value: Any) -> String {
    switch value {
    case let statuses as [Status: Int]: "\(statuses.map { "\($0.key.rawValue) \($0.value)" }.sorted())"
    case let stops as Set<String>: "\(stops.sorted())"
    case let objects as [ModelValue]: "[" + objects.map(\.description).joined(separator: ", ") + "]"
    default: "\(value)"
    }
  }
}
