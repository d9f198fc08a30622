import BSON
import Export
import Values

/// Why a table's export cannot be relied on.
public enum ExportDamage: Codable, Equatable, Sendable {
  /// A file cannot be read to its end.
  case file(TableFileDamage)
  /// An object has no usable id of the table.
  case object(path: String, number: Int, offset: UInt64, problem: IDProblem)
  /// An id stands twice; the numbers are those of two objects, counted over the table's files.
  case repeatedID(id: String, path: String, first: Int, second: Int)
  /// A file changed while it was read.
  case changed(path: String)
  /// Of a backup that is given as the current side: a document that is none.
  case document(path: String, DocumentDamage)
  /// The checksum of a collection of such a backup is wrong.
  case checksum(path: String, table: String)
  /// Such a backup cannot be read to its end.
  case backup(BackupFailure)
}

/// What is wrong with a table file.
public struct TableFileDamage: Codable, Equatable, Sendable {
  package var error: ExportError

  package init(_ error: ExportError) { self.error = error }
}

/// What is wrong with a document of the backup.
public struct DocumentDamage: Codable, Equatable, Sendable {
  /// The document's collection.
  public var collection: String
  /// Which document of its collection it is, counted from 1.
  public var number: Int
  /// Where it begins, in bytes of the inflated archive.
  public var offset: UInt64
  package var error: BSONError

  package init(collection: String, number: Int, offset: UInt64, error: BSONError) {
    self.collection = collection
    self.number = number
    self.offset = offset
    self.error = error
  }
}

/// Why an object has no usable id.
public struct IDProblem: Codable, Equatable, Sendable {
  package var problem: ObjectIdentity.Problem

  package init(_ problem: ObjectIdentity.Problem) { self.problem = problem }
}

/// A difference that nearly all objects on both sides share, and that is one of form.
public struct FormDifference: Codable, Equatable, Sendable {
  /// What differs.
  public enum Kind: Codable, Equatable, Sendable {
    /// A member that the export has under another name.
    case renamed(stored: String, exported: String)
    /// A member that only the backup has.
    case onlyInBackup(String)
    /// A member that only the export has.
    case onlyInExport(String)
    /// A member that is null on one side and not there on the other, where that is told apart.
    case nullOrAbsent(String)
    /// A version or a time in the backup, in a form that is not known.
    case evidence
    /// Numbers that are equal only after rounding to a double.
    case rounded(String)
  }

  /// What differs.
  public var kind: Kind
  /// In how many of the compared objects.
  public var objects: Int
  /// How many objects were compared.
  public var compared: Int
  /// Whether it touches id, evidence or ACL.
  public var isSerious: Bool
}
