import Compression
import ExtendedJSON
import Values

/// Reads the objects of one table file in its form: what a sink is told are the values that are meant,
/// Extended JSON's wrappers resolved.
package struct ObjectReader<Sink: ValueSink> {
  /// The file.
  package let reader: TableFileReader
  private var decoder: ExtendedJSONDecoder<Sink>?
  /// Whether there is a decoder: looking for it would ask the runtime for its type with every object.
  private let isExtended: Bool

  /// - Parameters:
  ///   - path: a table file.
  ///   - form: the form of its objects.
  ///   - sink: any sink of the kind; it is told nothing.
  ///   - digest: whether the file's SHA-256 is wanted.
  ///   - maxDepth: how deep objects and arrays may be nested.
  ///   - bufferBytes: how much to read at a time.
  ///   - counter: what counts the bytes and objects.
  package init(
    path: String,
    form: ObjectForm,
    for sink: Sink,
    digest: Bool = false,
    maxDepth: Int,
    bufferBytes: Int = 1 << 20,
    counter: ReadCounter? = nil
  ) throws(ExportError) {
    reader = try TableFileReader(
      path: path,
      digest: digest,
      maxDepth: maxDepth,
      bufferBytes: bufferBytes,
      counter: counter
    )
    isExtended = form == .extendedJSON
    decoder = isExtended ? ExtendedJSONDecoder(sink) : nil
  }

  /// Reads a file of an export.
  package init(
    _ file: TableFile,
    for sink: Sink,
    digest: Bool = false,
    maxDepth: Int,
    counter: ReadCounter? = nil
  ) throws(ExportError) {
    try self.init(
      path: file.path,
      form: file.form,
      for: sink,
      digest: digest,
      maxDepth: maxDepth,
      counter: counter
    )
  }

  /// Has the next object walked over.
  ///
  /// - Returns: false at the end of the file.
  @specialized(where Sink == BodyFingerprinter)
  package mutating func next(into object: inout Sink) -> Result<Bool, ExportError> {
    if !isExtended { return reader.nextResult(into: &object) }
    return nextExtended(into: &object)
  }

  private mutating func nextExtended(into object: inout Sink) -> Result<Bool, ExportError> {
    guard var decoder else { return .success(false) }
    // Swapped in and out, so that nothing is copied.
    self.decoder = nil
    swap(&decoder.sink, &object)
    let result = reader.nextResult(into: &decoder)
    swap(&decoder.sink, &object)
    self.decoder = decoder
    guard case .success(true) = result, let key = decoder.malformedKey else { return result }
    let cause = ExportError.Cause.malformedWrapper(key)
    return .failure(
      ExportError(path: reader.path, object: reader.objectNumber, offset: reader.objectOffset, cause: cause)
    )
  }
}
