import Foundation
import TestSupport
import Testing

@testable import Values

@Suite("ISO dates")
struct ISODateTests {
  @Test("A moment's text is read back as that moment")
  func roundTrip() {
    let seed: UInt64 = 11
    var generator = SeededGenerator(seed: seed)
    let limits = [ISODate.range.lowerBound, ISODate.range.upperBound, 0, -1, 1, 999, -999, 86_399_999, 86_400_000]
    let random = (0..<2000).map { _ in Int64.random(in: ISODate.range, using: &generator) }
    for milliseconds in limits + random {
      guard let text = ISODate.text(milliseconds), let back = moment(text), back.milliseconds == milliseconds else {
        Issue.record("\(milliseconds) (seed \(seed)): \(ISODate.text(milliseconds) ?? "no text")")
        continue
      }
      if back.fractionDigits != max(0, text.utf8.count - 21) {
        Issue.record("\(text) (seed \(seed)): \(back.fractionDigits) digits of a fraction")
      }
    }
  }

  @Test("Every day of four centuries and both ends of the range follows the day before it")
  func days() {
    let years = [(0, 401), (1999, 2001), (9998, 9999)]
    for (first, last) in years {
      var expected: Int64?
      for year in first...last {
        for month in 1...12 {
          let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
          for day in 1...31 {
            let digits = { (number: Int, width: Int) in
              String(String(number + 100_000).suffix(width))
            }
            let text = "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))T00:00:00Z"
            let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            let found = moment(text)?.milliseconds
            if day > length {
              if found != nil { Issue.record("\(text) is no day") }
              continue
            }
            if found == nil || expected != nil && found != expected || found.flatMap(ISODate.text) != text {
              Issue.record("\(text) is read as \(found.map(String.init) ?? "no moment")")
            }
            expected = found.map { $0 + 86_400_000 }
          }
        }
      }
    }
  }

  @Test(
    "A text is the moment that Foundation says it is",
    arguments: ["2018-01-12T10:51:52.681Z", "1583-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"]
  )
  func foundation(_ text: String) throws {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let expected = try Int64((Date(text, strategy: style).timeIntervalSince1970 * 1000).rounded())
    #expect(moment(text)?.milliseconds == expected)
  }

  @Test(
    "What is not a valid moment of exactly the REST form is text",
    arguments: [
      "", "Z", "2018-01-12", "2018-01-12T10:51Z", "2018-01-12T10:51:52", "2018-01-12T10:51:52.681",
      "2018-01-12T10:51:52.Z", "2018-01-12T10:51:52.6 1Z", "2018-01-12T10:51:52.68aZ", "2018-01-12T10:51:52.681z",
      "2018-01-12t10:51:52.681Z", "2018-01-12 10:51:52.681Z", " 2018-01-12T10:51:52Z", "2018-01-12T10:51:52Z ",
      "2018-01-12T10:51:52.681ZZ", "2018-01-12T10:51:52,681Z", "2018-01-12T10:51:52+00:00",
      "2018-01-12T10:51:52.681+00:00", "2018-13-12T10:51:52Z", "2018-00-12T10:51:52Z", "2018-01-00T10:51:52Z",
      "2018-01-32T10:51:52Z", "2018-04-31T10:51:52Z", "2019-02-29T10:51:52Z", "2020-02-30T10:51:52Z",
      "1900-02-29T10:51:52Z", "2018-01-12T24:00:00Z", "2018-01-12T10:60:52Z", "2018-01-12T10:51:60Z",
      "10000-01-12T10:51:52Z", "+2018-01-12T10:51:52Z", "-2018-01-12T10:51:52Z", "018-01-12T10:51:52Z",
      "2018-1-12T10:51:52.0Z", "2018/01/12T10:51:52Z", "2018-01-12T10-51-52Z", "2018-01-12T10:51:5:Z",
      "2018-01-12T10:51:52..1Z", "2018-01-12T10:51:520Z", "２018-01-12T10:51:52Z", "2018-01-12T10:51:-1Z",
      "2018-01-12T10:51:+1Z", "20/8-01-12T10:51:52Z", "20:8-01-12T10:51:52Z", "2018-01-12T10:51:52.-1Z",
    ]
  )
  func invalid(_ text: String) {
    #expect(moment(text) == nil)
  }

  @Test(
    "Zeros at a fraction's end do not count, its digits past the third are counted",
    arguments: [
      ("1970-01-01T00:00:01Z", 1000, 0), ("1970-01-01T00:00:01.0Z", 1000, 0), ("1970-01-01T00:00:01.000Z", 1000, 0),
      ("1970-01-01T00:00:01.000000000000000000000Z", 1000, 0), ("1970-01-01T00:00:01.5Z", 1500, 1),
      ("1970-01-01T00:00:01.50Z", 1500, 1), ("1970-01-01T00:00:01.05Z", 1050, 2),
      ("1970-01-01T00:00:01.005Z", 1005, 3), ("1970-01-01T00:00:01.0050Z", 1005, 3),
      ("1970-01-01T00:00:01.0005Z", 1000, 4), ("1970-01-01T00:00:01.123456789Z", 1123, 9),
      ("1969-12-31T23:59:59.9999Z", -1, 4), ("0000-01-01T00:00:00Z", -62_167_219_200_000, 0),
      ("0000-02-29T00:00:00Z", -62_162_121_600_000, 0), ("2000-02-29T00:00:00Z", 951_782_400_000, 0),
    ]
  )
  func fractions(_ text: String, _ milliseconds: Int64, _ digits: Int) {
    #expect(moment(text) == ISODate.Moment(milliseconds: milliseconds, fractionDigits: digits))
  }

  @Test(
    "Moments outside of the years 0000 to 9999 have no text",
    arguments: [
      ISODate.range.lowerBound - 1, ISODate.range.upperBound + 1, .min, .max,
    ]
  )
  func outside(_ milliseconds: Int64) {
    #expect(ISODate.text(milliseconds) == nil)
  }

  @Test("Moments within one second count as equal, whatever their distance otherwise")
  func order() {
    #expect(Evidence.order(ofMoments: 0, 1000) == 0)
    #expect(Evidence.order(ofMoments: 1000, 0) == 0)
    #expect(Evidence.order(ofMoments: 0, 1001) == -1)
    #expect(Evidence.order(ofMoments: 1001, 0) == 1)
    #expect(Evidence.order(ofMoments: .min, .max) == -1)
    #expect(Evidence.order(ofMoments: .max, .min) == 1)
  }
}
