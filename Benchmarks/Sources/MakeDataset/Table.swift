import SampleData

/// A table while it is made: how many objects its backup still lacks, its export, and the truth.
struct Table {
  /// Its name.
  let name: String
  /// How many objects the backup still lacks.
  var objectsLeft: Int
  /// Its file in the export.
  var export: ExportWriter
  /// What was done to its objects.
  var truth = Truth()

  private let makeObject: (inout RandomObjects) -> Document

  /// Begins a table and its export.
  init(
    name: String,
    objects: Int,
    exportFolder: String,
    makeObject: @escaping (inout RandomObjects) -> Document
  ) throws {
    self.name = name
    self.makeObject = makeObject
    objectsLeft = objects
    export = try ExportWriter(folder: exportFolder, table: name)
  }

  /// A new object of the table.
  func newObject(from objects: inout RandomObjects, storesWholeId: Bool) -> Document {
    var object = makeObject(&objects)
    if storesWholeId {
      object["_id"] = .string(id(of: object, in: name))
    }
    return object
  }
}

/// How many objects of a table have which status, and which are deleted.
struct Truth {
  var modified = 0
  var unchanged = 0
  var created = 0
  /// The `_id`s of the deleted objects.
  var deletedIDs: [String] = []

  /// The truth as it is written to `truth.json`.
  var document: Document {
    [
      "deleted": .int64(Int64(deletedIDs.count)), "modified": .int64(Int64(modified)),
      "unchanged": .int64(Int64(unchanged)), "created": .int64(Int64(created)),
      "deletedIds": .array(deletedIDs.map(Value.string)),
    ]
  }
}
