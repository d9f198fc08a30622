import Compression
import Export
import Merge

/// Has the last check look at a folder that is about to be published.
struct LastCheckOfFolder {
  let export: CheckedExport
  let files: [PublishedFile]
  let folder: String

  /// - Throws: `ImportFolderError.lastCheck` where the folder must not be published.
  func run() throws(ImportFolderError) {
    let imports = files.filter { $0.table != nil }
    export.options.progress?.begin(.lastCheck, totalBytes: bytes(of: imports))
    let check: LastCheck
    do throws(LastCheckError) {
      check = try LastCheck(
        importFiles: imports.map { file in
          checked("\(folder)/\(file.path)", of: file.table ?? "", isBaqend: file.format == .baqend)
        },
        counter: export.options.progress?.counter
      )
    } catch {
      throw .lastCheck(failure(error))
    }
    for (file, count) in zip(imports, check.importIDCounts) where file.objects != count {
      throw .lastCheck(.count(name: file.path, first: file.objects, second: count))
    }
    try read(check)
    try findNewFiles()
    for file in export.files where file.hasChanged() { throw .lastCheck(.changed(path: file.path)) }
  }

  /// How many bytes there are to read.
  private func bytes(of imports: [PublishedFile]) -> UInt64 {
    // An archive of several collections is read once.
    let export = Set(export.files.map(\.path)).reduce(0) { $0 &+ (FileIdentity.sizeOfFile(path: $1) ?? 0) }
    return imports.reduce(export) { $0 &+ $1.bytes }
  }

  /// A file as the last check reads it.
  private func checked(_ path: String, of table: String, isBaqend: Bool) -> LastCheck.File {
    var file = LastCheck.File(
      path: path,
      storedTable: isBaqend ? nil : table,
      hasEncodedKeys: export.options.comparison.encodedKeys.contains(table)
    )
    file.otherClasses = export.options.comparison.schema?.family(of: table).filter { $0 != table } ?? []
    return file
  }

  private func checked(_ file: CheckedFile) -> LastCheck.File {
    var checked = checked(file.path, of: file.table, isBaqend: file.form == .baqend)
    checked.collection = file.collection
    checked.isBSON = file.form == .bson
    return checked
  }

  /// Lists the export once more, for files that were not there when it was read.
  private func findNewFiles() throws(ImportFolderError) {
    let known = Set(export.files.map(\.path))
    let inventory: ExportInventory
    do throws(MergeError) {
      inventory = try ExportInventory.reading(
        export.options.current,
        database: export.database,
        currentDatabase: export.options.currentDatabase,
        schema: export.options.comparison.schema
      )
    } catch {
      throw .lastCheck(.changed(path: error.currentPath ?? export.options.current[0]))
    }
    if let new = inventory.files.first(where: { !known.contains($0.path) }) {
      throw .lastCheck(.changed(path: new.path))
    }
  }

  /// Reads all of the export once more, its files on all threads.
  private func read(_ check: LastCheck) throws(ImportFolderError) {
    var counts: [String: Int] = [:]
    // The collections of an archive are read together.
    let archives = Dictionary(grouping: export.files.filter { $0.collection != nil }, by: \.path)
    let files = export.files.filter { $0.collection == nil }.map { [$0] }
    let groups = archives.sorted(by: { $0.key < $1.key }).map(\.value) + files
    let inputs = groups.map { (files: $0.map(checked), size: $0.first?.size ?? 0) }
    let results = Concurrency(threads: export.options.threads).map(inputs, size: \.size) { input in
      Result { () throws(LastCheckError) in try check.check(export: input.files) }
    }
    for (group, result) in zip(groups, results) {
      do throws(LastCheckError) {
        for (file, count) in zip(group, try result.get()) {
          counts[file.table, default: 0] += count
        }
      } catch {
        guard group.allSatisfy(\.isDamaged), !error.isCurrentID else { throw .lastCheck(failure(error)) }
        // Nothing of its own table is written; but behind the damage there may be ids of others.
        for file in group { try readDamaged(file, check) }
      }
    }
    for (table, first) in export.counts {
      let second = counts[table] ?? 0
      let isDamaged = export.files.contains { $0.isDamaged && $0.table == table }
      guard isDamaged || second == first else {
        throw .lastCheck(.count(name: table, first: first, second: second))
      }
    }
  }

  private func readDamaged(_ file: CheckedFile, _ check: LastCheck) throws(ImportFolderError) {
    do throws(LastCheckError) {
      try check.check(damaged: checked(file))
    } catch {
      // A file that cannot even be opened was so from the beginning.
      if error.isCurrentID { throw .lastCheck(failure(error)) }
    }
  }

  private func failure(_ error: LastCheckError) -> LastCheckFailure {
    switch error {
    case .currentIDWouldBeWritten(let id, let file): .currentID(id: id, path: file)
    case .malformed(let path, _): .unreadable(path: path)
    case .cannotRead(let error): .unreadable(path: error.path)
    }
  }
}

extension LastCheckError {
  fileprivate var isCurrentID: Bool {
    if case .currentIDWouldBeWritten = self { true } else { false }
  }
}
