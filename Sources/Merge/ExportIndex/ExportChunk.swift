import Export
import JSONStream
import Values

/// Some whole objects of a table's file, for one thread to walk over.
///
/// Unchecked, because it has no lock: only the thread that made it uses it.
final class ExportChunk: @unchecked Sendable {
  private(set) var records: [ExportRecord] = []
  private(set) var tally = ExportTally()
  /// How many objects there are, also those of which no record is kept.
  private(set) var objectCount = 0
  private let memory: UnsafeMutableRawBufferPointer
  /// Where the text of the objects is.
  private var range = 0..<0
  private var position: Position?
  private var scanner: JSONScanner

  /// Where in a file the objects stand.
  struct Position {
    /// Whether they are elements of an array, with commas between them.
    var isArray: Bool
    /// Whether the file ends behind them.
    var isLast: Bool
  }

  /// - Parameter capacity: how many bytes are read at a time.
  init(capacity: Int, maxDepth: Int) {
    memory = .allocate(byteCount: capacity + JSONScanner.padding, alignment: 64)
    scanner = JSONScanner(maxDepth: maxDepth)
  }

  deinit { memory.deallocate() }

  /// What of a file can be read into it.
  var space: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: memory[..<(memory.count - JSONScanner.padding)])
  }

  /// Takes in which part of the memory the objects stand, the first one at its beginning.
  func take(_ range: Range<Int>, _ position: Position) {
    self.range = range
    self.position = position
    for index in range.upperBound..<(range.upperBound + JSONScanner.padding) { memory[index] = 0 }
  }

  /// Walks over the objects.
  ///
  /// - Returns: false where the text is not what was expected, whatever the reason.
  func walk(with object: inout BodyFingerprinter, key: FingerprintKey, options: PlanOptions) -> Bool {
    records.removeAll(keepingCapacity: true)
    tally = ExportTally()
    objectCount = 0
    guard let position else { return false }
    // SAFETY: the memory is the chunk's as long as it is there, and only `space` changes it.
    let bytes = UnsafeRawBufferPointer(rebasing: memory[..<(range.upperBound + JSONScanner.padding)])
    let padded = bytes.span
    let text = padded.extracting(..<range.upperBound)
    var offset = range.lowerBound
    while true {
      guard let end = try? scanner.scanObject(padded, from: offset, into: &object), object.identity.problem == nil
      else {
        return false
      }
      objectCount += 1
      if let record = tally.take(object, key: key, options: options) { records.append(record) }
      offset = spaceEnd(text, end)
      guard position.isArray else {
        if offset == text.count { return true }
        continue
      }
      guard offset < text.count else { return false }
      if text[offset] == 0x5D { return position.isLast && spaceEnd(text, offset + 1) == text.count }
      guard text[offset] == 0x2C else { return false }
      offset = spaceEnd(text, offset + 1)
      if offset == text.count { return !position.isLast }
    }
  }
}

/// The offset of the first byte that is not white space.
func spaceEnd(_ text: Span<UInt8>, _ start: Int) -> Int {
  var offset = start
  while offset < text.count,
    text[offset] == 0x20 || text[offset] == 0x0A || text[offset] == 0x0D || text[offset] == 0x09
  { offset += 1 }
  return offset
}
