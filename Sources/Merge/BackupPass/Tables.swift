import Values

/// The tables of a run, by name.
final class Tables {
  private var byName: [String: TableRun] = [:]
  private let make: (String) -> TableRun
  private let homes: TableHomes

  /// - Parameters:
  ///   - homes: in which tables the objects of classes stand.
  ///   - make: makes a table that neither the backup's prelude nor the export named.
  init(_ tables: [TableRun], homes: TableHomes, make: @escaping (String) -> TableRun) {
    self.make = make
    self.homes = homes
    for table in tables { byName[table.name] = table }
    for table in tables { connect(table) }
  }

  /// Has a table know those in which its objects may stand too.
  private func connect(_ run: TableRun) {
    run.relatives = homes.relatives(of: run.name).map(table)
    let family = homes.schema?.family(of: run.name) ?? []
    run.family = family.map { Array($0.utf8) }
    run.familyTables = family.compactMap { homes.tables.contains($0) ? table($0).name : nil }
  }

  /// The table in which the objects of a class stand.
  func home(ofClass name: String) -> TableRun { table(homes.home(ofClass: name)) }

  /// All tables, in the order of their names.
  var all: [TableRun] { byName.values.sorted { $0.name < $1.name } }

  /// The table of a name, made where there is none yet.
  func table(_ name: String) -> TableRun {
    if let table = byName[name] { return table }
    let table = make(name)
    byName[name] = table
    connect(table)
    return table
  }

  /// The table in which the objects of a class stand, where there is one.
  func existing(home name: String) -> TableRun? { byName[name] ?? byName[homes.home(ofClass: name)] }

  /// The table of a name, where there is one.
  func existing(_ name: String) -> TableRun? { byName[name] }

  /// The tables of some names that are there.
  func existing(_ names: [String]) -> [TableRun] { names.compactMap { byName[$0] } }
}
