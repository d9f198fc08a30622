import Values

/// The date in the name of a file, in UTC: `2021-05-04`, `20210504`, perhaps with a time, as in
/// `2021-05-04T06:00:00Z`, `2021-05-04_06-00`, `20210504060000`.
enum FileNameDate {
  /// The first date in a name, in milliseconds since 1970; nil where there is none.
  static func milliseconds(in name: String) -> Int64? {
    let bytes = Array(name.utf8)
    return bytes.indices.lazy.compactMap { start in
      start > 0 && isDigit(bytes[start - 1]) ? nil : milliseconds(bytes[start...])
    }.first
  }

  /// Years in which there can be a backup; other digits are no date.
  private static let years = 1990..<2200

  /// The date with which bytes begin.
  private static func milliseconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var rest = bytes
    guard let year = number(4, of: &rest), years.contains(year) else { return nil }
    let separator = takeSeparator("-_.", of: &rest)
    guard let month = number(2, of: &rest), takeSeparator("-_.", of: &rest) == separator,
      let day = number(2, of: &rest)
    else { return nil }
    let isCompact = separator == nil
    let time = time(rest, isCompact: isCompact)
    // More digits than a date and a time have are something else.
    guard time != nil || !(rest.first.map(isDigit) ?? false) else { return nil }
    let (hour, minute, second) = time ?? (0, 0, 0)
    let text = "\(year)-\(padded(month))-\(padded(day))T\(padded(hour)):\(padded(minute)):\(padded(second))Z"
    return ISODate.moment(of: text)
  }

  /// The time behind a date: hours and minutes, perhaps seconds.
  private static func time(_ bytes: ArraySlice<UInt8>, isCompact: Bool) -> (Int, Int, Int)? {
    var rest = bytes
    let mark = takeSeparator("Tt_- .", of: &rest)
    guard mark != nil || isCompact, let hour = number(2, of: &rest), hour < 24 else { return nil }
    let separator = takeSeparator(":-_.", of: &rest)
    guard let minute = number(2, of: &rest), minute < 60 else { return nil }
    let end = rest
    if takeSeparator(":-_.", of: &rest) == separator, let second = number(2, of: &rest), second < 60,
      !(rest.first.map(isDigit) ?? false)
    {
      return (hour, minute, second)
    }
    return end.first.map(isDigit) ?? false ? nil : (hour, minute, 0)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Takes a number of so many digits.
  private static func number(_ digits: Int, of rest: inout ArraySlice<UInt8>) -> Int? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy(isDigit) else { return nil }
    rest = rest.dropFirst(digits)
    return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Takes a character, where it is one of some.
  private static func takeSeparator(_ separators: String, of rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let first = rest.first, separators.utf8.contains(first) else { return nil }
    rest = rest.dropFirst()
    return first
  }
}
