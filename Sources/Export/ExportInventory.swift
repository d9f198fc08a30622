import Compression
import Foundation
import Glibc
import Values

/// The form of the objects in a table file; its text stands in plan files.
package enum ObjectForm: String, Sendable {
  /// That of Baqend's REST interface: each object has a text `id`, and nothing is a wrapper.
  case baqend
  /// MongoDB Extended JSON: each object has an `_id`.
  case extendedJSON = "extended-json"
  /// BSON documents, as a backup has them.
  case bson

  /// How ids are written in it.
  package var identityForm: ObjectIdentity.Form { self == .baqend ? .references : .stored }
  /// In which space its values are compared.
  package var space: ValueSpace { self == .baqend ? .plain : .typed }
}

/// One file of an export, or one collection of a backup that is given in its place.
package struct TableFile: Equatable, Sendable {
  package var path: String
  /// The collection, `DATABASE.COLLECTION`, where the file is an archive of several.
  package var collection: String?
  /// The table that the objects' ids name, or the file's name where it holds no object.
  package var table: String
  /// The table that the file's name stands for.
  package var nameTable: String
  /// The form of its objects.
  package var form: ObjectForm
  package var identity: FileIdentity

  package init(
    path: String,
    collection: String? = nil,
    table: String,
    nameTable: String,
    form: ObjectForm,
    identity: FileIdentity
  ) {
    self.path = path
    self.collection = collection
    self.table = table
    self.nameTable = nameTable
    self.form = form
    self.identity = identity
  }
}

/// Which files of an export hold tables.
package struct ExportInventory: Sendable {
  package var files: [TableFile] = []
  /// Names of files in the folders that are no table files.
  package var otherFiles: [String] = []
  /// Whether a folder was given, so that a table without a file is missing.
  package var isFolder = false

  package enum Failure: Error, Equatable, Sendable {
    case cannotRead(CompressionError)
    /// The folder cannot be listed.
    case cannotList(path: String)
    /// A file that was named itself does not end as a table file does.
    case notATableFile(path: String)

    /// The path that it is about.
    package var path: String {
      switch self {
      case .cannotRead(let error): error.path
      case .cannotList(let path), .notATableFile(let path): path
      }
    }
  }

  /// - Parameters:
  ///   - paths: folders and files.
  ///   - database: the backup's database, whose name may stand before a table's in a file name.
  package init(paths: [String], database: String) throws(Failure) {
    for path in paths {
      if SystemCall.isFolder(path) == true {
        isFolder = true
        try add(folder: path, database: database)
      } else {
        try add(file: path, database: database, isNamed: true)
      }
    }
    sort()
  }

  /// Puts the files in the order of their tables.
  package mutating func sort() { files.sort { ($0.table, $0.path) < ($1.table, $1.path) } }

  private mutating func add(folder: String, database: String) throws(Failure) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .cannotList(path: folder)
    }
    for name in names.sorted() {
      try add(file: URL(fileURLWithPath: folder).appendingPathComponent(name).path, database: database, isNamed: false)
    }
  }

  private mutating func add(file path: String, database: String, isNamed: Bool) throws(Failure) {
    let name = URL(fileURLWithPath: path).lastPathComponent
    guard let table = Self.table(fileName: name, database: database) else {
      guard !isNamed else {
        guard FileManager.default.fileExists(atPath: path) else {
          throw .cannotRead(.cannotOpen(path: path, errno: ENOENT))
        }
        throw .notATableFile(path: path)
      }
      otherFiles.append(name)
      return
    }
    let identity: FileIdentity
    do throws(CompressionError) {
      identity = try FileIdentity.of(path: path)
      // Opened only to see that it can be, and that it is a regular file.
      _ = try FileSource(path: path, regularOnly: true)
    } catch {
      if case .notReadable = error, !isNamed {
        otherFiles.append(name)
        return
      }
      throw .cannotRead(error)
    }
    let (firstTable, form) = Self.firstObject(path: path)
    files.append(
      TableFile(
        path: path,
        table: firstTable ?? (form == .extendedJSON ? Self.withoutCopyNumber(table) : table),
        nameTable: table,
        form: form,
        identity: identity
      )
    )
  }

  /// The table that a file's name stands for, or nil where it is not the name of a table file.
  package static func table(fileName: String, database: String) -> String? {
    var name = Substring(fileName)
    if name.hasSuffix(".gz") { name = name.dropLast(3) }
    guard let ending = [".json", ".ndjson", ".jsonl"].first(where: { name.hasSuffix($0) }) else { return nil }
    name = name.dropLast(ending.count)
    if !database.isEmpty, name.hasPrefix(database + "."), name.count > database.count + 1 {
      name = name.dropFirst(database.count + 1)
    }
    guard !name.isEmpty, !name.hasPrefix(".") else { return nil }
    return name.removingPercentEncoding ?? String(name)
  }

  /// A name without what browsers put behind that of a file which was downloaded once more: `Message (1)`, `Message(1)`.
  private static func withoutCopyNumber(_ name: String) -> String {
    guard name.hasSuffix(")"), let bracket = name.lastIndex(of: "(") else { return name }
    let number = name[name.index(after: bracket)...].dropLast()
    guard !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else { return name }
    var rest = name[..<bracket]
    if rest.last == " " { rest = rest.dropLast() }
    return rest.isEmpty ? name : String(rest)
  }

  /// The table that the id of a file's first object names, in the Baqend form, and the object's form.
  /// What cannot be read is taken for the Baqend form, and reading the file will say what is wrong.
  private static func firstObject(path: String) -> (table: String?, form: ObjectForm) {
    var object = MemberCollector(members: ["id", "_id"])
    guard let reader = try? TableFileReader(path: path, maxDepth: 10_000, bufferBytes: 1 << 16),
      case .success(true) = reader.nextResult(into: &object)
    else { return (nil, .baqend) }
    // A stored `_id` is a key, whatever it looks like: the file's name counts.
    guard object.tree["_id"] == nil else { return (nil, .extendedJSON) }
    return (object.tree["id"]?.text.flatMap { ObjectKey.parse(reference: $0)?.table }, .baqend)
  }
}
