import JSONStream

/// Compact JSON that grows by one name, value or bracket a call, with commas where they belong.
struct JSONOutput: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Whether something stands before the next name or value in its container.
  private var needsComma = false

  /// A place between two members, to which the output can be taken back.
  struct Mark: Sendable {
    fileprivate var count: Int
    fileprivate var needsComma: Bool
  }

  var mark: Mark { Mark(count: bytes.count, needsComma: needsComma) }

  /// Takes back everything that was written since the mark was made.
  mutating func rewind(to mark: Mark) {
    bytes.removeLast(bytes.count - mark.count)
    needsComma = mark.needsComma
  }

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  // MARK: Containers

  mutating func beginObject() { open(0x7B) }
  mutating func endObject() { close(0x7D) }
  mutating func beginArray() { open(0x5B) }
  mutating func endArray() { close(0x5D) }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  // MARK: Names

  mutating func member(_ name: Span<UInt8>) {
    text(name)
    bytes.append(0x3A)
    needsComma = false
  }

  mutating func member(_ name: String) {
    text(name)
    bytes.append(0x3A)
    needsComma = false
  }

  // MARK: Values

  /// Writes a text (UTF-8) in quotes.
  mutating func text(_ text: Span<UInt8>) {
    separate()
    JSONString.append(text, to: &bytes)
  }

  mutating func text(_ text: String) {
    separate()
    JSONString.append(text, to: &bytes)
  }

  /// Writes a number or a word, which stands without quotes.
  mutating func plain(_ text: String) {
    separate()
    bytes += text.utf8
  }

  mutating func plain(_ text: Span<UInt8>) {
    separate()
    bytes.append(contentsOf: text)
  }
}
