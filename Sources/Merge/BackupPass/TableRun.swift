import Archive
import BSON
import Values

/// One table in the course of a run: its export's index, and what the backup holds of it.
final class TableRun {
  let name: String
  let export: IndexedExport
  /// The collection of the backup that it is kept in; nil for a table that only the export has.
  let collection: String?
  let indexes: [IndexDefinition]
  /// What the schema says of its objects.
  let schema: TableSchema?
  /// Whether documents that the export does not hold are kept, so that they can be recovered.
  let keepsDocuments: Bool
  /// Takes the documents of the backup.
  var document: FingerprintedDocument
  /// Tables among whose objects there may be some of this one's class, by the schema: its superclasses'.
  var relatives: [TableRun] = []
  /// The names of all classes that have a superclass in common with the table's, and those of their tables; empty where
  /// there are no others. No tables, because they would hold each other in memory when all is done.
  var family: [[UInt8]] = []
  var familyTables: [String] = []

  /// What is counted and drawn of its objects.
  var tally = TableTally()
  /// The objects that the export does not hold.
  var deleted: [SpillEntry] = []
  /// The objects without a usable key.
  var keyless: [SpillEntry] = []
  /// The deleted objects of newer backups than the one that is read, by the low halves of their keys'
  /// fingerprints, as places in `deleted`.
  private(set) var deletedByID: [UInt64: Int] = [:]
  /// The backup of which the objects without a usable key are, counted from the newest.
  var keylessBackup: Int?
  /// Changed objects, of whatever table, that referred to objects which the export does not hold.
  var formerReferrers: [FormerReferrer] = []
  /// Changed objects, to find differences of form in.
  var changed = ChangedSample()
  /// The first of the diverged objects, for a person to look at.
  var diverged: [DivergedObject] = []
  /// What became of those of them that the backup holds.
  var namedStatuses: [UInt64: Status] = [:]
  /// The names of other collections of which documents turned out to be this table's; it may be the other way round as
  /// well.
  var otherCollections: [String] = []
  /// What is wrong with it in the backup.
  var damage: StopCause?
  /// How many objects were found under the other reading of their key.
  var decodedMatches = 0

  init(
    name: String,
    export: IndexedExport,
    collection: String?,
    indexes: [IndexDefinition],
    key: FingerprintKey,
    options: PlanOptions
  ) {
    let rules = options.comparison
    self.name = name
    self.export = export
    self.collection = collection
    self.indexes = indexes
    tally.unchanged = options.sampling
    changed.keepsAll = options.differences != nil || options.keepsEveryObject
    keepsDocuments = export.isUsable || export.damage == nil && options.lifted.assumeEmpty.contains(name)
    let object = BodyFingerprinter(
      identity: ObjectIdentity(
        table: name,
        form: rules.encodedKeys.contains(name) ? .storedEncoded : .stored,
        subclasses: rules.schema?.subclasses(of: name) ?? []
      ),
      key: key,
      roles: MemberRoles(key: key, ignored: rules.ignoredFields, mapped: rules.mappedFields),
      nullEqualsAbsent: rules.nullEqualsAbsent,
      space: export.form.space
    )
    schema = rules.tableSchema(of: name, .bson)
    document = FingerprintedDocument(object, schema: schema)
  }

  /// Goes on to an older backup.
  func turnToOlder() {
    export.index.turnToOlder()
    for (place, entry) in deleted.enumerated() where deletedByID[entry.id] == nil { deletedByID[entry.id] = place }
  }

  /// Counts what was seen in an object, once.
  func countTraits(of object: borrowing BodyFingerprinter, in bytes: Span<UInt8>) {
    if object.traits.contains(.hasUnusableEvidence) { counts.withUnusableEvidence += 1 }
    if object.traits.contains(.hasStoredACL), Self.hasStoredACL(bytes) { counts.withStoredACL += 1 }
  }

  /// Whether a document has an ACL that says something, under a name that the export would not have.
  static func hasStoredACL(_ document: Span<UInt8>) -> Bool {
    let tree = ValueTree(document: Array(document), members: [MemberRoles.storedACL], renamed: [:])
    return (tree?[MemberRoles.storedACL]?.plainACL ?? .null) != .null
  }

  var counts: BackupCounts {
    _read { yield tally.counts }
    _modify { yield &tally.counts }
  }

  /// What was taken of the document that was walked over last.
  var object: BodyFingerprinter {
    _read { yield document.object }
  }
}

/// An object that differs, of which nothing says that the current state is newer.
public struct DivergedObject: Codable, Equatable, Sendable {
  /// Its id in the normal form.
  public var id: String
  /// What is against that.
  public var reason: Reason
  /// How many are named of a table.
  static let mostNamed = 20
}

extension TableRun {
  /// How many objects are in the backup and not in the export.
  var deletedCount: Int { deleted.count + keyless.count }
  /// How many objects the backup holds.
  var backupCount: Int { counts.common + deletedCount }
}

/// What was counted of a table's objects in the backup.
struct BackupCounts: Codable {
  var unchanged = 0
  var modified = 0
  var diverged = 0
  /// Objects on both sides whose evidence is later in the backup, or now, whatever their bodies.
  var newerInBackup = 0
  var newerNow = 0
  /// Objects with an ACL under a name that the export would not have.
  var withStoredACL = 0
  /// Objects with a version or a time in a form that is not known.
  var withUnusableEvidence = 0
  /// Objects that stand in the backup twice, with equal bodies.
  var repeated = 0

  var deletedWithReadRules = 0
  /// Deleted objects that were created after everything in their own export, or in all of it.
  var createdAfterTable = 0
  var createdAfterAll = 0
  /// When the deleted objects were last changed, the first and the last of them.
  var deletedChanged: ClosedRange<Int64>?

  /// How many objects are on both sides.
  var common: Int { unchanged + modified + diverged }
}

/// Some of the objects of which the bodies differ: all of a small table, the first ones of others; or all, where
/// their differences are wanted.
struct ChangedSample {
  /// Whether all are kept.
  var keepsAll = false
  /// Those whose evidence does not say that they were written since.
  private(set) var unexplained: [SpillEntry] = []
  private(set) var explained: [SpillEntry] = []
  /// How many unexplained ones there are in all.
  private(set) var unexplainedCount = 0
  /// Where all are kept, the first of those that count as diverged.
  private(set) var diverged: [SpillEntry] = []

  /// How many of either kind make up the sample.
  static let limit = 500

  /// The sample.
  var entries: [SpillEntry] { Array(unexplained.prefix(Self.limit) + explained.prefix(Self.limit)) }

  /// Whether an object that changed for a reason is to be added.
  mutating func wants(_ reason: Reason) -> Bool {
    guard reason == .sameVersion || reason == .content else { return keepsAll || explained.count < Self.limit }
    unexplainedCount += 1
    return keepsAll || unexplained.count < Self.limit
  }

  mutating func add(_ entry: SpillEntry, _ reason: Reason) {
    if reason == .sameVersion || reason == .content { unexplained.append(entry) } else { explained.append(entry) }
    if keepsAll, reason.status == .diverged, diverged.count < DivergedObject.mostNamed { diverged.append(entry) }
  }

  /// Takes the samples of the parts of a table, joined in the order of the backup, for its own.
  mutating func restore(unexplained: [SpillEntry], explained: [SpillEntry], unexplainedCount: Int) {
    (self.unexplained, self.explained) = (unexplained, explained)
    self.unexplainedCount = unexplainedCount
  }
}
