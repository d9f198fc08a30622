import Values

/// An index, as the metadata of a collection define it.
package struct IndexDefinition: Codable, Equatable, Sendable {
  package var name: String
  /// The paths of its fields, in the index's order.
  package var fields: [String]
  package var isUnique: Bool
  /// Whether an object that has none of the fields is left out of it.
  package var isSparse: Bool
  /// The query that an object has to match to be in it (`partialFilterExpression`), as the metadata's JSON has
  /// it; nil where all objects are.
  package var filter: ValueTree?
  /// By which rules it compares text; nil where it compares bytes.
  package var collation: Collation?

  init?(_ definition: ValueTree) {
    guard case .object(let keys)? = definition["key"], !keys.isEmpty else { return nil }
    fields = keys.map(\.name)
    name = definition["name"]?.text ?? fields.joined(separator: "_")
    isUnique = definition["unique"]?.isSet ?? false
    isSparse = definition["sparse"]?.isSet ?? false
    filter = definition["partialFilterExpression"]
    collation = definition["collation"].flatMap { Collation($0) }
  }
}

/// A language's rules for text (MongoDB's manual, "Collation"; Unicode Technical Standard 10).
package struct Collation: Codable, Equatable, Sendable {
  /// The language, as ICU names it.
  package var locale: String
  /// What tells text apart: 1 the letters, 2 their accents as well, 3 and more their case as well.
  package var strength: Int
  /// Whether case counts below strength 3, too.
  package var hasCaseLevel: Bool
  /// Whether digits are compared as the numbers that they make.
  package var comparesNumbers: Bool
  /// Whether spaces and punctuation count only from strength 4 on.
  package var shiftsPunctuation: Bool

  /// - Returns: nil for the rules by which bytes are compared.
  init?(_ definition: ValueTree) {
    guard let locale = definition["locale"]?.text, locale != "simple" else { return nil }
    self.locale = locale
    strength = definition["strength"]?.wholeNumber ?? 3
    hasCaseLevel = definition["caseLevel"]?.isSet ?? false
    comparesNumbers = definition["numericOrdering"]?.isSet ?? false
    shiftsPunctuation = definition["alternate"]?.text == "shifted"
  }
}

extension ValueTree {
  /// Whether an option is set, as a Boolean or as the number that older versions wrote.
  fileprivate var isSet: Bool {
    switch self {
    case .boolean(let value): value
    case .number(let number): number != .integer(0)
    // In canonical Extended JSON: `{"$numberDouble":"1.0"}`.
    case .object(let members):
      members.first.map { Double($0.value.text ?? "").map { $0 != 0 } ?? $0.value.isSet } ?? false
    default: false
    }
  }

  /// The number that an option is, in canonical Extended JSON or not.
  fileprivate var wholeNumber: Int? {
    switch self {
    case .number(.integer(let value)): Int(exactly: value)
    case .object(let members): members.first?.value.text.flatMap { Double($0) }.flatMap { Int(exactly: $0) }
    default: nil
    }
  }
}
