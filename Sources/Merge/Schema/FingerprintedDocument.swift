import BSON
import Values

/// Takes documents by the schema, where it says something of their table.
struct FingerprintedDocument {
  /// What was taken of the document that was walked over last.
  private(set) var object: BodyFingerprinter
  private var converter: SchemaConverter<BodyFingerprinter>?

  init(_ object: BodyFingerprinter, schema: TableSchema?) {
    self.object = object
    converter = schema.map { SchemaConverter(object, table: $0, purpose: .comparing) }
  }

  /// Walks over a document.
  @inline(__always)
  mutating func walk(_ bytes: UnsafeRawBufferPointer, with walker: inout BSONWalker) throws(BSONError) {
    guard converter != nil else {
      try walker.walk(bytes, into: &object)
      return
    }
    try walkConverted(bytes, with: &walker)
  }

  private mutating func walkConverted(
    _ bytes: UnsafeRawBufferPointer,
    with walker: inout BSONWalker
  ) throws(BSONError) {
    guard var converter else { return }
    // Swapped in and out, so that nothing is copied.
    self.converter = nil
    swap(&converter.sink, &object)
    defer {
      swap(&converter.sink, &object)
      self.converter = converter
    }
    try walker.walk(bytes, into: &converter)
    converter.sink.settle(className: converter.className)
  }
}
