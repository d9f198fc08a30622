import BSON
import Compression
import Export
import Values

/// Reads the objects of one file of an export, or of one collection in its place, by the schema where there
/// is one: for all that the first reading left no room for.
package struct CurrentReader<Sink: ObjectSink> {
  private enum Source {
    case objects(ObjectReader<Sink>)
    case convertedObjects(ObjectReader<SchemaConverter<Sink>>)
    case documents(CollectionReader, BSONWalker)
    /// While it reads: nothing else then holds what it changes.
    case reading
  }

  private let file: TableFile
  private let schema: TableSchema?
  private var source: Source
  private var converter: SchemaConverter<Sink>?
  /// The document that was read last.
  private var document: ArraySlice<UInt8>?

  /// - Parameters:
  ///   - file: a file or a collection.
  ///   - sink: any sink of the kind; it is told nothing.
  ///   - maxDepth: how deep objects and arrays may be nested; nil for what the rules say.
  ///   - counter: what counts the bytes and objects.
  /// - Throws: `MergeError.damagedExport`.
  package init(
    _ file: TableFile,
    for sink: Sink,
    rules: ComparisonRules,
    maxDepth: Int? = nil,
    counter: ReadCounter? = nil
  ) throws(MergeError) {
    self.file = file
    let maxDepth = maxDepth ?? rules.maxDepth
    schema = rules.tableSchema(of: file.table, file.form)
    converter = schema.map { SchemaConverter(sink, table: $0, purpose: .comparing) }
    if file.form == .bson {
      source = .documents(
        try CollectionReader([file], counter: counter),
        BSONWalker(maxDepth: maxDepth, checksText: true)
      )
      return
    }
    do throws(ExportError) {
      if let converter {
        source = .convertedObjects(try ObjectReader(file, for: converter, maxDepth: maxDepth, counter: counter))
      } else {
        source = .objects(try ObjectReader(file, for: sink, maxDepth: maxDepth, counter: counter))
      }
    } catch {
      throw .damagedExport(.file(TableFileDamage(error)))
    }
  }

  /// Has the next object walked over.
  ///
  /// - Returns: its number in the file, from 1, and its place; nil at the end of the file.
  /// - Throws: `MergeError.damagedExport`.
  package mutating func next(into object: inout Sink) throws(MergeError) -> (number: Int, offset: UInt64)? {
    guard var converter else { return try read(into: &object) }
    // Let go of first, so that nothing is copied.
    self.converter = nil
    defer { self.converter = converter }
    return try converter.tell(&object) { (converter) throws(MergeError) in try read(converted: &converter) }
  }

  private mutating func read(into object: inout Sink) throws(MergeError) -> (number: Int, offset: UInt64)? {
    guard case .objects(var objects) = source else { return try readDocument(into: &object) }
    source = .reading
    defer { source = .objects(objects) }
    return try Self.next(of: &objects, into: &object)
  }

  private mutating func read(
    converted object: inout SchemaConverter<Sink>
  ) throws(MergeError) -> (number: Int, offset: UInt64)? {
    guard case .convertedObjects(var objects) = source else { return try readDocument(into: &object) }
    source = .reading
    defer { source = .convertedObjects(objects) }
    return try Self.next(of: &objects, into: &object)
  }

  private static func next<Other: ValueSink>(
    of objects: inout ObjectReader<Other>,
    into object: inout Other
  ) throws(MergeError) -> (number: Int, offset: UInt64)? {
    switch objects.next(into: &object) {
    case .failure(let error): throw .damagedExport(.file(TableFileDamage(error)))
    case .success(false): nil
    case .success(true): objects.reader.place
    }
  }

  private mutating func readDocument<Other: ValueSink>(
    into object: inout Other
  ) throws(MergeError) -> (number: Int, offset: UInt64)? {
    guard case .documents(let documents, var walker) = source else { return nil }
    source = .reading
    defer { source = .documents(documents, walker) }
    // Let go of, so that the reader can write to its memory.
    document = nil
    switch try documents.next() {
    case nil: return nil
    case .damage(let damage, _): throw .damagedExport(damage)
    case .document(let bytes, let place):
      do throws(BSONError) {
        try walker.walk(bytes.span, into: &object)
      } catch {
        throw .damagedExport(documents.damage(error, at: place))
      }
      document = bytes
      return (place.number, place.offset)
    }
  }

  /// The object that was read last, as it stands in the file; valid until the next one is read.
  package var object: Span<UInt8>? {
    @_lifetime(borrow self)
    get {
      switch source {
      // SAFETY: the text is the reader's, which is this value's as long as that is there.
      case .objects(let objects): return unsafe _overrideLifetime(objects.reader.objectText, borrowing: self)
      case .convertedObjects(let objects): return unsafe _overrideLifetime(objects.reader.objectText, borrowing: self)
      case .documents:
        guard let document else { return nil }
        return unsafe _overrideLifetime(document.span, borrowing: self)
      case .reading: return nil
      }
    }
  }

  /// The tree of the object that was read last.
  var tree: ValueTree? {
    guard let object else { return nil }
    return ValueTree(object, form: file.form, schema: schema)
  }
}
