/// The classes that an application has declared: what its tables' objects look like.
public struct Schema: Equatable, Sendable {
  /// A class, with its own fields.
  package struct Class: Equatable, Sendable {
    package var name: String
    /// The class from which it inherits fields; nil for none, or for `Object`.
    package var superclass: String?
    /// Whether its objects stand within others, and have no id.
    package var isEmbedded: Bool
    package var fields: [String: DeclaredType]

    package init(name: String, superclass: String? = nil, isEmbedded: Bool = false, fields: [String: DeclaredType]) {
      self.name = name
      self.superclass = superclass
      self.isEmbedded = isEmbedded
      self.fields = fields
    }
  }

  /// The classes by their names.
  package private(set) var classes: [String: Class]

  package init(_ classes: [Class]) {
    self.classes = Dictionary(classes.map { ($0.name, $0) }) { first, _ in first }
  }

  /// A class and those from which it inherits, itself first.
  package func lineage(of name: String) -> [Class] {
    var lineage: [Class] = []
    var next: String? = name
    while let name = next, let own = classes[name], !lineage.contains(where: { $0.name == name }) {
      lineage.append(own)
      next = own.superclass
    }
    return lineage
  }

  /// Whether a class is another one, or inherits from it.
  package func isKind(_ name: String, of other: String) -> Bool {
    name == other || lineage(of: name).contains { $0.name == other || $0.superclass == other }
  }

  /// The classes that inherit from one, in the order of their names.
  package func subclasses(of name: String) -> [String] {
    classes.keys.filter { $0 != name && isKind($0, of: name) }.sorted()
  }

  /// The fields of a class, inherited ones included.
  package func fields(of name: String) -> [String: DeclaredType] {
    lineage(of: name).reduce(into: [:]) { fields, own in fields.merge(own.fields) { nearer, _ in nearer } }
  }
}
