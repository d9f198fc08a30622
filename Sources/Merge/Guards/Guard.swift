/// What can stop a table or a run, because an export or a backup may not be what it seems.
public enum Guard: String, CaseIterable, Sendable {
  /// A table's export cannot be relied on.
  case damagedExport = "damaged export"
  /// A folder has no file for a table of the backup.
  case missingTable = "missing table"
  /// A table's file holds no object.
  case emptyTable = "empty table"
  /// Backup and export have no id in common.
  case noOverlap = "no overlap"
  /// More than half of a table looks deleted.
  case massDeletion = "mass deletion"
  /// The export looks like a page of the table, or like what one user may read of it.
  case partialExport = "partial export"
  /// The export looks older than the backup.
  case olderExport = "older export"
  /// The two sides write the same things differently.
  case form
  /// A collection's checksum or one of its documents is wrong.
  case damagedBackup = "damaged backup"
  /// The backup's stream is broken.
  case brokenBackup = "broken backup"
  /// More objects would be recovered than allowed.
  case tooMany = "too many"

  /// The flag that lifts it; nil where nothing does.
  public var liftedBy: String? {
    switch self {
    case .damagedExport: nil
    case .damagedBackup, .brokenBackup: "--salvage"
    case .missingTable, .emptyTable: "--assume-empty"
    case .noOverlap: "--allow-no-overlap"
    case .massDeletion: "--allow-mass-deletion"
    case .partialExport: "--allow-partial-export"
    case .olderExport: "--allow-older-export"
    case .form: "--allow-form"
    case .tooMany: "--max-objects"
    }
  }
}

/// A guard that stopped a table or a run.
public struct Stop: Equatable, Sendable {
  /// The guard.
  public var stoppedBy: Guard
  /// What it has seen.
  public var cause: StopCause

  /// A guard with what it has seen.
  public init(stoppedBy: Guard, cause: StopCause) {
    self.stoppedBy = stoppedBy
    self.cause = cause
  }
}

/// What a guard has seen.
public indirect enum StopCause: Codable, Equatable, Sendable {
  /// Something of the table of a superclass, in whose export objects of this one may stand.
  case superclass(String, StopCause)
  /// The export of a table is damaged.
  case damagedExport(ExportDamage)
  /// A file of the export is damaged of which nobody knows what table it is of.
  case unreadableFile(ExportDamage)
  /// There is no file, or no object in it, and the backup holds so many.
  case nothingExported(backup: Int)
  /// Both sides hold objects, and none in common.
  case noOverlap(backup: Int, current: Int)
  /// So many of the backup's objects look deleted.
  case massDeletion(deleted: Int, backup: Int)
  /// The export holds exactly as many objects as a page does.
  case pageSize(current: Int, backup: Int)
  /// All deleted objects, and no current one, have rules for reading.
  case readRules(deleted: Int)
  /// So many deleted objects were created after everything in the export, the latest of which was at
  /// that moment, in milliseconds since 1970.
  case createdAfterExport(objects: Int, latest: Int64)
  /// So many objects look newer in the backup, and so many in the export.
  case looksOlder(newerInBackup: Int, newerNow: Int)
  /// Of the objects on both sides not one is unchanged.
  case nothingUnchanged(common: Int)
  /// The sides differ in their form.
  case form(FormDifference)
  /// The checksum of a collection is wrong.
  case checksum(collection: String)
  /// The file of a collection, in a dump's folder, breaks off.
  case brokenFile(BackupFailure)
  /// A document is wrong.
  case document(DocumentDamage)
  /// An id stands twice in the backup, with different bodies.
  case repeatedInBackup(id: String)
  /// The backup's stream is broken; what is wrong with it is an error of its own.
  case brokenBackup
  /// More objects would be recovered than allowed.
  case tooMany(recovered: Int, limit: Int)
}
