import Values

/// A JSON value of which it is not known yet what it stands for.
indirect enum JSONNode {
  case object([(name: [UInt8], value: JSONNode)])
  case array([JSONNode])
  case text([UInt8])
  /// A number by its text (RFC 8259, section 6).
  case number([UInt8])
  case boolean(Bool)
  case null
}

/// Builds the node of one object, event by event.
struct JSONNodeBuilder {
  private enum Container {
    case object([(name: [UInt8], value: JSONNode)])
    case array([JSONNode])
  }

  private var open: [(container: Container, name: [UInt8])] = []
  private var name: [UInt8] = []

  /// Begins with an object whose first member has this name.
  init(firstMember: Span<UInt8>) {
    open = [(.object([]), [])]
    name = Array(firstMember)
  }

  mutating func member(_ name: Span<UInt8>) { self.name = Array(name) }
  mutating func beginObject() { open.append((.object([]), name)) }
  mutating func beginArray() { open.append((.array([]), name)) }

  mutating func add(_ value: JSONNode) {
    let last = open.count - 1
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

  /// Ends the innermost container.
  ///
  /// - Returns: the whole node, where that was the outermost one.
  mutating func end() -> JSONNode? {
    let ended = open.removeLast()
    let node: JSONNode
    switch ended.container {
    case .object(let members): node = .object(members)
    case .array(let elements): node = .array(elements)
    }
    guard !open.isEmpty else { return node }
    name = ended.name
    add(node)
    return nil
  }
}
