/// The classes that an application has declared: what its tables' objects look like.
public struct Schema: Codable, Equatable, Sendable {
  /// A class, with its own fields.
  package struct Class: Codable, Equatable, Sendable {
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

  /// Of each class those from which it inherits, itself first, as far as they are described.
  private let lineages: [String: [Class]]
  /// Of each class, described or not, the names of those that inherit from it, in their order.
  private let subclasses: [String: [String]]
  private let fields: [String: [String: DeclaredType]]

  package init(_ classes: [Class]) {
    let byName = Dictionary(classes.map { ($0.name, $0) }) { first, _ in first }
    var lineages: [String: [Class]] = [:]
    var subclasses: [String: [String]] = [:]
    var fields: [String: [String: DeclaredType]] = [:]
    for name in byName.keys.sorted() {
      var lineage: [Class] = []
      var seen: Set<String> = []
      var next: String? = name
      while let name = next, let own = byName[name], seen.insert(name).inserted {
        lineage.append(own)
        next = own.superclass
      }
      lineages[name] = lineage
      fields[name] = lineage.reduce(into: [:]) { fields, own in fields.merge(own.fields) { nearer, _ in nearer } }
      for superclass in Set(lineage.compactMap(\.superclass)) where superclass != name {
        subclasses[superclass, default: []].append(name)
      }
    }
    self.classes = byName
    self.lineages = lineages
    self.subclasses = subclasses
    self.fields = fields
  }

  /// Reads the classes.
  public init(from decoder: any Decoder) throws { self.init(try [Class](from: decoder)) }

  /// Writes the classes, of which all else is made.
  public func encode(to encoder: any Encoder) throws {
    try classes.values.sorted { $0.name < $1.name }.encode(to: encoder)
  }

  /// A class and those from which it inherits, itself first.
  package func lineage(of name: String) -> [Class] { lineages[name] ?? [] }

  /// Whether a class is another one, or inherits from it.
  package func isKind(_ name: String, of other: String) -> Bool {
    name == other || lineages[name]?.contains { $0.name == other || $0.superclass == other } == true
  }

  /// The classes that inherit from one, in the order of their names.
  package func subclasses(of name: String) -> [String] { subclasses[name] ?? [] }

  /// The fields of a class, inherited ones included.
  package func fields(of name: String) -> [String: DeclaredType] { fields[name] ?? [:] }

  /// All classes that inherit from the same one as a class, itself included; empty where there is no other.
  package func family(of name: String) -> [String] {
    // The topmost one need not be described.
    let root = lineage(of: name).last.map { $0.superclass ?? $0.name } ?? name
    let others = subclasses(of: root)
    return others.isEmpty ? [] : others + [root]
  }
}
