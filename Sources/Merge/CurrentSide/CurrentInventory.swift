import Archive
import Compression
import Export
import Foundation
import Values

// The current side is an export, or a second backup in an export's place: either way it ends up as a list
// of what is read for each table.
extension ExportInventory {
  /// Finds what holds the current objects of each table.
  ///
  /// - Parameters:
  ///   - paths: folders and files of an export; archives and dumps.
  ///   - database: the backup's database.
  ///   - currentDatabase: the one of a second backup; where it is not said, the one that it holds, or the
  ///     backup's among several.
  ///   - schema: by which objects of subclasses may stand in a file of their superclass.
  package static func reading(
    _ paths: [String],
    database: String = "",
    currentDatabase: String? = nil,
    schema: Schema? = nil
  ) throws(MergeError) -> ExportInventory {
    let backups = paths.filter { isBackup(path: $0, database: database) }
    guard !backups.isEmpty || currentDatabase == nil else { throw .usage(.noCurrentBackup) }
    var inventory: ExportInventory
    do throws(Failure) {
      inventory = try ExportInventory(paths: paths.filter { !backups.contains($0) }, database: database)
    } catch {
      throw .export(ExportFailure(error))
    }
    for index in inventory.files.indices {
      let file = inventory.files[index]
      if schema?.isKind(file.table, of: file.nameTable) == true { inventory.files[index].table = file.nameTable }
    }
    for path in backups { try inventory.add(backup: path, database: currentDatabase, otherwise: database) }
    inventory.sort()
    return inventory
  }

  /// Whether a path is a backup. A folder in which files of tables stand is an export, whatever else is
  /// there: none of their ids must be overlooked.
  private static func isBackup(path: String, database: String) -> Bool {
    guard BackupReader.isBackup(path: path) else { return false }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return !names.contains { name in
      let isOfDump = [".metadata.json", ".metadata.json.gz"].contains { name.hasSuffix($0) }
      return !isOfDump && !["prelude.json", "prelude.json.gz"].contains(name)
        && table(fileName: name, database: database) != nil
    }
  }

  private mutating func add(
    backup path: String,
    database named: String?,
    otherwise database: String
  ) throws(MergeError) {
    let reader: BackupReader
    do throws(ArchiveError) {
      reader = try BackupReader(path: path)
    } catch {
      throw .currentBackup(BackupFailure(error))
    }
    let namespaces = reader.prelude.namespaces
    let known = Set(namespaces.filter { $0.kind == .collection }.map(\.database)).sorted()
    if let named, !known.contains(named) { throw .usage(.unknownCurrentDatabase(named, known: known)) }
    let wanted = named ?? (known.count > 1 && known.contains(database) ? database : known.first ?? "")
    guard named != nil || known.count < 2 || wanted == database else {
      throw .usage(.severalCurrentDatabases(known))
    }
    // A file of documents says nothing of the other tables.
    isFolder = isFolder || namespaces.count != 1 || reader.ownPaths != [path]
    for (namespace, own) in zip(namespaces, reader.ownPaths)
    where namespace.kind == .collection && namespace.database == wanted {
      let table =
        namespace.collection.hasPrefix("/db/") ? String(namespace.collection.dropFirst(4)) : namespace.collection
      do throws(CompressionError) {
        files.append(
          TableFile(
            path: own ?? path,
            collection: own == nil ? namespace.name : nil,
            table: table,
            nameTable: table,
            form: .bson,
            identity: try FileIdentity.of(path: own ?? path)
          )
        )
      } catch {
        throw .export(ExportFailure(.cannotRead(error)))
      }
    }
  }
}
