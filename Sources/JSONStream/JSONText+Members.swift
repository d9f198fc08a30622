extension JSONText {
  /// The value of the first member of that name, where this is an object; nil where it has none. To set it to nil
  /// changes nothing.
  package subscript(name: String) -> JSONText? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.0 == name }?.1
    }
    set {
      guard case .object(var members) = self, let newValue else { return }
      if let index = members.firstIndex(where: { $0.0 == name }) {
        members[index].1 = newValue
      } else {
        members.append((name, newValue))
      }
      self = .object(members)
    }
  }

  /// The elements of an array; empty where it is none.
  package var elements: [JSONText] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The text that it is; nil where it is none.
  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}
