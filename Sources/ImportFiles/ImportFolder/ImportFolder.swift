import Compression
import Foundation
import Merge
import Values

/// Publishes a plan as a folder of import files.
public struct ImportFolder {
  /// The folder's place.
  public let path: String
  /// Whether a folder that Regraft made earlier is exchanged for the new one.
  public let replaces: Bool
  /// In what files objects are written.
  public let shape: ImportShape

  /// - Parameters:
  ///   - path: where the folder is to appear.
  ///   - replaces: whether a folder that Regraft made earlier may stand there.
  ///   - shape: in what files objects are written.
  /// - Throws: `ImportFolderError.exists` or `.notReplaceable` where something stands there.
  public init(
    path: String,
    replaces: Bool = false,
    shape: ImportShape = ImportShape()
  ) throws(ImportFolderError) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.replaces = replaces
    self.shape = shape
    _ = try findsOneToReplace()
  }

  /// Whether a folder stands at the place that is to be replaced.
  private func findsOneToReplace() throws(ImportFolderError) -> Bool {
    guard let status = SystemCall.status(of: path, followsLink: false) else {
      guard errno == ENOENT else { throw .cannotWrite(path: path, errno: errno) }
      return false
    }
    guard replaces else { throw .exists(path: path) }
    // Exchanging a folder ends with removing it: only what Regraft made may be lost that way.
    guard status.st_mode & S_IFMT == S_IFDIR, Manifest.stands(in: path) else { throw .notReplaceable(path: path) }
    return true
  }

  /// Writes the files of a plan, has them checked, and gives the folder its name.
  ///
  /// - Returns: the files of the folder, those to import first.
  /// - Throws: `ImportFolderError`, or `MergeError.temporaryFile`; nothing was published then.
  public func publish(_ plan: Plan) throws -> [PublishedFile] {
    if let shard = plan.options.shard { throw ImportFolderError.shard(shard) }
    if let error = ImportFolderError(of: plan) { throw error }
    return try publish(source: plan)
  }

  /// Writes the files of a plan that can be published, has them checked, and gives the folder its name.
  package func publish(source: some ImportSource) throws -> [PublishedFile] {
    let workplace = try makeWorkplace()
    do {
      let files = try Self.write(source, into: workplace, shape: shape)
      try LastCheckOfFolder(export: source.checkedExport, files: files, folder: workplace).run()
      // Not in the middle of an interruption, which removes the workplace and then ends the program.
      var old: String?
      try Workplaces.publish(workplace) { () throws(ImportFolderError) in old = try giveName(to: workplace) }
      if let old { Workplaces.discard(old) }
      return files
    } catch {
      Workplaces.discard(workplace)
      throw error
    }
  }

  /// Makes a folder beside the place, so that it can be renamed to it.
  private func makeWorkplace() throws(ImportFolderError) -> String {
    let url = URL(fileURLWithPath: path)
    let parent = url.deletingLastPathComponent().path
    try Self.makeFolder(parent)
    guard let workplace = Workplaces.make("\(parent)/.\(url.lastPathComponent.prefix(100)).regraft") else {
      throw .cannotWrite(path: parent, errno: errno)
    }
    return workplace
  }

  /// Makes a folder for its owner alone, and those around it where they are not there.
  private static func makeFolder(_ path: String) throws(ImportFolderError) {
    guard !SystemCall.hasAccess(path, F_OK) else { return }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if parent != path { try makeFolder(parent) }
    guard SystemCall.makeFolder(path) || errno == EEXIST else {
      throw .cannotWrite(path: path, errno: errno)
    }
  }

  /// Writes the files of a folder, unchecked.
  package static func write(
    _ source: some ImportSource,
    into folder: String,
    shape: ImportShape = ImportShape()
  ) throws -> [PublishedFile] {
    let imports = "\(folder)/import"
    guard SystemCall.makeFolder(imports) else {
      throw ImportFolderError.cannotWrite(path: imports, errno: errno)
    }
    source.checkedExport.options.progress?.begin(.writing)
    let undo = try UndoFile(path: "\(folder)/undo.json")
    var files: [PublishedFile] = []
    for table in source.importTables {
      files += try write(table, of: source, into: folder, shape: shape, undo: undo)
    }
    files.append(try undo.finish())
    files.append(try WithheldFile.write(source, path: "\(folder)/withheld.json"))
    let manifest = try OutputFile(path: "\(folder)/\(Manifest.fileName)")
    try manifest.write(source.manifest(of: files).serialized(pretty: true) + [0x0A])
    let digest = try manifest.finish()
    files.append(
      PublishedFile(path: Manifest.fileName, table: nil, objects: 0, bytes: manifest.bytes, sha256: digest)
    )
    return files
  }

  /// Writes the import files of one table.
  private static func write(
    _ table: ImportTable,
    of source: some ImportSource,
    into folder: String,
    shape: ImportShape,
    undo: UndoFile
  ) throws -> [PublishedFile] {
    var writer = TableWriter(table, shape: shape, folder: folder, name: fileName(table: table.name))
    try undo.begin(table: table.name, format: table.format)
    try source.forEachRecovered(in: table) { object in
      try writer.add(object.json)
      try undo.add(object)
    }
    try writer.finish()
    let objects = writer.files.reduce(0) { $0 + $1.objects }
    source.checkedExport.options.progress?.counter?.add(objects: objects)
    guard objects == table.objects else {
      throw ImportFolderError.lastCheck(.count(name: table.name, first: table.objects, second: objects))
    }
    return writer.files
  }

  /// The name of a table's import file without its ending, which stays within the folder whatever the table's name, and
  /// within what a file system takes.
  static func fileName(table: String) -> String {
    let plain = ObjectKey.encode(Array(table.utf8))
    // A name that begins with a dot is hidden, or a folder's.
    let encoded = plain.hasPrefix(".") ? "%2E" + plain.dropFirst() : plain
    guard encoded.utf8.count > 200 else { return encoded }
    let digest = FingerprintKey.published.hash(Array(table.utf8)).hex
    return encoded.prefix(160) + "~" + digest
  }

  /// - Returns: where the folder that stood there is now, if one did.
  private func giveName(to workplace: String) throws(ImportFolderError) -> String? {
    guard try findsOneToReplace() else {
      guard !SystemCall.rename(workplace, toNew: path) else { return nil }
      switch errno {
      case EEXIST: throw .exists(path: path)
      // A file system that cannot do it in one step: nothing stood there a moment ago.
      case EINVAL, ENOSYS:
        guard SystemCall.rename(workplace, to: path) else { throw .cannotWrite(path: path, errno: errno) }
        return nil
      default: throw .cannotWrite(path: path, errno: errno)
      }
    }
    guard SystemCall.exchange(workplace, path) else {
      if errno == EINVAL || errno == ENOSYS { throw .noExchange(path: path) }
      throw .cannotWrite(path: path, errno: errno)
    }
    return workplace
  }
}
