import Compression
import Export
import ExtendedJSON
import Values

/// What a run would recover, and what it has seen on the way.
///
/// For use by one thread at a time.
public final class Plan {
  /// What was asked for.
  public let options: PlanOptions
  /// The backup's database.
  public let database: String
  /// The backups as they were read, the newest first.
  public internal(set) var backups: [PlannedBackup]
  /// The files of the export as they were read, in the order of their tables; those of damaged tables
  /// only as far as they were sound.
  public internal(set) var exports: [InputFile] = []
  /// The selected tables, in the order of their names.
  public internal(set) var tables: [PlannedTable] = []
  /// The guards that stop the whole run.
  public internal(set) var stops: [Stop] = []
  /// What a person should know.
  public internal(set) var warnings: [Warning] = []
  /// The ids that were named, with what became of them.
  public internal(set) var namedIDs: [NamedID] = []
  /// When the deleted objects of the selected tables were last changed, the first and the last of
  /// them, in milliseconds since 1970; nil where nothing says.
  public internal(set) var deletedChanged: ClosedRange<Int64>?
  /// Kept objects that no longer refer to recovered ones.
  public internal(set) var lostReferences: [LostReference] = []
  /// All files of the export, for the last check.
  package internal(set) var exportFiles: [CheckedFile] = []

  /// What one more reading of the export gave of each table; only where the plan is to be kept.
  var everyState: [String: CurrentStates]?

  /// What a shard has found, where the plan is that of one and is to be kept.
  package internal(set) var shard: ShardFindings?

  let spill: SpillFile
  let key: FingerprintKey

  init(
    options: PlanOptions,
    database: String,
    backups: [PlannedBackup],
    spill: SpillFile,
    key: FingerprintKey
  ) {
    self.options = options
    self.database = database
    self.backups = backups
    self.spill = spill
    self.key = key
  }

  /// The figures of all tables, summed.
  public var totals: Figures { tables.map(\.figures).reduce(into: Figures(statuses: [:])) { $0.add($1) } }

  /// Whether nothing may be written.
  public var isStopped: Bool {
    // A shard may have none of the named ids, and decides nothing.
    options.shard == nil && (!stops.isEmpty || namedIDs.isEmpty == false && namedIDs.allSatisfy { $0.status == nil })
  }

  /// Whether something that was asked for is not recovered.
  public var isIncomplete: Bool {
    options.shard == nil
      && (tables.contains { !$0.stops.isEmpty || $0.figures.withheld > 0 }
        || namedIDs.contains { $0.status != .deleted })
  }
}

/// The versions that wrote a backup; empty where it does not say.
public struct BackupVersions: Codable, Equatable, Sendable {
  /// The version of the MongoDB server.
  public var server: String
  /// The version of `mongodump`.
  public var tool: String

  /// The versions as the backup states them.
  public init(server: String, tool: String) {
    self.server = server
    self.tool = tool
  }
}

/// How many objects of a table there are, by status and by what is done.
public struct Figures: Equatable, Sendable {
  /// How many ids the backup holds.
  public var backup = 0
  /// How many ids the export holds; where it is damaged, how many were read.
  public var current = 0
  /// How many objects have each status; nil where the export is damaged or missing.
  public var statuses: [Status: Int]?
  /// How many of the deleted objects were selected.
  public var selected = 0
  /// How many more were added because a selected object refers to them.
  public var followed = 0
  /// How many are recovered.
  public var recovered = 0
  /// How many are withheld.
  public var withheld = 0

  /// No objects.
  public init(statuses: [Status: Int]? = nil) { self.statuses = statuses }

  /// Adds the figures of another table.
  package mutating func add(_ other: Figures) {
    backup += other.backup
    current += other.current
    statuses = (statuses ?? [:]).merging(other.statuses ?? [:]) { $0 + $1 }
    selected += other.selected
    followed += other.followed
    recovered += other.recovered
    withheld += other.withheld
  }
}

/// What is planned for one table.
public struct PlannedTable {
  /// The table's name.
  public let name: String
  /// Its figures.
  public internal(set) var figures = Figures()
  /// The guards that stop it.
  public internal(set) var stops: [Stop] = []

  /// The unique indexes that were checked.
  package internal(set) var uniqueIndexes: [UniqueIndex] = []
  /// The format in which its objects are written.
  public internal(set) var format = ObjectFormat.baqend
  var recovered: [SpillEntry] = []
  /// All deleted objects whose documents are kept; only where the plan is to be kept.
  var deleted: [SpillEntry] = []
  /// The places of those that were selected, where a guard stops the table.
  var selectedPlaces: Set<UInt64> = []
  /// The places of those that go with selected ones; only where the plan is to be kept.
  var followedPlaces: Set<UInt64> = []
  /// What was seen of the table in the run; only where the plan is to be kept.
  var run: TableRun?
  var withheld: [WithheldEntry] = []
  /// The reasons of those that are withheld for more than they alone say, by their places in the spill file.
  var reasons: [UInt64: WithheldReason] = [:]
  /// The latest moment at which an object of its export was created or changed; only where the plan is to be kept.
  package var latest: Int64? { run?.export.latest }
  /// Whether its export says what the table holds; only where the plan is to be kept.
  package var hasUsableExport: Bool { run?.export.isUsable ?? false }

  /// Whether the backup's checksums could not be confirmed, and what stands before the damage is used.
  public internal(set) var isUnverified = false
  /// How many of the recovered objects each backup holds last, counted from the newest; empty where there is
  /// only one backup.
  public internal(set) var sources: [Int] = []
  /// Those whose bodies differ; nil where their differences were not asked for, or cannot be told.
  var changed: ChangedObjects?
  /// Ids of some of the unchanged objects, where they were asked for.
  package internal(set) var unchangedSample: [String] = []

  init(name: String) { self.name = name }

  /// Withholds everything, because the run is stopped.
  mutating func recoverNothing() {
    recovered = []
    sources = []
    figures.withheld += figures.recovered
    figures.recovered = 0
  }
}

/// A file of the export and its state when it was first read.
package struct CheckedFile {
  package var path: String
  /// The collection, `DATABASE.COLLECTION`, where the file is an archive of several.
  package var collection: String?
  package var table: String
  /// The form of its objects.
  package var form: ObjectForm
  /// How many bytes it has, as it is stored.
  package var size: UInt64
  /// Whether the file is another one now, or has other bytes.
  package var hasChanged: () -> Bool
  /// Whether it was found damaged, so that nothing of its table is written.
  package var isDamaged: Bool

  /// A file in the state in which it is now.
  package init(_ file: TableFile, isDamaged: Bool = false) {
    path = file.path
    collection = file.collection
    table = file.table
    form = file.form
    size = file.identity.size
    hasChanged = { (try? FileIdentity.of(path: file.path)) != file.identity }
    self.isDamaged = isDamaged
  }
}

/// What a person should know about a run.
public struct Warning: Equatable, Sendable {
  /// The table that it is about; nil where it is about none.
  public var table: String?
  /// What it is.
  public var kind: Kind

  /// What a warning is about.
  public enum Kind: Equatable, Sendable {
    /// Something of the backup that holds no objects to recover: its name, and what it is.
    case leftAside(name: String, kind: String)
    /// Files of the export that hold no table.
    case otherFiles([String])
    /// A file of the export that cannot be read, and whose table the backup does not hold.
    case unreadableFile(path: String, ExportDamage)
    /// A file whose objects are of another table than its name says.
    case fileName(path: String)
    /// A table whose class the schema does not declare.
    case undeclaredClass
    /// A table of the backup for which no file was given.
    case notCompared
    /// So many objects stand twice in the backup, with equal bodies.
    case repeatedInBackup(Int)
    /// Objects that differ, of which nothing says that the current state is newer: the first of them, and
    /// how many there are in all.
    case diverged([DivergedObject], count: Int)
    /// What nearly all deleted objects have in common.
    case common(Commonality)
    /// The backup is damaged, and what stands before the damage is used; of a broken stream, how many bytes of
    /// the file could not be.
    case salvaged(StopCause, lostBytes: UInt64?)
    /// Recovered objects that refer to what is not there.
    case dangling(DanglingReferences)
    /// So many recovered objects refer to objects of the table, and nothing says what it holds.
    case unknownReferences(objects: Int)
    /// Objects of the table that refer to selected ones were not sought, for no export says which are deleted.
    case referrersNotSought
    /// Kept objects that no longer refer to recovered ones.
    case lostReferences([LostReference])
    /// A difference of form.
    case form(FormDifference)
    /// The metadata of the table's collection cannot be read, so that its unique indexes are not known.
    case unreadableMetadata
    /// A unique index that is not checked, for it holds only objects that match a filter which is not
    /// understood.
    case partialIndex(String)
    /// A unique index that compares text by a language's rules, of which not all are followed.
    case collation(String)
    /// An id that was named, whose object is not recovered because it is not deleted.
    case notDeleted(NamedID)
    /// A table that is to be left out, and that the backup does not hold.
    case unknownExcludedTable(String)
    /// No deleted object was selected.
    case nothingDeleted
    /// The run looked at a part of all ids, and decided nothing.
    case shard(Shard)
  }
}
