import Compression
import JSONStream
import Values

/// Reads the objects of one table file, in the file's order.
package final class TableFileReader {
  /// The most bytes of one object.
  package static let maxObjectBytes = 256 << 20

  package let path: String
  @usableFromInline var text: TableText

  /// - Parameters:
  ///   - path: a regular file.
  ///   - digest: whether the file's SHA-256 is wanted.
  ///   - maxDepth: how deep objects and arrays may be nested.
  ///   - bufferBytes: how much to read at a time.
  ///   - counter: what counts the bytes and objects.
  package init(
    path: String,
    digest: Bool = false,
    maxDepth: Int = 200,
    bufferBytes: Int = 1 << 20,
    counter: ReadCounter? = nil
  ) throws(ExportError) {
    self.path = path
    let source: InflatingSource
    do throws(CompressionError) {
      source = InflatingSource(try FileSource(path: path, digest: digest, regularOnly: true, counter: counter))
    } catch {
      throw ExportError(path: path, object: 0, offset: 0, cause: .source(error))
    }
    guard let block = ByteBlock(count: bufferBytes + JSONScanner.padding) else {
      let error = TableText.outOfMemory(path: path, offset: 0)
      throw ExportError(path: path, object: 0, offset: 0, cause: .source(error))
    }
    text = TableText(path: path, source: source, block: block, maxDepth: maxDepth, counter: counter)
  }

  /// How many objects have been read, and where the last one begins, in bytes of the inflated file.
  package var place: (number: Int, offset: UInt64) { (text.objectNumber, text.objectOffset) }

  /// How many objects have been read.
  package var objectNumber: Int { place.number }

  /// Where the last object begins, in bytes of the inflated file.
  package var objectOffset: UInt64 { place.offset }

  /// The file: its identity at opening and, once it has been read to its end, its size and SHA-256.
  package var file: FileSource { text.source.file }

  /// Has the next object walked over.
  ///
  /// - Returns: false at the end of the file.
  @inlinable
  package func next<Sink: ValueSink>(into sink: inout Sink) throws(ExportError) -> Bool {
    try text.next(into: &sink)
  }

  /// Passes over the next object of a file that was read before, and so is known to be sound.
  ///
  /// - Returns: false at the end of the file.
  package func skim() throws(ExportError) -> Bool { try text.skim() }

  /// The text of the last object; valid until the next call of `next`.
  package var objectText: Span<UInt8> {
    @_lifetime(borrow self)
    // SAFETY: the text is the reader's as long as that is there, and it moves only where the next object is read.
    get { unsafe _overrideLifetime(text.object, borrowing: self) }
  }

  /// The id of the object that was passed over last, as it stands there; nil where that has to be walked over to know
  /// it. Valid until the next object.
  package var idText: Span<UInt8>? {
    @_lifetime(borrow self)
    // SAFETY: as above.
    get { unsafe _overrideLifetime(text.id, borrowing: self) }
  }
}

extension TableFileReader {
  /// Has the next object walked over, for callers that have errors of their own to throw.
  @inlinable
  package func nextResult(into object: inout some ValueSink) -> Result<Bool, ExportError> {
    do throws(ExportError) {
      return .success(try next(into: &object))
    } catch {
      return .failure(error)
    }
  }
}
