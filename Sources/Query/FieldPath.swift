import Values

/// The path of a field, and how its values are found (MongoDB's `src/mongo/db/matcher/path.cpp`).
struct FieldPath: Sendable {
  /// The path that leads from a value to itself, with no look into arrays.
  static let itself = FieldPath(parts: [])

  private let parts: [[UInt8]]
  /// The places in an array that the parts name.
  private let places: [Int?]
  /// The name of the first member where the object has none of its own name.
  private var otherName: [UInt8]?

  private init(parts: [[UInt8]]) {
    self.parts = parts
    places = parts.map { part in
      let text = String(decoding: part, as: UTF8.self)
      return Int(text).flatMap { $0 >= 0 && String($0) == text ? $0 : nil }
    }
  }

  /// - Parameters:
  ///   - text: the names of members, and the places of elements, with dots between them.
  ///   - isOfObject: whether it begins at the object itself, where `_id` and `id` are one.
  init(_ text: [UInt8], isOfObject: Bool) {
    self.init(parts: text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init))
    guard isOfObject, let first = parts.first else { return }
    otherName = first == Self.storedID ? Self.id : first == Self.id ? Self.storedID : nil
  }

  private static let storedID = Array("_id".utf8)
  private static let id = Array("id".utf8)

  /// The names of the members of the object itself at which it may begin.
  var firstNames: [String] {
    (parts.prefix(1) + (otherName.map { [$0] } ?? [])).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether some value at the path passes a test; what is not there is one value, too.
  func hasValue(in value: TypedValue, passing test: ValueTest) -> Bool {
    parts.isEmpty ? test.passes(value) : Walk(path: self, test: test).object(value, from: 0)
  }

  private struct Walk {
    let path: FieldPath
    let test: ValueTest

    /// Looks for a part among the members of an object, or among the elements of an array by their places.
    func object(_ object: TypedValue, from part: Int) -> Bool {
      var member = object.member(path.parts[part], at: path.places[part])
      if member == nil, part == 0, let other = path.otherName { member = object.member(other, at: nil) }
      guard let member else { return test.passes(nil) }
      guard part + 1 < path.parts.count else {
        if test.looksAtElements, case .array(let elements) = member, elements.contains(where: { test.passes($0) }) {
          return true
        }
        return test.passes(member)
      }
      switch member {
      case .object: return self.object(member, from: part + 1)
      case .array(let elements): return array(elements, from: part + 1)
      default: return test.passes(nil)
      }
    }

    /// Looks for a part in the elements of an array, and for the element that it names.
    private func array(_ elements: [TypedValue], from part: Int) -> Bool {
      elements.indices.contains { place in
        let element = elements[place]
        if case .object = element, object(element, from: part) { return true }
        guard path.places[part] == place else { return false }
        guard part + 1 < path.parts.count else { return test.passes(element) }
        switch element {
        case .object: return object(element, from: part + 1)
        case .array(let inner): return array(inner, from: part + 1)
        default: return false
        }
      }
    }
  }
}

extension TypedValue {
  /// The first member of a name, or the element at a place.
  fileprivate func member(_ name: [UInt8], at place: Int?) -> TypedValue? {
    guard case .array(let elements) = self else { return member(name) }
    return place.flatMap { elements.indices.contains($0) ? elements[$0] : nil }
  }
}
