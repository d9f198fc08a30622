import SampleData

// Short ways to a document's members, for data whose types are known.

extension Document {
  /// The id that the REST interface gives the document.
  func id(in table: String) -> String {
    SampleData.id(of: self, in: table)
  }

  /// The text of a member; empty when it has none.
  func string(_ name: String) -> String {
    if case .string(let text) = self[name] { text } else { "" }
  }

  /// The moment that a member holds; 0 when it holds none.
  func milliseconds(_ name: String) -> Int64 {
    if case .date(let milliseconds) = self[name] { milliseconds } else { 0 }
  }

  /// The texts of one member of each document in a list.
  func references(_ list: String, _ name: String) -> [String] {
    guard case .array(let elements) = self[list] else { return [] }
    return elements.compactMap { element in
      if case .document(let document) = element { document.string(name) } else { nil }
    }
  }

  /// The document with other members behind its own.
  func with(_ members: Document) -> Document {
    var document = self
    document.append(members)
    return document
  }
}
