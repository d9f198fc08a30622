import Foundation
import SampleData

/// Makes data sets with one large object among small ones, and one without: what the memory of a run owes to the size
/// of a single object is the difference.
///
/// Each has a backup and two exports: one that lacks the object, and one in which it is modified.
@main
struct MakeLargeObjects {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 2 else {
      FileHandle.standardError.write(Data("usage: MakeLargeObjects OUT\n".utf8))
      exit(64)
    }
    for kind in ObjectKind.allCases { try make(kind, in: "\(arguments[1])/\(kind.rawValue)") }
  }

  /// Makes one data set; the file `bytes` says how large the object is.
  private static func make(_ kind: ObjectKind, in folder: String) throws {
    for export in ["deleted", "modified"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(export)", withIntermediateDirectories: true)
    }
    var random = RandomNumbers(seed: 1)
    let object = object(with: kind.member(&random), &random)
    let others = (0..<smallObjects).map { _ in Self.object(with: ObjectKind.small.member(&random), &random) }

    try writeArchive("\(folder)/backup.archive.gz", [object] + others)
    try writeExport("\(folder)/deleted", others)
    try writeExport("\(folder)/modified", [modified(object)] + others)
    try Data("\(size(of: object))\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/bytes"))
  }

  private static let table = "Item"
  /// Too few to look like a page of a list, and enough to show that the export is of the same database.
  private static let smallObjects = 60
  private static let created = startOfDay(year: 2024, month: 1, day: 1)

  private static func object(with member: Value, _ random: inout RandomNumbers) -> Document {
    [
      "_id": .string(random.uuid()), "version": .int64(1), "acl": .null, "createdAt": .date(created),
      "updatedAt": .date(created), "content": member,
    ]
  }

  private static func modified(_ object: Document) -> Document {
    var modified = object
    modified["version"] = .int64(2)
    modified["updatedAt"] = .date(created + dayMilliseconds)
    modified["edited"] = .boolean(true)
    return modified
  }

  /// The bytes of an object as BSON or as JSON, whichever are more.
  private static func size(of object: Document) -> Int {
    var bson: [UInt8] = []
    object.appendBSON(to: &bson)
    var json: [UInt8] = []
    object.appendJSON(to: &json)
    return max(bson.count, json.count)
  }

  private static func writeArchive(_ path: String, _ objects: [Document]) throws {
    let file = try OutputFile(path: path, gzipLevel: 1)
    let metadata = CollectionMetadata(name: table, uuid: String(repeating: "0", count: 32))
    var archive = try ArchiveWriter(output: file, database: "shop", collections: [metadata])
    var documents: [UInt8] = []
    for object in objects { object.appendBSON(to: &documents) }
    try archive.writeSlice(of: table, documents: documents)
    try archive.finish(table)
    try file.close()
  }

  private static func writeExport(_ folder: String, _ objects: [Document]) throws {
    var export = try ExportWriter(folder: folder, table: table)
    for object in objects { try export.write(object) }
    try export.close()
  }
}
