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
  /// An array is entered once for each of its elements, as MongoDB's multikey indexes do; fields in the
  /// same array are taken from the same element. MongoDB allows no two arrays side by side; of such all
  /// combinations are entered, up to a limit.
  func entries(of object: ValueTree) -> Set<UInt64> {
    let rows = Self.rows(of: object, fields.map { $0[...] })
    var entries: Set<UInt64> = []
    for row in rows where !isSparse || row.contains(where: { $0 != .null }) {
      entries.insert(key.hash(row.reduce(into: Array(name.utf8)) { $0 += $1.plain().bytes }).low)
    }
    return entries
  }

  /// The most combinations of values that are entered of one object.
  private static let mostRows = 100_000

  /// The combinations of values at several paths.
  private static func rows(of value: ValueTree, _ paths: [ArraySlice<String>]) -> [[ValueTree]] {
    guard paths.count > 1 else { return paths.first.map { values(of: value, at: $0).map { [$0] } } ?? [[]] }
    if case .array(let elements) = value, paths.allSatisfy({ !$0.isEmpty }) {
      let inside = elements.flatMap { element -> [[ValueTree]] in
        if case .object = element { Self.rows(of: element, paths) } else { [] }
      }
      return inside.isEmpty ? [paths.map { _ in .null }] : inside
    }
    // Fields below the same member are taken together.
    var combined: [[Int: ValueTree]] = [[:]]
    var done: Set<Int> = []
    for (number, path) in paths.enumerated() where !done.contains(number) {
      let together = paths.indices.filter { !done.contains($0) && paths[$0].first == path.first && !path.isEmpty }
      let numbers = together.isEmpty ? [number] : together
      done.formUnion(numbers)
      let own: [[ValueTree]]
      if numbers.count == 1 {
        own = values(of: value, at: path).map { [$0] }
      } else {
        own = Self.rows(of: path.first.flatMap { value[$0] } ?? .null, numbers.map { paths[$0].dropFirst() })
      }
      combined = combined.prefix(max(1, mostRows / max(1, own.count))).flatMap { row in
        own.map { values in row.merging(zip(numbers, values)) { first, _ in first } }
      }
    }
    return combined.map { row in paths.indices.map { row[$0] ?? .null } }
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
