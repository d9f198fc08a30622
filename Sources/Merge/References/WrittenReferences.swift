import ExtendedJSON
import JSONStream
import Values

/// Finds the references in objects as they are written.
package struct WrittenReferences {
  private let schema: TableSchema?
  private let isBaqend: Bool
  private var scanner = JSONScanner(maxDepth: .max)

  /// - Parameter rules: those by which the objects were written.
  package init(_ format: ObjectFormat, table: String, rules: ComparisonRules) {
    isBaqend = format == .baqend
    schema = isBaqend ? nil : rules.tableSchema(of: table, .extendedJSON)
  }

  /// The ids to which an object refers, in the normal form.
  package mutating func ids(in json: [UInt8]) -> [String] {
    var collector = ReferenceCollector()
    if isBaqend {
      _ = scanner.scan(whole: json, into: &collector)
      return collector.all.map(\.id)
    }
    guard let schema else {
      var decoder = ExtendedJSONDecoder(collector)
      _ = scanner.scan(whole: json, into: &decoder)
      return decoder.sink.all.map(\.id)
    }
    var decoder = ExtendedJSONDecoder(SchemaConverter(collector, table: schema, purpose: .writing))
    _ = scanner.scan(whole: json, into: &decoder)
    return decoder.sink.sink.all.map(\.id)
  }
}
