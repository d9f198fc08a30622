import Compression
import Glibc
import JSONStream
import Values

/// The text of a table file while it is read: the present object and what has been read behind it are in memory.
package struct TableText: ~Copyable {
  private let path: String
  let source: InflatingSource
  private let counter: ReadCounter?
  /// How many objects have begun.
  private(set) var objectNumber = 0
  /// Where the present object begins, in bytes of the inflated file.
  private(set) var objectOffset: UInt64 = 0
  /// How many objects the counter knows of.
  private var countedObjects = 0
  @usableFromInline private(set) var block: ByteBlock
  @usableFromInline var scanner: JSONScanner
  /// How many bytes of the block are text; `JSONScanner.padding` more are there behind them.
  @usableFromInline private(set) var filled = 0
  /// The text's next byte.
  @usableFromInline var position = 0
  /// How many bytes of the file lie before the block.
  private var passedBytes: UInt64 = 0
  private var place = Place.beginning
  /// Where the id of the object stands that was passed over last.
  private var skimmedID: Range<Int>?
  /// The start of the present object in the block.
  private var objectStart = 0

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
  ///   - path: the file's path.
  ///   - source: the file, of which nothing must have been read yet.
  ///   - block: what is read into.
  ///   - maxDepth: how deep objects and arrays may be nested.
  ///   - counter: what counts the objects.
  init(
    path: String,
    source: InflatingSource,
    block: consuming ByteBlock,
    maxDepth: Int,
    counter: ReadCounter?
  ) {
    self.path = path
    self.source = source
    self.block = block
    scanner = JSONScanner(maxDepth: maxDepth)
    self.counter = counter
  }

  /// Has the next object walked over.
  ///
  /// - Returns: false at the end of the file.
  @inlinable
  package mutating func next<Sink: ValueSink>(into sink: inout Sink) throws(ExportError) -> Bool {
    guard try findObject() else { return false }
    while true {
      do throws(JSONError) {
        if let end = try Self.scan(block, filled, from: position, with: &scanner, into: &sink) {
          position = end
          return true
        }
      } catch {
        throw failure(.json(error.cause), at: error.offset)
      }
      guard try readMore() else { throw failure(.cutShort, at: filled) }
    }
  }

  /// Has the object at a position walked over.
  @inlinable
  package static func scan<Sink: ValueSink>(
    _ block: borrowing ByteBlock,
    _ filled: Int,
    from position: Int,
    with scanner: inout JSONScanner,
    into sink: inout Sink
  ) throws(JSONError) -> Int? {
    let padded = block.bytes.extracting(..<(filled + JSONScanner.padding))
    return try scanner.scanObject(padded, from: position, into: &sink)
  }

  /// Passes over the next object, which is known to be sound.
  ///
  /// - Returns: false at the end of the file.
  mutating func skim() throws(ExportError) -> Bool {
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

  /// The present object.
  var object: Span<UInt8> {
    @_lifetime(borrow self)
    get { block.bytes.extracting(objectStart..<position) }
  }

  /// The id of the object that was passed over last, as it stands there; nil where that has to be walked over to know
  /// it.
  var id: Span<UInt8>? {
    @_lifetime(borrow self)
    get {
      guard let skimmedID else { return nil }
      return block.bytes.extracting(skimmedID)
    }
  }

  /// What of the file is in memory, and the padding behind it.
  @inlinable package var padded: Span<UInt8> {
    @_lifetime(borrow self)
    get { block.bytes.extracting(..<(filled + JSONScanner.padding)) }
  }

  @usableFromInline
  func failure(_ cause: ExportError.Cause, at position: Int) -> ExportError {
    ExportError(path: path, object: objectNumber, offset: passedBytes + UInt64(position), cause: cause)
  }

  /// Goes to the beginning of the next object.
  ///
  /// - Returns: false at the end of the file.
  @usableFromInline
  mutating func findObject() throws(ExportError) -> Bool {
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

  private mutating func beginObject(_ byte: UInt8?, next: Place) throws(ExportError) -> Bool {
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
  private mutating func nextByte() throws(ExportError) -> UInt8? {
    if place == .beginning, passedBytes == 0, position == 0 {
      while filled < 3, try readMore() {}
      if padded.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }
    while true {
      while position < filled {
        let byte = block.bytes[position]
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
  mutating func readMore() throws(ExportError) -> Bool {
    counter?.add(objects: objectNumber - countedObjects)
    countedObjects = objectNumber
    let kept = filled - position
    if kept > 0 { block.moveToBeginning(position..<filled) }
    passedBytes += UInt64(position)
    (position, filled, objectStart) = (0, kept, 0)
    if kept > (block.count - JSONScanner.padding) / 2 { try grow() }

    // To the brim, so that a large object is not walked over again for every short read.
    filled = try fill(from: kept)
    return filled > kept
  }

  /// Fills the block from an index on, and what comes behind the text with zeros.
  ///
  /// - Returns: how much of it is text.
  private mutating func fill(from start: Int) throws(ExportError) -> Int {
    var filled = start
    let limit = block.count - JSONScanner.padding
    do throws(CompressionError) {
      while filled < limit {
        let count = try block.read(source, at: filled..<limit)
        if count == 0 { break }
        filled += count
      }
    } catch {
      self.filled = filled
      throw failure(.source(error), at: filled)
    }
    block.clear(filled..<(filled + JSONScanner.padding))
    return filled
  }

  /// What of a file does not fit into memory cannot be read.
  static func outOfMemory(path: String, offset: UInt64) -> CompressionError {
    .cannotRead(path: path, offset: offset, errno: ENOMEM)
  }

  private mutating func grow() throws(ExportError) {
    let size = (block.count - JSONScanner.padding) * 2 + JSONScanner.padding
    guard size <= TableFileReader.maxObjectBytes + JSONScanner.padding else {
      throw failure(.objectTooLarge(limitBytes: TableFileReader.maxObjectBytes), at: filled)
    }
    // The system moves the pages of so large a block, which is never there twice.
    guard block.grow(to: size) else {
      throw failure(.source(Self.outOfMemory(path: path, offset: passedBytes)), at: filled)
    }
  }
}
