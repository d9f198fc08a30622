import Compression
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
  private let capacity: Int
  /// The text that was read, with what the scanner needs behind it once the objects are walked over.
  private(set) var memory: [UInt8] = []
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
    self.capacity = capacity
    memory.reserveCapacity(capacity + JSONScanner.padding)
    scanner = JSONScanner(maxDepth: maxDepth)
  }

  /// Fills the memory with what was read before and what comes next.
  ///
  /// - Returns: whether all of it is filled; where not, the file has ended.
  func fill(with rest: [UInt8], from source: InflatingSource) throws(CompressionError) -> Bool {
    memory.removeAll(keepingCapacity: true)
    memory += rest
    let missing = capacity - rest.count
    memory.append(addingCapacity: missing) { $0.append(repeating: 0, count: missing) }
    var filled = rest.count
    while filled < capacity {
      let count = try source.read(into: &memory, from: filled)
      if count == 0 { break }
      filled += count
    }
    memory.removeLast(memory.count - filled)
    return filled == capacity
  }

  /// Takes in which part of the memory the objects stand, the first one at its beginning.
  func take(_ range: Range<Int>, _ position: Position) {
    self.range = range
    self.position = position
  }

  /// Walks over the objects.
  ///
  /// - Returns: false where the text is not what was expected, whatever the reason.
  func walk(with object: inout BodyFingerprinter, key: FingerprintKey, options: PlanOptions) -> Bool {
    records.removeAll(keepingCapacity: true)
    tally = ExportTally()
    objectCount = 0
    guard let position else { return false }
    memory.removeLast(memory.count - range.upperBound)
    memory += repeatElement(0, count: JSONScanner.padding)
    let memory = memory
    let padded = memory.span
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
