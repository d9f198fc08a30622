import Values

/// The combinations of values that an index enters of an object, by the rules of MongoDB's
/// `src/mongo/db/index/btree_key_generator.cpp`.
///
/// An array is entered once for each of its elements; fields in the same array are taken from the same
/// element. MongoDB allows no two arrays side by side; of such all combinations are entered, up to a limit.
enum IndexRows {
  /// The most combinations of values that are entered of one object.
  private static let most = 100_000
  /// What an empty array is entered as.
  private static let undefined = ValueTree.other(type: "undefined", bytes: [])

  /// The values at paths, row by row; nil where there is none.
  static func rows(of object: ValueTree, at paths: [[String]]) -> [[ValueTree?]] {
    rows(of: object, at: paths.map { $0[...] }, entersElements: true)
  }

  /// - Parameter entersElements: whether an array stands for its elements; it does not where it is one itself.
  private static func rows(
    of value: ValueTree?,
    at paths: [ArraySlice<String>],
    entersElements: Bool
  ) -> [[ValueTree?]] {
    var elements: [ValueTree] = []
    if entersElements, case .array(let array) = value {
      guard !array.isEmpty else { return [paths.map { $0.isEmpty ? undefined : nil }] }
      guard paths.allSatisfy({ place($0, in: array) != nil }) else {
        return array.flatMap { rows(of: $0, at: paths, entersElements: false) }
      }
      elements = array
    }
    var combined: [[ValueTree?]] = [paths.map { $0.isEmpty ? value : nil }]
    // Fields below the same member are taken together.
    let names = paths.compactMap(\.first).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    for name in names {
      let numbers = paths.indices.filter { paths[$0].first == name }
      let rest = numbers.map { paths[$0].dropFirst() }
      let own: [[ValueTree?]]
      if let place = place(paths[numbers[0]], in: elements) {
        own = named(elements[place], at: rest)
      } else {
        own = rows(of: value?[name], at: rest, entersElements: true)
      }
      combined = combined.prefix(max(1, most / max(1, own.count))).flatMap { row in
        own.map { values in zip(numbers, values).reduce(into: row) { $0[$1.0] = $1.1 } }
      }
    }
    return combined
  }

  /// The element of an array that a path names by its place.
  private static func named(_ element: ValueTree, at paths: [ArraySlice<String>]) -> [[ValueTree?]] {
    let isEnd = paths.allSatisfy(\.isEmpty)
    if isEnd, element == .array([]) { return [paths.map { _ in undefined }] }
    return rows(of: element, at: paths, entersElements: !isEnd)
  }

  /// The place in an array that the first part of a path names.
  private static func place(_ path: ArraySlice<String>, in array: [ValueTree]) -> Int? {
    guard let name = path.first, let place = Int(name), String(place) == name else { return nil }
    return array.indices.contains(place) ? place : nil
  }
}
