import Compression

/// A backup and an export in a temporary folder, made of the same objects with changes in between.
package final class World {
  package let folder: TemporaryFolder
  package private(set) var backup: String
  package let export: String

  /// - Parameters:
  ///   - backup: the collections of the backup.
  ///   - export: the text of each file of the export, by its name.
  package init(
    backup collections: [ArchiveWriter.Collection],
    export files: [String: String],
    isGzip: Bool = true
  ) throws {
    folder = try TemporaryFolder()
    let archive = ArchiveWriter.archive(collections)
    backup = try folder.write(isGzip ? GzipWriter.gzip(archive) : archive, to: "2021-05-04Z.dump.gz")
    export = folder.path(of: "export")
    try folder.write([], to: "export/.keep")
    for (name, text) in files { try folder.write(text, to: "export/\(name)") }
  }

  /// Puts other bytes in the backup's place.
  package func replaceBackup(_ bytes: [UInt8]) throws { backup = try folder.write(bytes, to: "2021-05-04Z.dump.gz") }

  /// A message as the backup stores it.
  package static func stored(_ key: String, version: Int64 = 1, text: String? = nil, createdDay: Int64 = 0) -> Document
  {
    [
      "_id": .string(key), "version": .int64(version), "acl": .null,
      "createdAt": .date(1_620_000_000_000 + createdDay * 86_400_000),
      "updatedAt": .date(1_620_000_000_000 + createdDay * 86_400_000 + version * 60_000),
      "text": .string(text ?? "text of \(key)"),
    ]
  }

  /// The same message as the export has it.
  package static func exported(
    _ key: String,
    table: String = "Message",
    version: Int64 = 1,
    text: String? = nil,
    createdDay: Int64 = 0
  ) -> String {
    let day = 3 + createdDay
    let date = "2021-05-\(day < 10 ? "0" : "")\(day)"
    let minute = version < 10 ? "0\(version)" : "\(version)"
    return #"{"id":"/db/\#(table)/\#(key)","version":\#(version),"acl":null,"createdAt":"\#(date)T00:00:00.000Z","#
      + #""updatedAt":"\#(date)T00:\#(minute):00.000Z","text":"\#(text ?? "text of \(key)")"}"#
  }

  /// A JSON array of objects.
  package static func array(_ objects: [String]) -> String { "[" + objects.joined(separator: ",") + "]" }
}
