import Values

/// Builds the document that a JSON text is. Numbers keep the text that they have.
package struct JSONTextBuilder: StructureSink {
  private enum Container {
    case object([(String, JSONText)])
    case array([JSONText])
  }

  private var open: [(container: Container, name: String)] = []
  private var name = ""
  private var value: JSONText?

  private init() {}

  /// The value of a JSON text, of any type; nil where the text is none, or nested more than 1,000 deep.
  package static func value(of json: String) -> JSONText? {
    // Scanners read objects: the value is what stands in one.
    let object = Array(#"{"m":"#.utf8) + json.utf8 + [UInt8(ascii: "}")]
    var builder = JSONTextBuilder()
    var scanner = JSONScanner(maxDepth: 1000)
    guard scanner.scan(whole: object, into: &builder) == object.count, case .object(let members)? = builder.value,
      members.count == 1
    else { return nil }
    return members.first?.1
  }

  private mutating func add(_ value: JSONText) {
    guard let last = open.indices.last else {
      self.value = value
      return
    }
    switch open[last].container {
    case .object(var members):
      // Taken out first, so that appending copies nothing.
      open[last].container = .array([])
      members.append((name, value))
      open[last].container = .object(members)
    case .array(var elements):
      open[last].container = .object([])
      elements.append(value)
      open[last].container = .array(elements)
    }
  }

  private mutating func end() {
    guard let ended = open.popLast() else { return }
    name = ended.name
    switch ended.container {
    case .object(let members): add(.object(members))
    case .array(let elements): add(.array(elements))
    }
  }

  package mutating func reset() { open.removeAll(keepingCapacity: true) }
  package mutating func member(_ name: Span<UInt8>) { self.name = String(decoding: name, as: UTF8.self) }
  package mutating func beginObject() { open.append((.object([]), name)) }
  package mutating func endObject() { end() }
  package mutating func beginArray() { open.append((.array([]), name)) }
  package mutating func endArray() { end() }
  package mutating func beginCodeWithScope(_ code: Span<UInt8>) {}
  package mutating func endCodeWithScope() {}
  package mutating func null() { add(.null) }
  package mutating func boolean(_ value: Bool) { add(.boolean(value)) }
  package mutating func text(_ bytes: Span<UInt8>) { add(.text(String(decoding: bytes, as: UTF8.self))) }
  package mutating func number(_ number: JSONNumber) { add(.raw(Array(number.text))) }
}
