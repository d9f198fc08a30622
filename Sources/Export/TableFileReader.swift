import Compression
import Glibc
import JSONStream
import Values

/// Reads the objects of one table file, in the file's order.
///
/// The exclusivity of what changes with every object is not checked at run time: nothing that is called
/// in the meantime reaches the reader, and the checks took a twentieth of the reading.
package final class TableFileReader {
  /// The most bytes of one object.
  package static let maxObjectBytes = 256 << 20

  package let path: String
  /// How many objects have been read.
  @exclusivity(unchecked) package private(set) var objectNumber = 0
  /// Where the last object begins, in bytes of the inflated file.
  @exclusivity(unchecked) package private(set) var objectOffset: UInt64 = 0

  private let source: InflatingSource
  private let counter: ReadCounter?
  /// How many objects the counter knows of.
  private var countedObjects = 0
  @exclusivity(unchecked) @usableFromInline var scanner: JSONScanner
  @exclusivity(unchecked) private var buffer: UnsafeMutableRawBufferPointer
  /// How many bytes of the buffer are text; `JSONScanner.padding` more are there behind them.
  @exclusivity(unchecked) @usableFromInline private(set) var filled = 0
  /// The text's next byte.
  @exclusivity(unchecked) @usableFromInline var position = 0
  /// How many bytes of the file lie before the buffer.
  @exclusivity(unchecked) private var passedBytes: UInt64 = 0
  @exclusivity(unchecked) private var place = Place.beginning
  /// Where the id of the object stands that was passed over last.
  @exclusivity(unchecked) private var skimmedID: Range<Int>?
  /// The start of the last object in the buffer.
  @exclusivity(unchecked) private var objectStart = 0

  private enum Place {
    case beginning
    /// Behind `[`.
    case arrayStart
    /// Behind an object of an array.
    case array
    /// Before or behind an object of a sequence.
    case sequence
    case end
  }

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
    self.counter = counter
    scanner = JSONScanner(maxDepth: maxDepth)
    do throws(CompressionError) {
      source = InflatingSource(try FileSource(path: path, digest: digest, regularOnly: true, counter: counter))
    } catch {
      throw ExportError(path: path, object: 0, offset: 0, cause: .source(error))
    }
    let size = bufferBytes + JSONScanner.padding
    guard let memory = calloc(size, 1) else {
      throw ExportError(path: path, object: 0, offset: 0, cause: .source(Self.outOfMemory(path: path, offset: 0)))
    }
    buffer = UnsafeMutableRawBufferPointer(start: memory, count: size)
  }

  deinit { free(buffer.baseAddress) }

  /// The file: its identity at opening and, once it has been read to its end, its size and SHA-256.
  package var file: FileSource { source.file }

  /// The text of the last object; valid until the next call of `next`.
  package var objectText: Span<UInt8> {
    @_lifetime(borrow self)
    get { padded.extracting(objectStart..<position) }
  }

  /// Has the next object walked over.
  ///
  /// - Returns: false at the end of the file.
  @inlinable
  package func next<Sink: ValueSink>(into sink: inout Sink) throws(ExportError) -> Bool {
    guard try findObject() else { return false }
    while true {
      do throws(JSONError) {
        if let end = try scanner.scanObject(padded, from: position, into: &sink) {
          position = end
          return true
        }
      } catch {
        throw failure(.json(error.cause), at: error.offset)
      }
      guard try readMore() else { throw failure(.cutShort, at: filled) }
    }
  }

  /// Passes over the next object of a file that was read before, and so is known to be sound.
  ///
  /// - Returns: false at the end of the file.
  package func skim() throws(ExportError) -> Bool {
    guard try findObject() else { return false }
    while true {
      if let skimmed = JSONScanner.skim(padded, from: position) {
        position = skimmed.end
        skimmedID = skimmed.id
        return true
      }
      guard try readMore() else { throw failure(.cutShort, at: filled) }
    }
  }

  /// The id of the object that was passed over last, as it stands there; nil where that has to be walked over to know
  /// it. Valid until the next object.
  package var idText: Span<UInt8>? {
    @_lifetime(borrow self)
    get {
      guard let skimmedID else { return nil }
      return padded.extracting(skimmedID)
    }
  }

  /// What of the file is in memory, and the padding behind it.
  @usableFromInline var padded: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // SAFETY: the padding is in the buffer too; the memory moves only where the next object is read.
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(filled + JSONScanner.padding)])
      return _overrideLifetime(bytes.span, borrowing: self)
    }
  }

  @usableFromInline
  func failure(_ cause: ExportError.Cause, at position: Int) -> ExportError {
    ExportError(path: path, object: objectNumber, offset: passedBytes + UInt64(position), cause: cause)
  }

  /// Goes to the beginning of the next object.
  ///
  /// - Returns: false at the end of the file.
  @usableFromInline
  func findObject() throws(ExportError) -> Bool {
    while true {
      let byte = try nextByte()
      switch (place, byte) {
      case (.beginning, nil), (.sequence, nil), (.end, nil):
        place = .end
        return false
      case (.beginning, 0x5B?):
        place = .arrayStart
        position += 1
      case (.arrayStart, 0x5D?), (.array, 0x5D?):
        place = .end
        position += 1
      case (.array, 0x2C?):
        position += 1
        return try beginObject(try nextByte(), next: .array)
      case (.arrayStart, _?): return try beginObject(byte, next: .array)
      case (.beginning, 0x7B?), (.sequence, 0x7B?): return try beginObject(byte, next: .sequence)
      case (.beginning, _?): throw failure(.notAnExport, at: position)
      case (.array, _?): throw failure(.missingComma, at: position)
      case (.sequence, _?):
        objectNumber += 1
        throw failure(.notAnObject, at: position)
      case (.end, _?): throw failure(.trailingBytes, at: position)
      case (.arrayStart, nil), (.array, nil): throw failure(.cutShort, at: position)
      }
    }
  }

  private func beginObject(_ byte: UInt8?, next: Place) throws(ExportError) -> Bool {
    objectNumber += 1
    guard let byte else { throw failure(.cutShort, at: position) }
    guard byte == 0x7B else { throw failure(.notAnObject, at: position) }
    place = next
    objectStart = position
    objectOffset = passedBytes + UInt64(position)
    return true
  }

  /// The next byte that is not white space, nil at the end of the file; a byte order mark at the
  /// file's beginning is passed over.
  private func nextByte() throws(ExportError) -> UInt8? {
    if place == .beginning, passedBytes == 0, position == 0 {
      while filled < 3, try readMore() {}
      if padded.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }
    while true {
      while position < filled {
        let byte = buffer[position]
        guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
        position += 1
      }
      objectStart = position
      guard try readMore() else { return nil }
    }
  }

  /// Reads on, what has been passed being dropped from the buffer and `position` kept on its byte.
  ///
  /// - Returns: false where the file has ended.
  @usableFromInline
  func readMore() throws(ExportError) -> Bool {
    counter?.add(objects: objectNumber - countedObjects)
    countedObjects = objectNumber
    let kept = filled - position
    if kept > 0 {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[position..<filled]))
    }
    passedBytes += UInt64(position)
    (position, filled, objectStart) = (0, kept, 0)
    if kept > (buffer.count - JSONScanner.padding) / 2 { try grow() }

    // To the brim, so that a large object is not walked over again for every short read.
    let limit = buffer.count - JSONScanner.padding
    while filled < limit {
      let count = try read(UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<limit]))
      if count == 0 { break }
      filled += count
    }
    for index in filled..<(filled + JSONScanner.padding) { buffer[index] = 0 }
    return filled > kept
  }

  private func read(_ space: UnsafeMutableRawBufferPointer) throws(ExportError) -> Int {
    do throws(CompressionError) {
      return try source.read(into: space)
    } catch {
      throw failure(.source(error), at: filled)
    }
  }

  /// What of a file does not fit into memory cannot be read.
  private static func outOfMemory(path: String, offset: UInt64) -> CompressionError {
    .cannotRead(path: path, offset: offset, errno: ENOMEM)
  }

  private func grow() throws(ExportError) {
    let size = (buffer.count - JSONScanner.padding) * 2 + JSONScanner.padding
    guard size <= Self.maxObjectBytes + JSONScanner.padding else {
      throw failure(.objectTooLarge(limitBytes: Self.maxObjectBytes), at: filled)
    }
    // The system moves the pages of so large a block, which is never there twice.
    guard let memory = realloc(buffer.baseAddress, size) else {
      throw failure(.source(Self.outOfMemory(path: path, offset: passedBytes)), at: filled)
    }
    buffer = UnsafeMutableRawBufferPointer(start: memory, count: size)
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
