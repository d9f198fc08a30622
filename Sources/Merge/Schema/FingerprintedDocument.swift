import BSON
import Values

/// Takes documents by the schema, where it says something of their table.
struct FingerprintedDocument: Sendable {
  /// What was taken of the document that was walked over last.
  private(set) var object: BodyFingerprinter
  private var converter: SchemaConverter<BodyFingerprinter>?

  init(_ object: BodyFingerprinter, schema: TableSchema?) {
    self.object = object
    converter = schema.map { SchemaConverter(object, table: $0, purpose: .comparing) }
  }

  /// Walks over a document.
  @inline(__always)
  mutating func walk(_ bytes: Span<UInt8>, with walker: inout BSONWalker) throws(BSONError) {
    guard converter != nil else {
      try walker.walk(bytes, into: &object)
      return
    }
    try walkConverted(bytes, with: &walker)
  }

  private mutating func walkConverted(
    _ bytes: Span<UInt8>,
    with walker: inout BSONWalker
  ) throws(BSONError) {
    try converter?.tell(&object) { (converter) throws(BSONError) in try walker.walk(bytes, into: &converter) }
  }
}
