import GRDB
import Merge

/// A row of a plan file.
package protocol StoredRecord: FetchableRecord, Decodable, Sendable {}

extension StoredRecord {
  package static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy { .convertFromSnakeCase }
}

/// The figures of a table in a plan file.
package struct StoredTable: StoredRecord {
  package var name: String
  package var format: String
  package var backup: Int
  package var current: Int
  package var deleted: Int?
  package var unchanged: Int?
  package var modified: Int?
  package var diverged: Int?
  package var created: Int?
  package var selected: Int
  package var followed: Int
  package var recovered: Int
  package var withheld: Int
  /// The latest moment at which an object of the export was created or changed.
  package var latest: String?

  /// Whether the figures can be those of a table.
  var arePlausible: Bool {
    let counts = [backup, current, selected, followed, recovered, withheld]
    let statuses = [deleted, unchanged, modified, diverged, created].compactMap { $0 }
    return (counts + statuses).allSatisfy { (0...1 << 40).contains($0) }
  }

  /// The figures as those of a plan.
  package var figures: Figures {
    var figures = Figures()
    (figures.backup, figures.current) = (backup, current)
    if let deleted, let unchanged, let modified, let diverged, let created {
      figures.statuses = [
        .deleted: deleted, .unchanged: unchanged, .modified: modified, .diverged: diverged, .created: created,
      ]
    }
    (figures.selected, figures.followed) = (selected, followed)
    (figures.recovered, figures.withheld) = (recovered, withheld)
    return figures
  }
}

/// What was read for a plan.
package struct StoredInput: StoredRecord {
  package var kind: String
  package var path: String
  package var bytes: Int64
  package var sha256: String?
  package var date: String?
  package var createdWith: String?
}

/// A guard that stopped a table of a plan, or its run.
package struct StoredStop: StoredRecord {
  /// nil for the run.
  package var tableName: String?
  package var `guard`: String
  package var message: String
  package var liftedBy: String?
}

/// What a person should know about a plan.
package struct StoredWarning: StoredRecord {
  package var tableName: String?
  package var message: String
}

/// An object of a plan file.
package struct StoredObject: StoredRecord {
  package var id: String?
  package var tableName: String
  package var status: String
  package var reason: String?
  package var action: String
  package var withheld: String?
  package var detail: String?
  package var label: String?
  package var lastSeen: String?
  package var firstMissing: String?
  package var backupVersion: Int64?
  package var backupUpdatedAt: String?
  package var backupCreatedAt: String?
  package var currentVersion: Int64?
  package var currentUpdatedAt: String?
  package var currentCreatedAt: String?
  /// A JSON array.
  package var differences: String?
  /// Of an object that is recovered, where it is asked for.
  package var body: String?
  /// Whether a person has taken it out of what is recovered.
  package var isExcluded: Bool
}

/// What is wanted of an object of a plan file that is recovered.
protocol RecoveredRecord: StoredRecord {
  static var columns: String { get }
  var id: String { get }
}

/// An object of a plan file that is recovered, with its body.
struct StoredBody: RecoveredRecord {
  static let columns = "id, body"
  var id: String
  var body: String
}

/// Which object of a plan file is recovered, and from which backup.
struct RecoveredID: RecoveredRecord {
  static let columns = "id, last_seen"
  var id: String
  var lastSeen: String?
}

/// How many objects of a table a person has taken out.
struct ExclusionCount: StoredRecord {
  var tableName: String
  var objects: Int
  /// How many of them a reference had brought in.
  var followed: Int
}

/// A file of the export that a plan was made with.
struct StoredExportFile: StoredRecord {
  var path: String
  var tableName: String
  var collection: String?
  var form: String
  var damaged: Bool
}

/// A kept object that no longer refers to recovered ones.
struct StoredLostReferences: StoredRecord {
  var id: String
  /// A JSON array.
  var lost: String
}
