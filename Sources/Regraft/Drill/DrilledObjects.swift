import Export
import Merge
import Values

/// Reads objects as a drill compares them.
struct DrilledObjects {
  /// How bodies are compared, with the schema.
  let rules: ComparisonRules
  /// What is told of the reading.
  var progress: RunProgress?

  /// Calls `body` with the id, the fingerprint and the text of each object of a file.
  ///
  /// - Throws: `MergeError.damagedExport`, and what `body` throws.
  func forEach(
    in file: TableFile,
    _ body: (_ id: String, _ body: Fingerprint, _ text: Span<UInt8>) throws -> Void
  ) throws {
    var object = rules.fingerprinter(of: file.table, file.form, key: .published)
    var objects = try CurrentReader(file, for: object, rules: rules, counter: progress?.counter)
    while try objects.next(into: &object) != nil {
      guard let text = objects.object else { continue }
      try body(object.identity.normalID(in: file.table), object.fingerprint, text)
    }
  }

  /// The same of the import file at a path.
  func forEach(
    in path: String,
    of table: String,
    _ body: (_ id: String, _ body: Fingerprint, _ text: Span<UInt8>) throws -> Void
  ) throws {
    for var file in try ExportInventory.reading([path], schema: rules.schema).files {
      file.table = table
      try forEach(in: file, body)
    }
  }
}
