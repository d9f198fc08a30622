import Archive
import Export

/// Which tables there are, in the backup and in the export.
struct BothSides {
  private let database: String
  private let isFolder: Bool
  private let otherFiles: [String]
  /// The tables of the backup, with their collections.
  let collections: [String: Namespace]
  /// The tables of the export, with their files.
  let files: [String: [TableFile]]

  /// - Parameter preludes: those of the backups, the newest first.
  init(preludes: [Prelude], database: String, inventory: ExportInventory) throws(MergeError) {
    self.database = database
    isFolder = inventory.isFolder
    otherFiles = inventory.otherFiles
    let files = Dictionary(grouping: inventory.files, by: \.table)
    self.files = files
    var collections: [String: Namespace] = [:]
    for prelude in preludes {
      let own = prelude.namespaces.filter { $0.kind == .collection && $0.database == database }
      if let name = Self.firstRepeated(own.map { Self.table(of: $0.collection, exported: files) }) {
        throw .usage(.equivalentNames(name))
      }
      // Indexes are those of the newest backup that has the table.
      collections.merge(own.map { (Self.table(of: $0.collection, exported: files), $0) }) { newer, _ in newer }
    }
    self.collections = collections
  }

  /// The table that a collection holds: collections are named as their class is, perhaps with `/db/`
  /// or `db.` before it.
  private static func table(of collection: String, exported: [String: [TableFile]]) -> String {
    if collection.hasPrefix("/db/"), collection.count > 4 { return String(collection.dropFirst(4)) }
    let short = String(collection.dropFirst(3))
    if collection.hasPrefix("db."), exported[short] != nil, exported[collection] == nil { return short }
    return collection
  }

  /// A name that stands in a list twice, be it with other characters.
  private static func firstRepeated(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }

  /// The table of a namespace; nil where its documents are left aside.
  func table(of namespace: Namespace) -> String? {
    guard namespace.kind == .collection, namespace.database == database else { return nil }
    return Self.table(of: namespace.collection, exported: files)
  }

  /// The tables that are compared: with a folder all, with single files theirs.
  ///
  /// - Parameter explicitly: tables that are compared in any case, because they were named.
  func compared(explicitly: Set<String>) -> Set<String> {
    let all = Set(files.keys).union(isFolder ? Array(collections.keys) : [])
    return all.union(explicitly)
  }

  /// What a person should know of the inputs as they are.
  func warnings(preludes: [Prelude], exports: [String: IndexedExport], compared: Set<String>) -> [Warning] {
    var warnings: [Warning] = []
    var named: Set<String> = []
    for namespace in preludes.flatMap(\.namespaces)
    where namespace.kind != .collection && named.insert(namespace.name).inserted {
      let kind = Warning.Kind.leftAside(name: namespace.name, kind: namespace.kind.rawValue)
      warnings.append(Warning(table: nil, kind: kind))
    }
    if !otherFiles.isEmpty { warnings.append(Warning(table: nil, kind: .otherFiles(otherFiles))) }
    for (table, files) in files.sorted(by: { $0.key < $1.key }) {
      for file in files where file.nameTable != table {
        warnings.append(Warning(table: table, kind: .fileName(path: file.path)))
      }
      if collections[table] == nil, let damage = exports[table]?.damage, let file = files.first {
        warnings.append(Warning(table: nil, kind: .unreadableFile(path: file.path, damage)))
      }
    }
    for (table, collection) in collections.sorted(by: { $0.key < $1.key }) where collection.hasUnreadableMetadata {
      warnings.append(Warning(table: table, kind: .unreadableMetadata))
    }
    for table in collections.keys.sorted() where !compared.contains(table) {
      warnings.append(Warning(table: table, kind: .notCompared))
    }
    return warnings
  }
}
