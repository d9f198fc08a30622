import CScan

/// The text form of a moment that the REST interface uses: `YYYY-MM-DDThh:mm:ss[.f…]Z`.
public enum ISODate {
  /// What such a text says.
  public struct Moment: Equatable {
    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down.
    public var milliseconds: Int64
    /// How many digits the fraction has, zeros at its end left out.
    public var fractionDigits: Int
  }

  /// The moment of a text, or nil where the text is not a valid moment of exactly this form.
  @inlinable
  public static func parse(_ text: Span<UInt8>) -> Moment? {
    guard text.count >= 20, text[4] == 0x2D, text[10] == 0x54, text[text.count - 1] == 0x5A else { return nil }
    return text.count <= 24 ? parseWords(text) : parseLong(text)
  }

  /// The moment of a text with up to three digits of a fraction, eight bytes at a time.
  @usableFromInline
  static func parseWords(_ text: Span<UInt8>) -> Moment? {
    var milliseconds: Int64 = 0
    // SAFETY: no more is looked at than the bytes that there are.
    let result = unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return REGRAFT_NO_DATE }
      return unsafe regraft_date(base, bytes.count, &milliseconds)
    }
    guard result == REGRAFT_DATE else { return nil }
    let fraction = milliseconds.flooringDivision(by: 1000).remainder
    let digits = fraction == 0 ? 0 : fraction % 100 == 0 ? 1 : fraction % 10 == 0 ? 2 : 3
    return Moment(milliseconds: milliseconds, fractionDigits: digits)
  }

  /// The moment of a text in milliseconds, or nil where the text is not a valid moment of this form.
  public static func moment(of text: String) -> Int64? {
    parse(text.utf8.span)?.milliseconds
  }

  /// The moment of a text with more digits of a fraction.
  @usableFromInline
  static func parseLong(_ text: Span<UInt8>) -> Moment? {
    let second = [UInt8](text.extracting(first: 23)) + [0x5A]
    guard var moment = parseWords(second.span) else { return nil }
    for index in 23..<(text.count - 1) {
      guard 0x30...0x39 ~= text[index] else { return nil }
      if text[index] != 0x30 { moment.fractionDigits = index - 19 }
    }
    return moment
  }

  /// The text of a moment, zeros at the end of the fraction left out, or nil where the year does
  /// not have four digits.
  public static func text(_ milliseconds: Int64) -> String? {
    guard range.contains(milliseconds) else { return nil }
    let (days, inDay) = milliseconds.flooringDivision(by: 86_400_000)
    let (year, month, day) = civil(days: days)
    let seconds = inDay / 1000
    let fraction = inDay % 1000
    // Byte by byte: interpolating takes ten times as long, and most objects have two moments.
    var text: [UInt8] = []
    text.reserveCapacity(24)
    func add(_ number: Int64, digits: Int64) {
      if digits > 1 { add(number / 10, digits: digits - 1) }
      text.append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }
    add(year, digits: 4)
    let parts: [(UInt8, Int64)] = [
      (0x2D, month), (0x2D, day), (0x54, seconds / 3600), (0x3A, seconds / 60 % 60), (0x3A, seconds % 60),
    ]
    for (mark, part) in parts {
      text.append(mark)
      add(part, digits: 2)
    }
    if fraction != 0 {
      text.append(0x2E)
      add(fraction, digits: 3)
      while text.last == 0x30 { text.removeLast() }
    }
    text.append(0x5A)
    return String(decoding: text, as: UTF8.self)
  }

  /// The moments that have a text: years 0000 to 9999, in milliseconds.
  @inlinable public static var range: ClosedRange<Int64> { -62_167_219_200_000...253_402_300_799_999 }

  /// The day of the Gregorian calendar that is so many days after 1970-01-01 (Hinnant, "chrono-compatible low-level date
  /// algorithms").
  private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.flooringDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }
}

extension Int64 {
  /// The quotient rounded down, and the remainder, which is never negative.
  func flooringDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
