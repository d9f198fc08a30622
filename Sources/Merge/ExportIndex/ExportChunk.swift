import Compression
import Export
import JSONStream
import Values

/// Some whole objects of a table's file, for one thread to walk over.
///
/// Unchecked, because it has no lock: only the thread that made it uses it.
final class ExportChunk: @unchecked Sendable {
  /// What was found in the objects.
  struct Found: Sendable {
    var records: [ExportRecord] = []
    var tally = ExportTally()
    /// How many objects there are, also those of which no record is kept.
    var objectCount = 0
  }

  private let capacity: Int
  /// Room for the text, with what the scanner needs behind it once the objects are walked over.
  private(set) var memory: [UInt8]
  /// How many bytes of text were read.
  private(set) var count = 0
  /// Where the text of the objects is.
  private var range = 0..<0
  private var position: Position?
  /// How many records there were at most.
  private var usualCount = 0

  /// Where in a file the objects stand.
  struct Position {
    /// Whether they are elements of an array, with commas between them.
    var isArray: Bool
    /// Whether the file ends behind them.
    var isLast: Bool
  }

  /// - Parameter capacity: how many bytes are read at a time.
  init(capacity: Int) {
    self.capacity = capacity
    memory = []
    memory.reserveCapacity(capacity + JSONScanner.padding)
    memory += repeatElement(0, count: capacity)
  }

  /// Fills the memory with what was read before and what comes next.
  ///
  /// - Returns: whether all of it is filled; where not, the file has ended.
  func fill(with rest: [UInt8], from source: InflatingSource) throws(CompressionError) -> Bool {
    memory.removeLast(memory.count - capacity)
    do {
      var space = memory.mutableSpan
      space.copy(rest.span, to: 0)
    }
    count = rest.count
    while count < capacity {
      let read = try source.read(into: &memory, from: count)
      if read == 0 { break }
      count += read
    }
    return count == capacity
  }

  /// Takes in which part of the memory the objects stand, the first one at its beginning.
  func take(_ range: Range<Int>, _ position: Position) {
    self.range = range
    self.position = position
  }

  /// Walks over the objects.
  ///
  /// - Returns: what was found in them; nil where the text is not what was expected, whatever the reason.
  func walk(
    with scanner: inout JSONScanner,
    into object: inout BodyFingerprinter,
    key: FingerprintKey,
    options: PlanOptions
  ) -> Found? {
    guard let position else { return nil }
    memory += repeatElement(0, count: JSONScanner.padding)
    for index in range.upperBound..<min(range.upperBound + JSONScanner.padding, capacity) { memory[index] = 0 }
    var found = Found()
    found.records.reserveCapacity(usualCount)
    defer { usualCount = max(usualCount, found.records.count) }
    let memory = memory
    let padded = memory.span.extracting(..<(range.upperBound + JSONScanner.padding))
    let text = padded.extracting(..<range.upperBound)
    var offset = range.lowerBound
    while true {
      guard let end = try? scanner.scanObject(padded, from: offset, into: &object), object.identity.problem == nil
      else {
        return nil
      }
      found.objectCount += 1
      if let record = found.tally.take(object, key: key, options: options) { found.records.append(record) }
      offset = spaceEnd(text, end)
      guard position.isArray else {
        if offset == text.count { return found }
        continue
      }
      guard offset < text.count else { return nil }
      if text[offset] == 0x5D { return position.isLast && spaceEnd(text, offset + 1) == text.count ? found : nil }
      guard text[offset] == 0x2C else { return nil }
      offset = spaceEnd(text, offset + 1)
      if offset == text.count { return position.isLast ? nil : found }
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
