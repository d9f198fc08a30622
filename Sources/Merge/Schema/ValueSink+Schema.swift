import BSON
import Export
import ExtendedJSON
import JSONStream
import Values

// Whole objects that are in memory, told to a sink in the forms that the schema declares, where there is one.
extension ValueSink {
  /// The sink when it has been told an object as it stands in a file of a form, or nil where it is none.
  func told(_ object: Span<UInt8>, form: ObjectForm, schema: TableSchema?) -> Self? {
    guard let schema else { return told(object, form: form) }
    return SchemaConverter(self, table: schema, purpose: .comparing).told(object, form: form)?.sink
  }

  private func told(_ object: Span<UInt8>, form: ObjectForm) -> Self? {
    var sink = self
    var scanner = JSONScanner(maxDepth: .max)
    switch form {
    case .bson:
      var walker = BSONWalker(maxDepth: .max)
      return (try? walker.walk(object, into: &sink)) == nil ? nil : sink
    case .baqend:
      return scanner.scan(whole: object, into: &sink) == nil ? nil : sink
    case .extendedJSON:
      var decoder = ExtendedJSONDecoder(sink)
      return scanner.scan(whole: object, into: &decoder) == nil ? nil : decoder.sink
    }
  }
}

extension TypedValue {
  /// An object as it stands in a file of a form, by the schema where there is one; nil where it is none.
  package init?(_ object: Span<UInt8>, form: ObjectForm, schema: TableSchema? = nil) {
    guard let value = TypedValueBuilder().told(object, form: form, schema: schema)?.value else { return nil }
    self = value
  }
}
