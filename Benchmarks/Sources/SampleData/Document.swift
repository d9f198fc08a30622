// SampleData writes made-up data the way MongoDB's and Baqend's tools do: a backup archive and the
// JSON of an export. Both come from one `Document`, so what is equal in it is equal in both files.
//
// It writes only the types that the sample data use, and reads nothing.

/// A value of a document, in the types in which it is stored.
package enum Value: Sendable {
  case null
  case boolean(Bool)
  case int32(Int32)
  case int64(Int64)
  case double(Double)
  case string(String)
  /// A moment, in milliseconds since 1970 (UTC).
  case date(Int64)
  case array([Value])
  case document(Document)
}

/// A stored document: its members, in their order.
package struct Document: Sendable, ExpressibleByDictionaryLiteral {
  /// The members, each name once.
  package private(set) var members: [(name: String, value: Value)]

  /// A document with these members.
  package init(_ members: [(name: String, value: Value)]) {
    self.members = members
  }

  package init(dictionaryLiteral elements: (String, Value)...) {
    members = elements.map { (name: $0.0, value: $0.1) }
  }

  /// The value of a member. A new member is put behind the others; nil takes a member away.
  package subscript(name: String) -> Value? {
    get {
      members.first { $0.name == name }?.value
    }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Puts the members of another document behind these.
  package mutating func append(_ other: Document) {
    members += other.members
  }
}
