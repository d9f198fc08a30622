import Values

/// Why an object that was selected and deleted is not written.
public enum WithheldReason: Equatable, Sendable {
  /// It would clash on a unique index.
  case uniqueIndex(UniqueClash)
  /// It has an id that must not come back, or refers to it.
  case erased(id: String)
  /// It refers to what is neither there nor comes back.
  case strictReference(id: String)
  /// A value does not fit the type that the schema declares, or is not declared.
  case schema(SchemaMisfit)
  /// The form to be written cannot hold one of its values.
  case noForm
  /// Its key has two readings, and nothing tells which one is meant.
  case ambiguousID
  /// Its id is of a type of which no key can be made.
  case noKey(IDProblem)
  /// A fresh export, which the plan did not know, holds it again.
  case inExport

  /// The reason as programs read it.
  public var name: String {
    switch self {
    case .uniqueIndex: "unique-index"
    case .erased: "erased"
    case .strictReference: "strict-reference"
    case .schema: "schema"
    case .noForm: "no-form"
    case .ambiguousID: "ambiguous-id"
    case .noKey: "no-key"
    case .inExport: "in-export"
    }
  }
}

/// The reason of a table that a guard stopped.
public let tableStoppedReason = "table-stopped"

/// An object that is withheld.
struct WithheldEntry {
  var entry: SpillEntry
  var kind: Kind
  /// - `detailed`: the reason is kept by the object's place.
  enum Kind: UInt8 { case detailed, schema, noForm, ambiguousID, noKey }
}

/// An object that is withheld, with its reason.
public struct WithheldObject: Equatable, Sendable {
  /// Its id in the normal form; nil where no key can be made of it.
  public var id: String?
  /// Where its document begins, in bytes of the inflated archive.
  public var offset: UInt64
  /// Why it is not written.
  public var reason: WithheldReason

  package init(id: String?, offset: UInt64, reason: WithheldReason) {
    self.id = id
    self.offset = offset
    self.reason = reason
  }
}
