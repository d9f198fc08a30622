/// The texts of moments.
enum ModelDate {
  /// The text of a moment between the years 0 and 9999, without zeros at the end of its fraction.
  static func text(_ milliseconds: Int64) -> String {
    var days = milliseconds / 86_400_000
    var rest = milliseconds % 86_400_000
    if rest < 0 { (days, rest) = (days - 1, rest + 86_400_000) }
    var (year, month) = (1970, 1)
    while days < 0 {
      year -= 1
      days += daysInYear(year)
    }
    while days >= daysInYear(year) {
      days -= daysInYear(year)
      year += 1
    }
    while days >= daysInMonth(month, year) {
      days -= daysInMonth(month, year)
      month += 1
    }
    let seconds = rest / 1000
    let date = "\(padded(Int64(year), 4))-\(padded(Int64(month), 2))-\(padded(days + 1, 2))"
    let time = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let fraction = rest % 1000 == 0 ? "" : "." + withoutZeros(padded(rest % 1000, 3))
    return "\(date)T\(time)\(fraction)Z"
  }

  /// The text without zeros at the end of its fraction; nil where it is no valid moment.
  static func normalText(_ text: String) -> String? {
    // Most texts are no moments, and regular expressions are slow.
    guard text.utf8.count >= 20, text.utf8.last == UInt8(ascii: "Z"),
      let match = text.wholeMatch(of: #/(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z/#.asciiOnlyDigits()),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
      let hour = Int(match.4), let minute = Int(match.5), let second = Int(match.6),
      1...12 ~= month, 1...daysInMonth(month, year) ~= Int64(day), hour < 24, minute < 60, second < 60
    else { return nil }
    let fraction = withoutZeros(String(match.7 ?? ""))
    return String(text.prefix(19)) + (fraction.isEmpty ? "" : "." + fraction) + "Z"
  }

  private static func padded(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: count - digits.count) + digits
  }

  private static func withoutZeros(_ digits: String) -> String {
    String(digits.reversed().drop { $0 == "0" }.reversed())
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
  private static func daysInYear(_ year: Int) -> Int64 { isLeap(year) ? 366 : 365 }
  private static func daysInMonth(_ month: Int, _ year: Int) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
