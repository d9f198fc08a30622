/// A table of a random world.
struct ModelTable: Sendable {
  /// A unique index.
  struct Index: Sendable {
    var members: [String]
    var isSparse: Bool
  }

  /// What one backup has of it.
  struct Snapshot: Sendable {
    var objects: [ModelKey: ModelObject] = [:]
    /// Documents that stand there twice, with the same body or another one.
    var repeated: [ModelKey: ModelObject] = [:]
    /// Objects whose ids are of a type of which no key can be made.
    var keyless: [ModelObject] = []
    /// Whether the checksum is wrong.
    var isDamaged = false
    var indexes: [Index] = []
  }

  /// What is wrong with its file.
  enum Damage: CaseIterable, Sendable { case endsEarly, noObject, noID, otherTable, repeatedID }

  /// What the export has of it.
  struct Export: Sendable {
    var objects: [ModelKey: ModelObject] = [:]
    var damage: Damage?
  }

  var name: String
  /// What each backup has of it, the oldest first; nil where it has no such collection.
  var snapshots: [Snapshot?] = []
  /// What the export has of it; nil where it has no file.
  var export: Export?
}
