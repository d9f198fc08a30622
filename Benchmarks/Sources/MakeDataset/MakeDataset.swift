import Foundation
import SampleData

/// Makes a backup archive, a current export and the truth about them.
@main
struct MakeDataset {
  private let options: Options
  private var objects: RandomObjects
  /// Numbers of their own, so that what happens to objects does not depend on what is in them.
  private var events: RandomNumbers
  private var tables: [Table]
  private var archive: ArchiveWriter
  private let archiveFile: OutputFile

  private static let sliceBytes = 4 << 20

  static func main() throws {
    guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
      FileHandle.standardError.write(Data((Options.usage + "\n").utf8))
      exit(64)
    }
    var run = try MakeDataset(options)
    try run.writeTables()
    try run.writeTruth()
  }

  private init(_ options: Options) throws {
    self.options = options
    objects = RandomObjects(seed: options.seed)
    events = RandomNumbers(seed: options.seed &+ 1)
    let exportFolder = "\(options.folder)/export"
    try FileManager.default.createDirectory(atPath: exportFolder, withIntermediateDirectories: true)
    func table(
      _ name: String,
      tenths: Int,
      makeObject: @escaping (inout RandomObjects) -> Document
    ) throws -> Table {
      try Table(
        name: name,
        objects: options.objects * tenths / 10,
        exportFolder: exportFolder,
        makeObject: makeObject
      )
    }
    tables = [
      try table("Message", tenths: 5) { $0.message() },
      try table("Product", tenths: 2) { $0.product() },
      try table("Event", tenths: 3) { $0.event() },
    ]
    archiveFile = try OutputFile(
      path: "\(options.folder)/backup.archive" + (options.gzipLevel > 0 ? ".gz" : ""),
      gzipLevel: options.gzipLevel
    )
    archive = try ArchiveWriter(
      output: archiveFile,
      database: "shop",
      collections: tables.map {
        CollectionMetadata(name: $0.name, uuid: String(repeating: "0", count: 32))
      }
    )
  }

  /// Writes slices of the tables in random order until all are complete.
  private mutating func writeTables() throws {
    var unfinished = Array(tables.indices)
    while !unfinished.isEmpty {
      let position = events.index(below: unfinished.count)
      let index = unfinished[position]
      try writeSlice(ofTableAt: index)
      if tables[index].objectsLeft == 0 {
        try archive.finish(tables[index].name)
        try tables[index].export.close()
        unfinished.remove(at: position)
      }
    }
    try archiveFile.close()
  }

  private mutating func writeSlice(ofTableAt index: Int) throws {
    var table = tables[index]
    defer { tables[index] = table }
    var slice: [UInt8] = []
    slice.reserveCapacity(Self.sliceBytes + 1 << 16)
    while table.objectsLeft > 0, slice.count < Self.sliceBytes {
      let object = table.newObject(from: &objects, storesWholeId: options.storesWholeIds)
      object.appendBSON(to: &slice)
      table.objectsLeft -= 1
      try export(object, of: &table)
      if events.chance(options.created) {
        try table.export.write(table.newObject(from: &objects, storesWholeId: options.storesWholeIds))
        table.truth.created += 1
      }
    }
    try archive.writeSlice(of: table.name, documents: slice)
  }

  /// Decides what has happened to an object since the backup, and exports it if it is still there.
  private mutating func export(_ object: Document, of table: inout Table) throws {
    let event = events.fraction()
    if event < options.deleted {
      if case .string(let key) = object["_id"] {
        table.truth.deletedIDs.append(key)
      }
    } else if event < options.deleted + options.modified {
      try table.export.write(objects.edited(object))
      table.truth.modified += 1
    } else {
      try table.export.write(object)
      table.truth.unchanged += 1
    }
  }

  private func writeTruth() throws {
    let truth = Document(tables.map { (name: $0.name, value: .document($0.truth.document)) })
    try Data((truth.json + "\n").utf8).write(to: URL(fileURLWithPath: "\(options.folder)/truth.json"))
  }
}
