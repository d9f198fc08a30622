import Archive
import Foundation
import Values

/// Makes text equal that a collation takes for equal.
///
/// Accents are ignored where the collation ignores them on the letters of any language; one that has such a
/// letter for a letter of its own, as Swedish has "å", keeps it apart. Ignored are the cases and widths of
/// letters, and not what else ICU has for equal below strength 3, such as the two kinds of Japanese letters.
package struct TextFolding {
  /// The collation's language.
  package let locale: String
  /// The collation's strength, from 1.
  package let strength: Int
  /// Whether case counts at any strength.
  package let hasCaseLevel: Bool
  private let options: String.CompareOptions
  private let language: Locale

  package init(locale: String, strength: Int, hasCaseLevel: Bool) {
    self.locale = locale
    self.strength = strength
    self.hasCaseLevel = hasCaseLevel
    language = Locale(identifier: locale)
    var options: String.CompareOptions = []
    if strength < 3 { options.insert(.widthInsensitive) }
    if strength < 3, !hasCaseLevel { options.insert(.caseInsensitive) }
    if strength < 2 { options.insert(.diacriticInsensitive) }
    self.options = options
  }

  init(_ collation: Collation) {
    self.init(locale: collation.locale, strength: collation.strength, hasCaseLevel: collation.hasCaseLevel)
  }

  /// A value with all text in it folded.
  func fold(_ value: ValueTree) -> ValueTree {
    switch value {
    case .text(let text):
      let folded = options.isEmpty ? text : text.folding(options: options, locale: language)
      return .text(folded.precomposedStringWithCanonicalMapping)
    case .array(let elements): return .array(elements.map { fold($0) })
    case .object(let members): return .object(members.map { .init(name: $0.name, value: fold($0.value)) })
    default: return value
    }
  }
}

extension Collation {
  /// Whether it may take more text for equal than a folding does.
  ///
  /// - Parameter isFiltered: whether the index has a filter, which the collation applies to as well.
  func exceedsFolding(isFiltered: Bool) -> Bool {
    // At strength 1 languages differ in which letters are one.
    comparesNumbers || strength == 1 || shiftsPunctuation && strength < 4 || isFiltered && strength < 3
  }
}
