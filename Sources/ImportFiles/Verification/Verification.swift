import Compression
import Export
import Foundation
import Merge
import Values

/// What became of the objects in a published folder, against a fresh export.
public struct Verification: Sendable {
  /// What an object of an import file is in the export.
  public enum State: String, CaseIterable, Sendable {
    /// Not there.
    case absent
    /// There, with an equal body.
    case same
    /// There, with another body.
    case changed
  }

  /// An object of an import file.
  public struct Object: Equatable, Sendable {
    /// Its id in the normal form.
    public var id: String
    /// What it is in the export.
    public internal(set) var state = State.absent
    /// What it would clash with now on a unique index; only for absent ones.
    public internal(set) var clash: UniqueClash?
    var body: Fingerprint
  }

  /// Why an export does not say that objects are absent.
  public enum Doubt: String, Sendable {
    /// It holds no object, and the one that was recovered from did.
    case empty
    /// It holds as many objects as a page, and the one that was recovered from more.
    case page
  }

  /// An import file.
  public struct File: Equatable, Sendable {
    /// Its path within the folder.
    public var path: String
    /// The table whose objects it holds.
    public var table: String
    /// Whether it has the size, the objects and the SHA-256 that the manifest states.
    public var isIntact: Bool
    var form: ObjectForm
    /// Why the export of its table cannot be relied on.
    public internal(set) var doubt: Doubt?
    /// Its objects, in its order.
    public internal(set) var objects: [Object]

    /// How many of its objects are in a state.
    public func count(_ state: State) -> Int { objects.count { $0.state == state } }
  }

  /// The import files, in the order of the manifest.
  public private(set) var files: [File] = []
  /// Files, by their paths within the folder, that the manifest does not name; that it names and that are
  /// not there; and those beside the import files that are not as they were written.
  public private(set) var unexpectedFiles: [String] = []
  /// How many objects the export holds of each table.
  package private(set) var currentCounts: [String: Int] = [:]
  /// The latest moment at which an object of the export was created or changed, of each table.
  package private(set) var currentLatest: [String: Int64] = [:]

  private let rules: ComparisonRules
  private let progress: RunProgress?

  /// Whether the folder is as it was published, and none of its objects is in the export.
  public var isReady: Bool {
    unexpectedFiles.isEmpty
      && files.allSatisfy {
        $0.isIntact && $0.doubt == nil && $0.objects.allSatisfy { $0.state == .absent && $0.clash == nil }
      }
  }

  /// Whether all objects are in the export as they were written.
  public var isImported: Bool { files.allSatisfy { $0.objects.allSatisfy { $0.state == .same } } }

  /// Reads a published folder and an export.
  ///
  /// - Parameters:
  ///   - folder: the folder, as `ImportFolder` has published it.
  ///   - current: the folders and files of the export, or a backup in its place.
  ///   - currentDatabase: the database of that backup, where it holds several.
  ///   - schema: what the application's classes look like, where that is known.
  ///   - allowsParts: whether several files may be parts of one table's export.
  ///   - assumedEmpty: tables that need no file, and no object in it.
  ///   - progress: what is told how far it is.
  /// - Throws: `VerificationError`, or `MergeError` where a file cannot be read.
  public init(
    folder: String,
    current: [String],
    currentDatabase: String? = nil,
    schema: Schema? = nil,
    allowsParts: Bool = false,
    assumedEmpty: Set<String> = [],
    progress: RunProgress? = nil
  ) throws {
    self.progress = progress
    let manifest = try FolderManifest(folder: folder)
    var rules = manifest.rules
    rules.schema = schema
    self.rules = rules
    if let schema = manifest.schema, rules.schema == nil { throw VerificationError.needsSchema(name: schema.name) }
    let imports = manifest.importFiles.reduce(0) { $0 &+ $1.bytes }
    progress?.begin(.readingImportFiles, totalBytes: imports)
    try readFiles(manifest, folder: folder)
    let inventory = try ExportInventory.reading(
      current,
      database: manifest.database,
      currentDatabase: currentDatabase,
      schema: schema
    )
    let exports = Dictionary(grouping: inventory.files, by: \.table)
    for file in files {
      guard let export = exports[file.table] ?? (assumedEmpty.contains(file.table) ? [] : nil) else {
        throw VerificationError.missingTable(file.table)
      }
      if export.count > 1, !allowsParts {
        let modified = export.map { $0.identity.modificationTime / 1_000_000 }
        throw MergeError.usage(.twoFiles(table: file.table, paths: export.map(\.path), modified: modified))
      }
    }
    currentCounts = try compare(with: inventory.files, folder: folder)
    for index in files.indices {
      let count = currentCounts[files[index].table] ?? 0
      let before = manifest.tables.first { $0.table == files[index].table }?.current ?? 0
      if count < before, count > 0 || !assumedEmpty.contains(files[index].table) {
        files[index].doubt = count == 0 ? .empty : TableGuards.isPageSize(count) ? .page : nil
      }
      let export = exports[files[index].table] ?? []
      try findClashes(in: &files[index], export: export, manifest: manifest, folder: folder)
    }
  }

  // MARK: Import files

  private mutating func readFiles(_ manifest: FolderManifest, folder: String) throws {
    let found = Set((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/import")) ?? [])
    let stated = Set(manifest.importFiles.map { String($0.path.dropFirst("import/".count)) })
    unexpectedFiles = found.symmetricDifference(stated).sorted().map { "import/\($0)" }
    for stated in manifest.otherFiles where try !Self.isIntact(stated, folder: folder) {
      unexpectedFiles.append(stated.path)
    }
    for stated in manifest.importFiles where found.contains(String(stated.path.dropFirst("import/".count))) {
      files.append(try read(stated, folder: folder))
    }
  }

  /// Whether a file has the bytes that it was written with.
  private static func isIntact(_ stated: FolderManifest.File, folder: String) throws -> Bool {
    do throws(CompressionError) {
      let file = try FileSource.summary(of: "\(folder)/\(stated.path)")
      return file.sha256 == stated.sha256 && file.bytesRead == stated.bytes
    } catch {
      return false
    }
  }

  /// The table file that an import file is.
  private func tableFile(_ path: String, of table: String?) throws -> TableFile {
    guard var file = try ExportInventory.reading([path], schema: rules.schema).files.first else {
      throw MergeError.export(ExportFailure(.cannotList(path: path)))
    }
    file.table = table ?? file.table
    return file
  }

  private func read(_ stated: FolderManifest.File, folder: String) throws -> File {
    let file = try tableFile("\(folder)/\(stated.path)", of: stated.table)
    var objects: [Object] = []
    do {
      try forEachObject(of: file, space: file.form.space) { object in
        let id = object.identity.normalID(in: file.table)
        objects.append(Object(id: id, body: object.fingerprint))
      }
    } catch MergeError.damagedExport(let damage) {
      throw VerificationError.importFile(path: file.path, damage: damage)
    }
    let isIntact = try Self.isIntact(stated, folder: folder) && objects.count == stated.objects
    return File(path: stated.path, table: file.table, isIntact: isIntact, form: file.form, objects: objects)
  }

  // MARK: Objects

  /// Calls `body` with each object of a table file.
  ///
  /// - Parameter allowsOtherTables: whether objects of other tables may stand in it.
  private func forEachObject(
    of file: TableFile,
    space: ValueSpace,
    allowsOtherTables: Bool = false,
    _ body: (borrowing BodyFingerprinter) -> Void
  ) throws {
    let key = FingerprintKey.published
    var object = BodyFingerprinter(
      identity: rules.identity(of: file.table, file.form),
      key: key,
      roles: MemberRoles(key: key),
      space: space
    )
    var objects = try CurrentReader(file, for: object, rules: rules, counter: progress?.counter)
    while let (number, offset) = try objects.next(into: &object) {
      let problem = object.identity.problem
      guard let problem, !(allowsOtherTables && problem == .otherTable) else {
        body(object)
        continue
      }
      throw MergeError.damagedExport(
        .object(path: file.path, number: number, offset: offset, problem: IDProblem(problem))
      )
    }
  }

  /// Looks each object of an export up among those of the import files, in whichever table it stands.
  ///
  /// - Returns: how many objects the export holds of each table.
  private mutating func compare(with export: [TableFile], folder: String) throws -> [String: Int] {
    var places: [String: (file: Int, object: Int)] = [:]
    for (file, own) in files.enumerated() {
      for (object, id) in own.objects.enumerated() { places[id.id] = (file, object) }
    }
    // Bodies of different forms are compared in the space that both have.
    let bodies = try files.map { try plainBodies(of: $0, folder: folder, export: export) }
    progress?.begin(.readingExport, reading: export)
    var counts: [String: Int] = [:]
    var latest: [String: Int64] = [:]
    for part in export {
      var found: [(file: Int, object: Int, isSame: Bool)] = []
      let isOwn = files.contains { $0.table == part.table }
      let isPlain = files.contains { $0.form.space != part.form.space }
      do {
        try forEachObject(of: part, space: isPlain ? .plain : part.form.space, allowsOtherTables: !isOwn) { object in
          counts[part.table, default: 0] += 1
          let moments = [latest[part.table], object.evidence.createdAt, object.evidence.updatedAt]
          latest[part.table] = moments.compactMap(\.self).max()
          guard let place = places[object.identity.normalID(in: part.table)] else { return }
          let own = isPlain ? bodies[place.file]?[place.object] : files[place.file].objects[place.object].body
          found.append((place.file, place.object, own == object.fingerprint))
        }
      } catch MergeError.damagedExport where !isOwn {
        // It may hold objects of any table.
        throw ImportFolderError.lastCheck(.unreadable(path: part.path))
      }
      for (file, object, isSame) in found { files[file].objects[object].state = isSame ? .same : .changed }
    }
    currentLatest = latest
    return counts
  }

  /// The bodies of an import file's objects in the plain space, where the export makes that necessary.
  private func plainBodies(of file: File, folder: String, export: [TableFile]) throws -> [Fingerprint]? {
    let needsPlain = export.contains { part in files.contains { $0.form.space != part.form.space } }
    guard needsPlain else { return nil }
    guard file.form.space != .plain else { return file.objects.map(\.body) }
    var bodies: [Fingerprint] = []
    let own = try tableFile("\(folder)/\(file.path)", of: file.table)
    try forEachObject(of: own, space: .plain) { bodies.append($0.fingerprint) }
    return bodies
  }

  /// Finds the absent objects that could not be imported now.
  private func findClashes(in file: inout File, export: [TableFile], manifest: FolderManifest, folder: String) throws {
    let indexes: [UniqueIndex]
    do {
      indexes = try manifest.uniqueIndexes.filter { $0.table == file.table }.map { try $0.uniqueIndex() }
    } catch {
      throw VerificationError.malformedManifest(path: "\(folder)/\(Manifest.fileName)")
    }
    guard !indexes.isEmpty, file.count(.absent) > 0 else { return }
    let candidates = try candidates(of: file, members: indexes.flatMap(\.members), folder: folder)
    var check = UniqueIndexCheck<Never>(
      table: file.table,
      indexes: indexes,
      files: export,
      rules: rules,
      progress: progress
    ) { candidates[$0] }
    for (number, candidate) in candidates.enumerated() { check.add(candidate.tree, candidate: number) }
    let numbers = Dictionary(file.objects.enumerated().map { ($1.id, $0) }) { first, _ in first }
    for (number, clash) in check.clashes() {
      if let object = numbers[candidates[number].id] { file.objects[object].clash = clash }
    }
  }

  /// The absent objects of an import file, with the members that an index looks at.
  private func candidates(
    of file: File,
    members: [String],
    folder: String
  ) throws -> [UniqueIndexCheck<Never>.Candidate] {
    let absent = Set(file.objects.filter { $0.state == .absent }.map(\.id))
    var candidates: [UniqueIndexCheck<Never>.Candidate] = []
    let own = try tableFile("\(folder)/\(file.path)", of: file.table)
    var object = MemberCollector(members: members, identity: rules.identity(of: file.table, own.form))
    var objects = try CurrentReader(own, for: object, rules: rules)
    while try objects.next(into: &object) != nil {
      let id = object.identity?.normalID(in: file.table) ?? ""
      guard absent.contains(id) else { continue }
      candidates.append(.init(id: id, evidence: Evidence(), tree: object.tree))
    }
    return candidates
  }
}
