import Export
import Merge

/// Has the last check look at a folder that is about to be published.
struct LastCheckOfFolder {
  let plan: Plan
  let files: [PublishedFile]
  let folder: String

  /// - Throws: `ImportFolderError.lastCheck` where the folder must not be published.
  func run() throws(ImportFolderError) {
    let imports = files.filter { $0.table != nil }
    let check: LastCheck
    do throws(LastCheckError) {
      check = try LastCheck(
        importFiles: imports.map { file in
          checked("\(folder)/\(file.path)", of: file.table ?? "", isBaqend: file.format == .baqend)
        }
      )
    } catch {
      throw .lastCheck(failure(error))
    }
    for (file, count) in zip(imports, check.importIDCounts) where file.objects != count {
      throw .lastCheck(.count(name: file.path, first: file.objects, second: count))
    }
    try read(check)
    try findNewFiles()
    for file in plan.exportFiles where file.hasChanged() { throw .lastCheck(.changed(path: file.path)) }
  }

  /// A file as the last check reads it.
  private func checked(_ path: String, of table: String, isBaqend: Bool) -> LastCheck.File {
    LastCheck.File(
      path: path,
      storedTable: isBaqend ? nil : table,
      hasEncodedKeys: plan.options.comparison.encodedKeys.contains(table)
    )
  }

  /// Lists the export once more, for files that were not there when it was read.
  private func findNewFiles() throws(ImportFolderError) {
    let known = Set(plan.exportFiles.map(\.path))
    do throws(ExportInventory.Failure) {
      let inventory = try ExportInventory(paths: plan.options.current, database: plan.database)
      guard let new = inventory.files.first(where: { !known.contains($0.path) }) else { return }
      throw .cannotList(path: new.path)
    } catch {
      throw .lastCheck(.changed(path: error.path))
    }
  }

  /// Reads all of the export once more.
  private func read(_ check: LastCheck) throws(ImportFolderError) {
    var counts: [String: Int] = [:]
    for file in plan.exportFiles {
      do throws(LastCheckError) {
        let own = checked(file.path, of: file.table, isBaqend: file.form == .baqend)
        counts[file.table, default: 0] += try check.check(export: [own]).reduce(0, +)
      } catch {
        guard file.isDamaged, !error.isCurrentID else { throw .lastCheck(failure(error)) }
        // Nothing of its own table is written; but behind the damage there may be ids of others.
        try readDamaged(file, check)
      }
    }
    for table in plan.tables {
      let second = counts[table.name] ?? 0
      let isDamaged = plan.exportFiles.contains { $0.isDamaged && $0.table == table.name }
      guard isDamaged || second == table.figures.current else {
        throw .lastCheck(.count(name: table.name, first: table.figures.current, second: second))
      }
    }
  }

  private func readDamaged(_ file: CheckedFile, _ check: LastCheck) throws(ImportFolderError) {
    do throws(LastCheckError) {
      try check.check(damaged: checked(file.path, of: file.table, isBaqend: file.form == .baqend))
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
