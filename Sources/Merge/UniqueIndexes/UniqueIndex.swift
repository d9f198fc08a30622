import Archive
import Query
import Values

/// A unique index of a table, and what it would hold of an object.
package struct UniqueIndex {
  package let name: String
  /// The paths of its fields, by the export's names.
  package let fields: [[String]]
  /// Whether it leaves out objects that have none of its fields.
  package let isSparse: Bool
  /// What an object has to match to be in it; nil where all are.
  package let filter: PartialFilter?
  /// What it takes for equal text; nil where that is the same bytes.
  package let folding: TextFolding?
  private let hash: ([UInt8]) -> UInt64
  /// What its keys begin with, so that those of different indexes are never the same.
  private let start: [UInt8]

  /// What the index holds of an object.
  struct Key {
    /// The object's values, in the order of the fields; nil where it has none.
    var values: [ValueTree?]
    /// Bytes that are the same for two keys exactly when the index takes them for equal.
    var bytes: [UInt8]
    /// A hash of these.
    var hash: UInt64
  }

  /// - Parameters:
  ///   - fields: the paths of its fields, by the export's names, with dots between their parts.
  ///   - hash: a hash of bytes; whether they are the same is looked at as well.
  package init(
    name: String,
    fields: [String],
    isSparse: Bool,
    filter: PartialFilter? = nil,
    folding: TextFolding? = nil,
    hash: @escaping ([UInt8]) -> UInt64
  ) {
    self.name = name
    self.fields = fields.map { $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
    self.isSparse = isSparse
    self.filter = filter
    self.folding = folding
    self.hash = hash
    start = ValueTree.text(name).bytes
  }

  /// - Parameter renamed: names as they are stored, and those that the export has for them.
  /// - Returns: nil for an index that cannot be violated by objects with different ids.
  /// - Throws: `QueryError` where its filter cannot be understood.
  init?(_ definition: IndexDefinition, renamed: [String: String], key: FingerprintKey) throws(QueryError) {
    guard definition.isUnique, !definition.fields.contains("_id"), !definition.fields.contains("id") else {
      return nil
    }
    var filter: PartialFilter?
    if let expression = definition.filter { filter = try PartialFilter(expression, renamed: renamed) }
    self.init(
      name: definition.name,
      fields: definition.fields.map { $0.renamed(renamed) },
      isSparse: definition.isSparse,
      filter: filter,
      folding: definition.collation.map { TextFolding($0) },
      hash: { key.hash($0).low }
    )
  }

  /// The members of an object that it looks at, by the export's names.
  package var members: [String] { fields.map { $0[0] } + (filter?.members.sorted() ?? []) }

  /// What it would hold of an object, each key once.
  func keys(of object: ValueTree) -> [Key] {
    guard filter?.matches(object) ?? true else { return [] }
    var keys: [Key] = []
    var seen: Set<[UInt8]> = []
    for row in IndexRows.rows(of: object, at: fields) where !isSparse || row.contains(where: { $0 != nil }) {
      let bytes = row.reduce(into: start) { $0 += compared($1).bytes }
      if seen.insert(bytes).inserted { keys.append(Key(values: row, bytes: bytes, hash: hash(bytes))) }
    }
    return keys
  }

  /// A value as the index compares it: what is not there counts as null.
  private func compared(_ value: ValueTree?) -> ValueTree {
    // Text that says a moment is a date, whose letters have no case.
    let plain = (value ?? .null).plain()
    return folding?.fold(plain) ?? plain
  }
}

extension String {
  /// A path by the export's names.
  ///
  /// - Parameter names: names as they are stored, and those that the export has for them.
  func renamed(_ names: [String: String]) -> String {
    let first = prefix { $0 != "." }
    return (names[String(first)] ?? String(first)) + dropFirst(first.count)
  }
}
