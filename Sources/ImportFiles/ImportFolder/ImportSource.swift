import ExtendedJSON
import JSONStream
import Merge

/// What a folder of import files is made from: a plan, or one that was kept in a file.
package protocol ImportSource {
  /// The tables of which something is written, in the order of their names.
  var importTables: [ImportTable] { get }

  /// What the last check reads.
  var checkedExport: CheckedExport { get }

  /// Calls `body` with each object of a table that is written, in the order of their ids.
  func forEachRecovered(in table: ImportTable, _ body: (Plan.RecoveredObject) throws -> Void) throws

  /// Calls `body` with each entry of `withheld.json`.
  func forEachWithheldEntry(_ body: (JSONText) throws -> Void) throws

  /// What stands in `manifest.json`.
  ///
  /// - Parameter files: all other files of the folder.
  func manifest(of files: [PublishedFile]) throws -> JSONText
}

/// A table of which something is written.
package struct ImportTable {
  package var name: String
  /// The format of its objects.
  package var format: ObjectFormat
  /// How many there are.
  package var objects: Int

  package init(name: String, format: ObjectFormat, objects: Int) {
    self.name = name
    self.format = format
    self.objects = objects
  }
}

/// An export as it was read, of which no id may be written.
package struct CheckedExport {
  package var files: [CheckedFile]
  /// How many objects each table holds; those of damaged files are not counted.
  package var counts: [(table: String, objects: Int)]
  /// The backup's database.
  package var database: String
  /// The paths of the export, and how it is read.
  package var options: PlanOptions

  package init(
    files: [CheckedFile],
    counts: [(table: String, objects: Int)],
    database: String,
    options: PlanOptions
  ) {
    self.files = files
    self.counts = counts
    self.database = database
    self.options = options
  }
}

extension Plan: ImportSource {
  package var importTables: [ImportTable] {
    tables.filter { $0.figures.recovered > 0 }.map { table in
      ImportTable(name: table.name, format: table.format, objects: table.figures.recovered)
    }
  }

  package var checkedExport: CheckedExport {
    let counts = tables.map { (table: $0.name, objects: $0.figures.current) }
    return CheckedExport(files: exportFiles, counts: counts, database: database, options: options)
  }

  package func forEachRecovered(in table: ImportTable, _ body: (RecoveredObject) throws -> Void) throws {
    guard let planned = tables.first(where: { $0.name == table.name }) else { return }
    try forEachRecovered(in: planned, body)
  }

  package func forEachWithheldEntry(_ body: (JSONText) throws -> Void) throws {
    for table in tables { try WithheldEntries.forEach(of: table, in: self, body) }
  }

  package func manifest(of files: [PublishedFile]) -> JSONText { Manifest.json(of: self, files: files) }
}
