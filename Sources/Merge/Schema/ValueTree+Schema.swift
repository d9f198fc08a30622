import Export
import Values

// Trees of whole objects, or of some of their members, by the schema where there is one.
extension ValueTree {
  /// The tree of an object as it stands in a file of a form, or nil where it is none.
  init?(_ object: Span<UInt8>, form: ObjectForm, schema: TableSchema? = nil) {
    guard let tree = ValueTreeBuilder().told(object, form: form, schema: schema)?.tree else { return nil }
    self = tree
  }

  /// The tree of a BSON document, or nil where it is none.
  init?(document: [UInt8], schema: TableSchema? = nil) {
    guard let tree = ValueTree(document.span, form: .bson, schema: schema) else { return nil }
    self = tree
  }

  /// The tree of some members of a BSON document, or nil where it is none.
  ///
  /// - Parameters:
  ///   - members: the names of the members, as the export has them.
  ///   - renamed: names as they are stored, and those that the export has for them.
  init?(document: [UInt8], members: [String], renamed: [String: String], schema: TableSchema? = nil) {
    let stored = renamed.filter { members.contains($0.value) }.map(\.key)
    let collector = MemberCollector(members: members + stored)
    guard let tree = collector.told(document.span, form: .bson, schema: schema)?.tree else {
      return nil
    }
    self = tree.renamed(renamed)
  }

  /// The object with other names for some of its members.
  func renamed(_ names: [String: String]) -> ValueTree {
    names.isEmpty ? self : .object(members.map { Member(name: names[$0.name] ?? $0.name, value: $0.value) })
  }
}
