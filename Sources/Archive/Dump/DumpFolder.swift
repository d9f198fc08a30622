import Compression
import Foundation
import JSONStream
import Values

/// What stands in a folder that `mongodump` has written: `DB/COLLECTION.bson[.gz]` with
/// `.metadata.json[.gz]` beside it, or one such file alone.
struct DumpFolder {
  /// A collection and the file of its documents.
  struct Entry {
    var namespace: Namespace
    /// Nil for what has no documents of its own, such as a view.
    var path: String?
  }

  private(set) var entries: [Entry] = []
  private(set) var serverVersion = ""
  private(set) var toolVersion = ""

  /// Whether a path is a folder or a file of the kind, by what it is and what stands in it.
  static func isDump(path: String) -> Bool {
    guard let isFolder = SystemCall.isFolder(path) else { return false }
    guard isFolder else { return documentsName(of: lastComponent(path)) != nil && !isArchive(path: path) }
    return contents(path).contains { name in
      documentsName(of: name) != nil || contents("\(path)/\(name)").contains { documentsName(of: $0) != nil }
    }
  }

  /// - Parameter path: a dump's folder, the folder of one of its databases, or one file of documents.
  init(path: String) throws(ArchiveError) {
    let root = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    if let name = Self.documentsName(of: Self.lastComponent(root)), !Self.isFolder(root) {
      let folder = URL(fileURLWithPath: root).deletingLastPathComponent().path
      try add(name, path: root, folder: folder, database: "")
      return
    }
    let names = try Self.listed(root)
    try addPrelude(folder: root)
    try addCollections(folder: root, database: Self.lastComponent(root))
    for name in names where Self.isFolder("\(root)/\(name)") {
      try addPrelude(folder: "\(root)/\(name)")
      try addCollections(folder: "\(root)/\(name)", database: name)
    }
  }

  private mutating func addPrelude(folder: String) throws(ArchiveError) {
    guard let prelude = try Self.json("\(folder)/prelude.json") else { return }
    serverVersion = prelude["ServerVersion"]?.text ?? serverVersion
    toolVersion = prelude["ToolVersion"]?.text ?? toolVersion
  }

  /// Adds the collections of one database.
  private mutating func addCollections(folder: String, database: String) throws(ArchiveError) {
    let names = try Self.listed(folder).filter { !Self.isFolder("\(folder)/\($0)") }
    var known: Set<String> = []
    for name in names {
      guard let base = Self.documentsName(of: name) else { continue }
      known.insert(base)
      try add(base, path: "\(folder)/\(name)", folder: folder, database: database)
    }
    // Views have metadata and no documents.
    for name in names {
      guard let base = Self.metadataName(of: name), known.insert(base).inserted else { continue }
      try add(base, path: nil, folder: folder, database: database)
    }
  }

  private mutating func add(_ base: String, path: String?, folder: String, database: String) throws(ArchiveError) {
    let metadata = try Self.json("\(folder)/\(base).metadata.json")
    let hasFile = ["", ".gz"].contains { Self.exists("\(folder)/\(base).metadata.json\($0)") }
    let collection = Self.collection(fileName: base, metadata: metadata)
    var type = metadata?["type"]?.text ?? ""
    if metadata?["options"]?["viewOn"] != nil { type = "view" }
    if metadata?["options"]?["timeseries"] != nil { type = "timeseries" }
    let isOplog = base == "oplog" && path != nil && metadata == nil
    var namespace = Namespace(
      database: isOplog ? "" : database,
      collection: collection,
      type: type,
      indexes: (metadata?["indexes"]?.elements ?? []).compactMap(IndexDefinition.init)
    )
    namespace.hasUnreadableMetadata = hasFile && metadata == nil
    entries.append(Entry(namespace: namespace, path: path))
  }

  /// The collection's name: the file's is escaped as a URL's query, and a long one is cut with a hash.
  static func collection(fileName base: String, metadata: ValueTree?) -> String {
    if base.utf8.count == 238, base.contains("%24"), let name = metadata?["collectionName"]?.text { return name }
    // These are written as they are.
    if base.hasPrefix("$admin.system.") { return base }
    let spaced = String(base.map { $0 == "+" ? " " : $0 })
    return spaced.removingPercentEncoding ?? base
  }

  // MARK: Files

  /// The part of a file's name that stands for the collection, where the file holds documents.
  private static func documentsName(of name: String) -> String? { base(of: name, endings: [".bson", ".bin"]) }

  private static func metadataName(of name: String) -> String? { base(of: name, endings: [".metadata.json"]) }

  private static func base(of name: String, endings: [String]) -> String? {
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    guard let ending = endings.first(where: { plain.hasSuffix($0) && plain.count > $0.count }) else { return nil }
    return String(plain.dropLast(ending.count))
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private static func lastComponent(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

  private static func isFolder(_ path: String) -> Bool { SystemCall.isFolder(path) == true }

  /// What stands in a folder, which must be listed: what is overlooked would look deleted.
  private static func listed(_ folder: String) throws(ArchiveError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw .source(.cannotOpen(path: folder, errno: cause.map { Int32(truncatingIfNeeded: $0.code) } ?? EACCES))
    }
  }

  private static func contents(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// Whether a file begins as an archive does, whatever its name.
  static func isArchive(path: String) -> Bool {
    (try? readAll(path, limit: 4))?.elementsEqual(PreludeReader.magic) ?? false
  }

  /// The JSON object in a file, or in the same file gzip'ed; nil where there is neither, or it is none.
  private static func json(_ path: String) throws(ArchiveError) -> ValueTree? {
    for path in [path, path + ".gz"] where FileManager.default.fileExists(atPath: path) {
      do throws(CompressionError) {
        return PreludeReader.tree(json: try readAll(path, limit: 64 << 20))
      } catch {
        throw .source(error)
      }
    }
    return nil
  }

  /// The bytes of a small file, inflated; at most `limit` of them.
  private static func readAll(_ path: String, limit: Int) throws(CompressionError) -> [UInt8] {
    try InflatingSource(try FileSource(path: path, regularOnly: true)).readAll(limit: limit)
  }
}
