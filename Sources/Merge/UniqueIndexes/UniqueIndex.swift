import Archive
import Values

/// A unique index of a table, and what it would hold of an object.
package struct UniqueIndex {
  package let name: String
  /// The paths of its fields, by the export's names.
  package let fields: [[String]]
  /// Whether it leaves out objects that have none of its fields.
  package let isSparse: Bool
  private let key: FingerprintKey

  /// - Parameter fields: the paths of its fields, by the export's names, with dots between their parts.
  package init(name: String, fields: [String], isSparse: Bool, key: FingerprintKey) {
    self.name = name
    self.fields = fields.map { $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
    self.isSparse = isSparse
    self.key = key
  }

  /// - Parameter renamed: names as they are stored, and those that the export has for them.
  /// - Returns: nil for an index that cannot be violated by objects with different ids.
  init?(_ definition: IndexDefinition, renamed: [String: String], key: FingerprintKey) {
    guard definition.isUnique, !definition.fields.contains("_id"), !definition.fields.contains("id") else {
      return nil
    }
    let fields = definition.fields.map { path in
      let first = path.prefix { $0 != "." }
      return (renamed[String(first)] ?? String(first)) + path.dropFirst(first.count)
    }
    self.init(name: definition.name, fields: fields, isSparse: definition.isSparse, key: key)
  }

  /// The members of an object that it looks at, by the export's names.
  package var members: [String] { fields.map { $0[0] } }

  /// The entries that it would have of an object: the low halves of their fingerprints.
  ///
  /// An array is entered once for each of its elements, as MongoDB's multikey indexes do. Of a
  /// compound index with fields in the same array all combinations are entered, which is more than
  /// MongoDB does: an object may be withheld without need, but none is written that clashes.
  func entries(of object: ValueTree) -> Set<UInt64> {
    let values = fields.map { Self.values(of: object, at: $0[...]) }
    if isSparse, values.allSatisfy({ $0.allSatisfy { $0 == .null } }) { return [] }
    var entries: [[UInt8]] = [Array(name.utf8)]
    for field in values {
      entries = entries.flatMap { entry in field.map { entry + $0.plain().bytes } }
    }
    return Set(entries.map { key.hash($0).low })
  }

  /// The values at a path; null where there is none.
  static func values(of value: ValueTree, at path: ArraySlice<String>) -> [ValueTree] {
    guard let name = path.first else {
      guard case .array(let elements) = value else { return [value] }
      return elements.isEmpty ? [.null] : elements
    }
    switch value {
    case .object:
      return value[name].map { values(of: $0, at: path.dropFirst()) } ?? [.null]
    case .array(let elements):
      if let index = Int(name), elements.indices.contains(index) {
        return values(of: elements[index], at: path.dropFirst())
      }
      let inside = elements.flatMap { element -> [ValueTree] in
        if case .object = element { values(of: element, at: path) } else { [] }
      }
      return inside.isEmpty ? [.null] : inside
    default:
      return [.null]
    }
  }
}
