import Export
import ExtendedJSON
import Values

/// What is compared, what of it is wanted back, and which guards are lifted.
public struct PlanOptions: Sendable {
  /// The paths of the backups, in any order where their names have dates, else the newest last; "-" is an
  /// archive on standard input.
  public var backups: [String]
  /// The folders and files of the current export, or a second backup.
  public var current: [String]
  /// Whether several files may be parts of one table's export.
  public var allowsParts = false
  /// The backup's database; needed only where the backup holds several.
  public var database: String?
  /// The database of the current side, where that is a backup and holds several.
  public var currentDatabase: String?
  /// Which tables and objects are wanted.
  public var selection = Selection()
  /// What the application's classes look like, where that is known.
  public var schema: SchemaFolder?
  /// How bodies are compared.
  public var comparison = ComparisonRules()
  /// Which guards are lifted.
  public var lifted = LiftedGuards()
  /// Ids that must not come back.
  public var erased: ErasedIDs?
  /// Whether objects come back that refer to such ids.
  public var keepsReferrersOfErased = false
  /// Whether objects are withheld that refer to what is neither there nor comes back.
  public var strictReferences = false
  /// The most objects that may be recovered; nil for any number.
  public var maxObjects: Int?
  /// The format of what is written; nil for that of each table's export.
  public var outputFormat: ObjectFormat?
  /// Which differences of changed objects are wanted; nil for none.
  public var differences: DifferenceOptions?
  /// Whether the SHA-256 of the inputs is wanted.
  public var hashesInputs = true
  /// Whether every object that is not unchanged is to be had of the plan, so that it can be kept.
  public var keepsEveryObject = false
  /// Then, members whose values are not kept among the differences, beside those whose names begin with `_`.
  public var maskedNames: [String] = []
  /// Which unchanged objects are named, for a rehearsal; nil for none.
  package var sampling: UnchangedSample?
  /// Ids of the export that the classifier overlooks, by hashes that differ with every run: so that a test can have it
  /// lie. The last check does not know of it.
  package var overlooked: (@Sendable (UInt64) -> Bool)?
  /// How much of a large file of the export a thread takes at a time, in bytes.
  package var chunkBytes = 1 << 18
  /// The part of the ids that is looked at; nil for all of them.
  public var shard: Shard?
  /// The low halves of the fingerprints of the only keys whose records are kept of the export; nil for all.
  var soughtIDs: Set<UInt64>?
  /// What is told how far the run is.
  public var progress: RunProgress?
  /// The most memory that the run may take, in bytes; nil for as much as it needs. Where that is not enough for an entry
  /// of each object of the export, the backups are read twice, and what does not fit goes to temporary files.
  public var memoryLimit: Int?
  /// The least that can be allowed, in bytes.
  public static let smallestMemoryLimit = 64_000_000
  /// The most memory that the indexes of the export may take, in bytes: so that a test can have the disk used.
  package var indexBytes: Int?
  /// How many threads make something at a time; nil for one a core. Those that only read and inflate a backup are not
  /// counted.
  public var threads: Int?
  /// The folder in which temporary files take their room.
  public var temporaryFolder = "/tmp"

  /// - Parameters:
  ///   - backup: the path of the backup; "-" is an archive on standard input.
  ///   - current: the folders and files of the current export.
  public init(backup: String, current: [String]) { self.init(backups: [backup], current: current) }

  /// - Parameters:
  ///   - backups: the paths of several backups.
  ///   - current: the folders and files of the current export.
  public init(backups: [String], current: [String]) {
    self.backups = backups
    self.current = current
  }
}

/// Which tables and objects of the backup are wanted; all where nothing is said.
public struct Selection: Codable, Equatable, Sendable {
  /// Names of tables, in which `*` stands for any characters; empty for all.
  public var tables: [String] = []
  /// Names of tables that are left out, in the same form.
  public var excludedTables: [String] = []
  /// Ids of objects: references, or bare keys where one table is selected; nil for all objects.
  public var ids: [String]?
  /// A MongoDB query, as JSON, that objects have to match in the form in which they would be written.
  public var query: String?
  /// When objects were last changed, as far as they say so.
  public var changed = Period()
  /// When objects were created, as far as they say so.
  public var created = Period()
  /// When objects were deleted: between the backup that holds them last and the next newer one.
  public var deleted = Period()
  /// Whether all that was deleted is wanted of several backups.
  public var allDeleted = false
  /// Whether the deleted objects are taken too to which the selected ones refer, and those to which these do.
  public var withReferences = false
  /// Whether the deleted objects are taken too that refer to the selected ones.
  public var withReferrers = false

  /// Selects everything.
  public init() {}

  /// Whether everything is selected.
  public var isEverything: Bool {
    var other = self
    (other.allDeleted, other.withReferences, other.withReferrers) = (false, false, false)
    return other == Selection()
  }

  /// Whether objects are taken beside the selected ones because of references.
  var followsReferences: Bool { withReferences || withReferrers }

  /// Whether objects have to be looked at to tell whether they are selected.
  var looksInside: Bool { query != nil || [changed, created, deleted].contains { !$0.isEverything } }
}

/// A time from a moment on and before another one, in milliseconds since 1970.
public struct Period: Codable, Equatable, Sendable {
  /// Its first moment; nil where it has no beginning.
  public var after: Int64?
  /// The moment at which it is over; nil where it has no end.
  public var before: Int64?

  /// All time, or a part of it.
  public init(after: Int64? = nil, before: Int64? = nil) {
    self.after = after
    self.before = before
  }

  var isEverything: Bool { after == nil && before == nil }

  /// Whether a moment is in it; where there is none, only if it is all time.
  func contains(_ moment: Int64?) -> Bool {
    guard !isEverything else { return true }
    guard let moment else { return false }
    return moment >= after ?? .min && moment < before ?? .max
  }
}

/// How two bodies are compared.
public struct ComparisonRules: Codable, Equatable, Sendable {
  /// Members that are left out, by the export's names.
  public var ignoredFields: [String] = []
  /// Names as the backup has them, and those that the export has for them.
  public var mappedFields: [String: String] = [:]
  /// Whether a member that is null equals one that is not there.
  public var nullEqualsAbsent = true
  /// How deep objects and arrays may be nested.
  public var maxDepth = 200
  /// Tables whose stored keys are percent-encoded.
  public var encodedKeys: Set<String> = []

  /// What the application's classes look like, where that is known; `PlanOptions.schema` sets it.
  package var schema: Schema?
  /// Whether members that the schema does not declare are left out of what is written.
  public var dropsUndeclared = false

  /// Reads the identity of a table's objects in a form.
  package func identity(of table: String, _ form: ObjectForm) -> ObjectIdentity {
    let isEncoded = form != .baqend && encodedKeys.contains(table)
    return ObjectIdentity(
      table: table,
      form: isEncoded ? .storedEncoded : form.identityForm,
      subclasses: schema?.subclasses(of: table) ?? []
    )
  }

  /// What the schema says of a table's objects in a form; nil where it says nothing.
  package func tableSchema(of table: String, _ form: ObjectForm) -> TableSchema? {
    // What MongoDB has written has the stored names.
    schema.flatMap { schema in
      TableSchema(
        schema,
        table: table,
        renamed: form == .baqend ? [:] : mappedFields,
        nullEqualsAbsent: nullEqualsAbsent
      )
    }
  }

  /// The rules where nothing is said.
  public init() {}
}

/// Which guards are lifted, each for the tables that are named.
public struct LiftedGuards: Codable, Equatable, Sendable {
  /// Tables that are taken for empty in the current data: lifts "missing table" and "empty table".
  public var assumeEmpty: Set<String> = []
  /// Lifts "no overlap".
  public var noOverlap: Set<String> = []
  /// Lifts "mass deletion".
  public var massDeletion: Set<String> = []
  /// Lifts "partial export".
  public var partialExport: Set<String> = []
  /// Lifts "older export" for these tables.
  public var olderExport: Set<String> = []
  /// Lifts "older export" for the whole run.
  public var olderExportOfRun = false
  /// Lifts "form".
  public var form: Set<String> = []
  /// Lifts "damaged backup" and "broken backup": what stands before the damage is used.
  public var salvage = false

  /// No guard is lifted.
  public init() {}

  /// All tables that are named.
  var tables: Set<String> {
    [assumeEmpty, noOverlap, massDeletion, partialExport, olderExport, form].reduce([]) { $0.union($1) }
  }
}
