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
    return text.count == 24 ? parseWords(text) : parseDigits(text)
  }

  /// The moment of a text with three digits of a fraction, eight bytes at a time.
  @usableFromInline
  static func parseWords(_ text: Span<UInt8>) -> Moment? {
    // YYYY-MM-, DDThh:mm, :ss.fffZ, the first byte as the lowest.
    guard let date = pairs(text, 0, marks: 0x2D00_002D_0000_0000, at: 0xFF00_00FF_0000_0000),
      let time = pairs(text, 8, marks: 0x0000_3A00_0054_0000, at: 0x0000_FF00_00FF_0000),
      let rest = pairs(text, 16, marks: 0x5A00_0000_2E00_003A, at: 0xFF00_0000_FF00_00FF)
    else { return nil }
    let (hour, minute, second) = (time.pair(3), time.pair(6), rest.pair(1))
    guard hour < 24, minute < 60, second < 60,
      let days = days(year: date.pair(0) * 100 + date.pair(2), month: date.pair(5), day: time.pair(0))
    else { return nil }
    let last = rest.digit(6)
    let digits = last != 0 ? 3 : rest.digit(5) != 0 ? 2 : rest.digit(4) != 0 ? 1 : 0
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    return Moment(milliseconds: Int64(seconds * 1000 + rest.pair(4) * 10 + last), fractionDigits: digits)
  }

  /// Eight bytes of a text as digits, and as the numbers that each of them makes with the next one.
  private struct Pairs {
    var digits: UInt64
    var numbers: UInt64

    func digit(_ index: Int) -> Int { Int(digits >> (index * 8) & 0xFF) }
    func pair(_ index: Int) -> Int { Int(numbers >> (index * 8) & 0xFF) }
  }

  /// - Parameters:
  ///   - marks: the bytes that must stand between the digits.
  ///   - places: all bits of these bytes.
  @inline(__always)
  private static func pairs(
    _ text: Span<UInt8>,
    _ offset: Int,
    marks: UInt64,
    at places: UInt64
  ) -> Pairs? {
    let word = text.littleEndian(at: offset, as: UInt64.self)
    let digits = word ^ (marks | 0x3030_3030_3030_3030 & ~places)
    let tooLarge = (digits | (digits &+ 0x0606_0606_0606_0606 & ~places)) & 0xF0F0_F0F0_F0F0_F0F0
    return digits & places | tooLarge == 0 ? Pairs(digits: digits, numbers: digits &* 10 &+ digits >> 8) : nil
  }

  /// The moment of a text in milliseconds, or nil where the text is not a valid moment of this form.
  public static func moment(of text: String) -> Int64? {
    parse(text.utf8.span)?.milliseconds
  }

  @usableFromInline
  static func parseDigits(_ text: Span<UInt8>) -> Moment? {
    guard text[7] == 0x2D, text[13] == 0x3A, text[16] == 0x3A,
      let century = twoDigits(text, 0), let year = twoDigits(text, 2), let month = twoDigits(text, 5),
      let day = twoDigits(text, 8), let hour = twoDigits(text, 11), let minute = twoDigits(text, 14),
      let second = twoDigits(text, 17), hour < 24, minute < 60, second < 60,
      let days = days(year: century * 100 + year, month: month, day: day)
    else { return nil }
    var fraction: Int64 = 0
    var fractionDigits = 0
    if text.count > 20 {
      guard text[19] == 0x2E, text.count > 21 else { return nil }
      for index in 20..<(text.count - 1) {
        let digit = Int64(text[index]) - 0x30
        guard 0...9 ~= digit else { return nil }
        if digit != 0 { fractionDigits = index - 19 }
        if index < 23 { fraction = fraction * 10 + digit }
      }
      for _ in (text.count - 1)..<max(text.count - 1, 23) { fraction *= 10 }
    }
    let seconds = ((Int64(days) * 24 + Int64(hour)) * 60 + Int64(minute)) * 60 + Int64(second)
    return Moment(milliseconds: seconds * 1000 + fraction, fractionDigits: fractionDigits)
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

  @inline(__always)
  private static func twoDigits(_ text: Span<UInt8>, _ offset: Int) -> Int? {
    let tens = Int(text[offset]) - 0x30
    let ones = Int(text[offset + 1]) - 0x30
    guard 0...9 ~= tens, 0...9 ~= ones else { return nil }
    return tens * 10 + ones
  }

  /// Days since 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-compatible low-level date
  /// algorithms"), or nil where there is no such day.
  private static func days(year: Int, month: Int, day: Int) -> Int? {
    guard 1...12 ~= month, day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    // Without a branch: months come in no order that a processor could foresee.
    let length = month == 2 ? (isLeap ? 29 : 28) : 30 + (month + month >> 3) & 1
    guard day <= length else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

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
