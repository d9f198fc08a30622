import BSON
import Export
import ExtendedJSON
import JSONStream
import Values

// Trees of whole objects, or of some of their members, by the schema where there is one.
extension ValueTree {
  /// The tree of a JSON object, or nil where it is none.
  init?(json: UnsafeRawBufferPointer, form: ObjectForm, schema: TableSchema? = nil) {
    func scan<Sink: ValueSink>(_ sink: Sink) -> Sink? {
      var scanner = JSONScanner(maxDepth: .max)
      var sink = sink
      guard form != .baqend else { return scanner.scan(whole: json, into: &sink) == nil ? nil : sink }
      var decoder = ExtendedJSONDecoder(sink)
      return scanner.scan(whole: json, into: &decoder) == nil ? nil : decoder.sink
    }
    guard let tree = Self.walked(ValueTreeBuilder(), by: schema, scan, scan)?.tree else { return nil }
    self = tree
  }

  /// The tree of a BSON document, or nil where it is none.
  init?(document: [UInt8], schema: TableSchema? = nil) {
    func walk<Sink: ValueSink>(_ sink: Sink) -> Sink? { Self.walk(document, sink) }
    guard let tree = Self.walked(ValueTreeBuilder(), by: schema, walk, walk)?.tree else { return nil }
    self = tree
  }

  /// The tree of some members of a BSON document, or nil where it is none.
  ///
  /// - Parameters:
  ///   - members: the names of the members, as the export has them.
  ///   - renamed: names as they are stored, and those that the export has for them.
  init?(document: [UInt8], members: [String], renamed: [String: String], schema: TableSchema? = nil) {
    let stored = renamed.filter { members.contains($0.value) }.map(\.key)
    func walk<Sink: ValueSink>(_ sink: Sink) -> Sink? { Self.walk(document, sink) }
    let collector = MemberCollector(members: members + stored)
    guard let tree = Self.walked(collector, by: schema, walk, walk)?.tree else { return nil }
    self = tree.renamed(renamed)
  }

  private static func walk<Sink: ValueSink>(_ document: [UInt8], _ sink: Sink) -> Sink? {
    var walker = BSONWalker(maxDepth: .max)
    var sink = sink
    return document.withUnsafeBytes { (try? walker.walk($0, into: &sink)) != nil } ? sink : nil
  }

  /// A sink that has been told an object, in the forms that a schema declares.
  private static func walked<Sink: ValueSink>(
    _ sink: Sink,
    by schema: TableSchema?,
    _ walk: (Sink) -> Sink?,
    _ walkConverted: (SchemaConverter<Sink>) -> SchemaConverter<Sink>?
  ) -> Sink? {
    guard let schema else { return walk(sink) }
    return walkConverted(SchemaConverter(sink, table: schema, purpose: .comparing))?.sink
  }

  /// The object with other names for some of its members.
  func renamed(_ names: [String: String]) -> ValueTree {
    names.isEmpty ? self : .object(members.map { Member(name: names[$0.name] ?? $0.name, value: $0.value) })
  }
}
