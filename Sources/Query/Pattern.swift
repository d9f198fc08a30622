import Foundation
import Values

/// A regular expression over text.
///
/// It is one of ICU's, which reads nearly all of what MongoDB's PCRE does; recursion, conditions and control
/// verbs are refused. A search that takes too many steps, as some patterns do that repeat what repeats, is
/// given up and has then found nothing; that bounds the time for each text, not that for all of them.
struct Pattern: Sendable {
  private let expression: NSRegularExpression
  private let pattern: [UInt8]
  private let options: [UInt8]

  /// How often a search may report that it is still under way, which it does every 10,000 steps.
  private static let mostReports = 1000

  /// The letters of options; `u` is always so.
  private static let letters: [UInt8: NSRegularExpression.Options] = [
    UInt8(ascii: "i"): .caseInsensitive, UInt8(ascii: "m"): .anchorsMatchLines,
    UInt8(ascii: "s"): .dotMatchesLineSeparators, UInt8(ascii: "x"): .allowCommentsAndWhitespace,
    UInt8(ascii: "u"): [],
  ]

  /// Whether there is an option for each of the letters.
  static func has(options: [UInt8]) -> Bool { options.allSatisfy { letters[$0] != nil } }

  /// - Returns: nil where the pattern is no regular expression, or a letter no option.
  init?(_ pattern: [UInt8], options: [UInt8]) {
    guard Self.has(options: options) else { return nil }
    // Lines end as they do for PCRE.
    var flags: NSRegularExpression.Options = .useUnixLineSeparators
    for letter in options { flags.formUnion(Self.letters[letter] ?? []) }
    let text = String(decoding: pattern, as: UTF8.self)
    guard let expression = try? NSRegularExpression(pattern: text, options: flags) else { return nil }
    self.expression = expression
    self.pattern = pattern
    self.options = options.sorted()
  }

  /// Whether it is found in a text, or the value is the same regular expression.
  func matches(_ value: TypedValue?) -> Bool {
    switch value {
    case .text(let text)?, .symbol(let text)?: isFound(in: String(decoding: text, as: UTF8.self))
    case .regularExpression(let pattern, let options)?: pattern == self.pattern && options.sorted() == self.options
    default: false
    }
  }

  private func isFound(in text: String) -> Bool {
    var isFound = false
    var reports = 0
    let whole = NSRange(location: 0, length: text.utf16.count)
    // SAFETY: where to say that it is enough is there as long as the call takes that asks.
    unsafe expression.enumerateMatches(in: text, options: .reportProgress, range: whole) { match, _, stop in
      isFound = match != nil
      reports += 1
      if isFound || reports > Self.mostReports { unsafe stop.pointee = true }
    }
    return isFound
  }
}
