import Values

/// Which tables and ids of a backup a selection means.
struct SelectedTables {
  /// The names of the selected tables.
  private(set) var names: Set<String> = []
  /// The named ids, in the order in which they were named; nil where all objects are wanted.
  private(set) var ids: [NamedID]?

  /// - Parameters:
  ///   - tables: the tables that the backup holds.
  ///   - homes: in which of them the objects of a class stand.
  init(_ selection: Selection, tables: [String], homes: TableHomes) throws(MergeError) {
    for pattern in selection.tables {
      let matches = tables.filter { Selection.matches($0, pattern: pattern) }
      guard !matches.isEmpty || pattern.contains("*") else {
        throw .usage(.unknownTable(pattern, known: tables))
      }
      names.formUnion(matches)
    }
    if selection.tables.isEmpty { names = Set(tables) }
    names = names.filter { name in !selection.excludedTables.contains { Selection.matches(name, pattern: $0) } }
    guard let texts = selection.ids else { return }

    var seen: Set<String> = []
    var named: [NamedID] = []
    for text in texts {
      let id = try Self.id(
        text,
        selected: names,
        homes: homes,
        isNarrowed: !selection.tables.isEmpty || !selection.excludedTables.isEmpty
      )
      if seen.insert(id.id).inserted { named.append(id) }
    }
    ids = named
    names.formIntersection(named.map(\.home))
  }

  private static func id(
    _ text: String,
    selected: Set<String>,
    homes: TableHomes,
    isNarrowed: Bool
  ) throws(MergeError) -> NamedID {
    if let (table, key) = ObjectKey.parse(reference: text) {
      let home = homes.home(ofClass: table)
      guard selected.contains(home) || !isNarrowed else { throw .usage(.idOutsideSelection(text)) }
      return NamedID(table: table, key: key, home: home)
    }
    guard let table = selected.first, selected.count == 1 else { throw .usage(.keyWithoutTable(text)) }
    return NamedID(table: table, key: Array(text.utf8), home: table)
  }
}

extension Selection {
  /// Whether a name matches a pattern in which `*` stands for any characters.
  package static func matches(_ name: String, pattern: String) -> Bool {
    let parts = pattern.utf8.split(separator: 0x2A, omittingEmptySubsequences: false).map(Array.init)
    guard parts.count > 1 else { return name == pattern }
    var rest = Array(name.utf8)[...]
    guard rest.starts(with: parts[0]) else { return false }
    rest = rest.dropFirst(parts[0].count)
    for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
      guard let start = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
      rest = rest[(start + part.count)...]
    }
    let last = parts[parts.count - 1]
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}

/// An id that was named, and what became of its object.
public struct NamedID: Equatable, Sendable {
  /// The id in its normal form.
  public var id: String
  /// The table that it names.
  public var table: String
  var key: [UInt8]
  /// The table in which the object stands, by the schema.
  var home: String
  /// What became of the object; nil where neither side holds it.
  public internal(set) var status: Status?

  init(table: String, key: [UInt8], home: String) {
    id = ObjectKey.normalID(table: table, key: key)
    self.table = table
    self.key = key
    self.home = home
  }

  /// The fingerprint by which it is found in its table.
  func fingerprint(_ hash: FingerprintKey) -> Fingerprint { fingerprint(hash, in: home) }

  /// The fingerprint by which it would be found in a table.
  func fingerprint(_ hash: FingerprintKey, in home: String) -> Fingerprint {
    table == home ? hash.hash(key) : ObjectIdentity.fingerprint(hash, table: Array(table.utf8), key: key)
  }
}
