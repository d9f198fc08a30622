import Values

/// In which tables the objects of classes stand: in one of their class's name, or among those of a class from
/// which it inherits.
struct TableHomes {
  let schema: Schema?
  /// The tables that the backup or the export has.
  let tables: Set<String>

  /// The table of a class's objects; one of its name where neither side has any for it.
  func home(ofClass name: String) -> String {
    guard let schema, !tables.contains(name) else { return name }
    return schema.lineage(of: name).compactMap(\.superclass).first(where: tables.contains) ?? name
  }

  /// Other tables in which objects of a table's class may stand too.
  func relatives(of table: String) -> [String] {
    // A schema may say that a class inherits from itself.
    schema?.lineage(of: table).compactMap(\.superclass).filter { $0 != table && tables.contains($0) } ?? []
  }
}
