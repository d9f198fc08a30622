import Archive
import Compression
import Export

/// Why there is no plan.
public enum MergeError: Error, Equatable, Sendable {
  /// What was asked for does not fit the inputs.
  case usage(UsageProblem)
  /// The backup cannot be read.
  case backup(BackupFailure)
  /// A backup is another one than a moment ago.
  case changedBackup(path: String)
  /// The backups were not made in the order in which they are read: an object is newer in the older one.
  case wrongOrder(newer: String, older: String, id: String)
  /// The current export cannot be read at all.
  case export(ExportFailure)
  /// The backup that is given as the current side cannot be read at all.
  case currentBackup(BackupFailure)
  /// The schema cannot be taken.
  case schema(SchemaProblem)
  /// A table's export is damaged, where nothing but that table is of interest.
  case damagedExport(ExportDamage)
  /// A document of the backup is damaged, where nothing but the documents is of interest.
  case damagedDocument(DocumentDamage)
  /// The checksum of a collection is wrong, where nothing but the documents is of interest.
  case wrongChecksum(collection: String)
  /// An object that was to be recovered cannot be written: a mistake of the program's own, after which
  /// nothing is published.
  case unwritable(id: String)
  /// A temporary file cannot be written or read.
  case temporaryFile(folder: String, errno: Int32)
  /// There is not enough memory.
  case outOfMemory
  /// What has to be in memory takes more than is allowed.
  case memoryLimit(allowedBytes: Int, neededBytes: Int)
}

extension MergeError {
  /// The file of the current side that it is about, if it is about one.
  package var currentPath: String? {
    switch self {
    case .export(let failure): failure.failure.path
    case .currentBackup(let failure): failure.error.path
    default: nil
    }
  }
}

/// How a backup failed.
public struct BackupFailure: Codable, Equatable, Sendable {
  package var error: ArchiveError

  package init(_ error: ArchiveError) { self.error = error }

  /// Whether it was the stream that broke, after its beginning was sound.
  package var isBrokenStream: Bool {
    switch error {
    case .notAnArchive, .source(.cannotOpen), .source(.notReadable): false
    case .source, .damaged: true
    }
  }
}

/// How the files of an export failed.
public struct ExportFailure: Equatable, Sendable {
  package var failure: ExportInventory.Failure

  package init(_ failure: ExportInventory.Failure) { self.failure = failure }
}

/// What does not fit the inputs in what was asked for.
public enum UsageProblem: Equatable, Sendable {
  /// The backup holds several databases, of which one has to be named.
  case severalDatabases([String])
  /// Several backups hold different databases.
  case differentDatabases([String])
  /// Several backups, and nothing says which of all that was deleted is wanted.
  case nothingSelected
  /// A time of deletion is asked for, and a backup's name has no date.
  case undatedBackup(path: String)
  /// The backup does not hold the named database.
  case unknownDatabase(String, known: [String])
  /// The backup that is the current side holds several databases, of which one has to be named.
  case severalCurrentDatabases([String])
  /// The backup that is the current side does not hold the database that was named for it.
  case unknownCurrentDatabase(String, known: [String])
  /// A database of the current side was named, and that is no backup.
  case noCurrentBackup
  /// The backup does not hold a named table.
  case unknownTable(String, known: [String])
  /// A bare key was given, and not one table is selected.
  case keyWithoutTable(String)
  /// An id names a table that is not selected.
  case idOutsideSelection(String)
  /// Two files hold the same table.
  case twoFiles(table: String, paths: [String], modified: [Int64])
  /// The parts of a table's export have different forms.
  case mixedForms(table: String, paths: [String])
  /// The backup holds two tables whose names look the same, for Unicode holds them equivalent.
  case equivalentNames(String)
  /// The file of ids cannot be taken.
  case idsFile(path: String, IDsFileProblem)
  /// The query cannot be understood.
  case query(QueryProblem)
  /// The file of erased ids cannot be read, or this line of it is no id.
  case erasedFile(path: String, line: Int?)
  /// An option names a table that is on neither side.
  case unknownLiftedTable(String, known: [String])
  /// No run can do with so little memory.
  case smallMemoryLimit(Int, least: Int)
  /// The backup is no file that can be read twice, as it has to be where memory is too scarce.
  case readTwice(path: String)
}

/// What is wrong with a file of ids.
public enum IDsFileProblem: Equatable, Sendable {
  /// It cannot be read.
  case unreadable
  /// It is not UTF-8.
  case notUTF8
  /// It is JSON, but no array of texts.
  case notTexts
}
