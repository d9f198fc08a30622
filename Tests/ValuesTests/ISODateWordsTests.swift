import TestSupport
import Testing

@testable import Values

/// A moment is read eight bytes at a time, and is the same as by single bytes.
@Suite struct ISODateWordsTests {
  private func agree(_ text: [UInt8]) -> Bool {
    let isMoment = text.count >= 20 && text[4] == 0x2D && text[10] == 0x54 && text[text.count - 1] == 0x5A
    return ISODate.parse(text.span) == (isMoment ? parseDigits(text.span) : nil)
  }

  /// The moment of a text, read by single bytes.
  private func parseDigits(_ text: Span<UInt8>) -> ISODate.Moment? {
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
    return ISODate.Moment(milliseconds: seconds * 1000 + fraction, fractionDigits: fractionDigits)
  }

  private func twoDigits(_ text: Span<UInt8>, _ offset: Int) -> Int? {
    let tens = Int(text[offset]) - 0x30
    let ones = Int(text[offset + 1]) - 0x30
    guard 0...9 ~= tens, 0...9 ~= ones else { return nil }
    return tens * 10 + ones
  }

  /// Days since 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-compatible low-level date
  /// algorithms"), or nil where there is no such day.
  private func days(year: Int, month: Int, day: Int) -> Int? {
    guard 1...12 ~= month, day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    guard day <= length else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  @Test func `every byte in every place is read alike`() {
    let starts = [
      "2018-08-14T02:48:04.899Z", "0000-02-29T00:00:00.000Z", "9999-12-31T23:59:59.120Z", "2018-08-14T02:48:04Z",
      "2018-08-14T02:48:04.8Z", "2018-08-14T02:48:04.89Z", "2018-08-14T02:48:04.8990Z",
      "2018-08-14T02:48:04.123456789Z",
    ]
    for start in starts {
      let text = Array(start.utf8)
      #expect(agree(text))
      for place in text.indices {
        for byte in UInt8.min...UInt8.max {
          var changed = text
          changed[place] = byte
          #expect(agree(changed), "byte \(byte) at \(place) of \(start)")
        }
      }
    }
  }

  @Test func `the days around the ends of February and of the year are read alike in all years`() {
    for year in 0...9999 {
      let digits = String(year + 10_000).dropFirst()
      for day in ["01-01", "02-28", "02-29", "03-01", "12-31"] {
        let text = Array("\(digits)-\(day)T00:00:00Z".utf8)
        if !agree(text) { Issue.record("\(digits)-\(day)") }
      }
    }
  }

  @Test func `days and months that no year has are read alike`() {
    for month in 0...99 {
      for day in 0...99 {
        let digits = [month, day].map { String($0 + 100).dropFirst() }
        let text = Array("2024-\(digits[0])-\(digits[1])T00:00:00Z".utf8)
        if !agree(text) { Issue.record("\(digits)") }
      }
    }
  }

  @Test func `random moments are read alike`() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      var text = Array("0000-00-00T00:00:00.000Z".utf8)
      for place in text.indices where text[place] == 0x30 {
        text[place] = UInt8.random(in: 0x30...(place % 3 == 2 ? 0x33 : 0x39), using: &random)
      }
      text.removeSubrange(Int.random(in: 19...23, using: &random)..<23)
      #expect(agree(text))
    }
  }
}
