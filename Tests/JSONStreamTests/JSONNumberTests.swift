import TestSupport
import Testing

@testable import JSONStream
@testable import Values

@Suite("Numbers of JSON texts")
struct JSONNumberTests {
  /// Keeps what a number means.
  private struct NumberSink {
    var plain: PlainNumber?
    var nearest: Double?
    var integer: Int64?
  }

  private func read(_ text: String) throws -> NumberSink {
    let bytes = Array(text.utf8) + Array(repeating: 0, count: JSONScanner.padding)
    let number = try JSONScanner().number(bytes.span, 0)
    let end = number.text.count
    if end != text.utf8.count { Issue.record("\(text) ends at \(end)") }
    return NumberSink(plain: PlainNumber(number), nearest: number.nearestDouble, integer: number.plainInteger)
  }

  private func isNearest(_ text: String) throws -> Bool {
    let expected = Double(text)
    return try read(text).nearest?.bitPattern == expected?.bitPattern
  }

  @Test(
    "The hard cases of rounding are rounded as the standard library does",
    arguments: [
      "0", "-0", "0.0", "-0.0e5", "0e999999999999999999999", "1e22", "1e23", "-1e-22", "1e-23", "9007199254740993",
      "9007199254740993.0", "9007199254740992.5", "9007199254740993.00000000000000000000000000000000001",
      "9007199254740992.99999999999999999999999999", "9007199254740995", "1.7976931348623157e308",
      "1.7976931348623158e308", "1.7976931348623159e308", "179769313486231580793728971405301199e273",
      "2.2250738585072014e-308", "2.2250738585072011e-308", "2.2250738585072012e-308", "4.9406564584124654e-324",
      "2.4703282292062327e-324", "2.4703282292062328e-324", "2.4703282292062327208e-324", "1e-324", "5e-324", "1e400",
      "-1e400", "1e-400", "-1e-400", "1e54", "1e55", "1e-54", "1e-55", "18446744073709551615e54",
      "18446744073709551615e-54", "18446744073709551616", "9999999999999999999e-19", "0.1", "0.10000000000000000555",
      "0.1000000000000000055511151231257827021181583404541015625", "8.10109172351e-10", "6929495644600919.5",
      "3.2535738e-308", "1.00000000000000011102230246251565404", "1.00000000000000011102230246251565405",
      "1.00000000000000033306690738754696212708950042724609375", "1090544144181609348671888949248",
      "7.2057594037927933e16", "36028797018963978", "1e99999999999999999999", "1e-99999999999999999999",
      "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000001e80",
      "100000000000000000000000000000000000000000000000000e-50", "9223372036854775807", "9223372036854775808",
      "-9223372036854775808", "123456789012345678901234567890",
    ]
  )
  func hard(_ text: String) throws {
    #expect(try isNearest(text))
  }

  @Test("Random texts are rounded as the standard library does")
  func random() throws {
    let seed: UInt64 = 32
    var generator = SeededGenerator(seed: seed)
    for round in 0..<6000 {
      var text = Bool.random(using: &generator) ? "-" : ""
      if round % 3 == 0 {
        // The middle between two doubles, and next to it.
        let bits = generator.next() & 0x7FEF_FFFF_FFFF_FFFF
        let double = Double(bitPattern: bits)
        text += double.description
        if text.contains("inf") || text.contains("nan") { continue }
        text = text.replacing("e", with: "\(Int.random(in: 0...9, using: &generator))e")
      } else {
        let count = [1, 5, 15, 16, 17, 18, 19, 20, 21, 40].randomElement(using: &generator) ?? 1
        let digits = (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
        let place = Int.random(in: 0...count, using: &generator)
        let whole = String(digits.prefix(place).drop { $0 == "0" })
        text += whole.isEmpty ? "0" : whole
        if place < count { text += "." + digits.dropFirst(place) }
        let centre = [0, 22, -22, 54, -54, 300, -320].randomElement(using: &generator) ?? 0
        if Bool.random(using: &generator) { text += "e\(centre + Int.random(in: -9...9, using: &generator))" }
      }
      if try !isNearest(text) { Issue.record("\(text) (seed \(seed))") }
    }
  }

  @Test(
    "Spellings of one number are equal",
    arguments: [
      ["0", "-0", "0.0", "-0.0", "0e5", "0e-5", "0.000e999999999999999999999", "00e0".replacing("00", with: "0")],
      ["1", "1.0", "1e0", "10e-1", "0.1e1", "1.000000000000000000000000000", "1000000000000000000000000e-24"],
      ["-5", "-5.0", "-50e-1", "-0.5E1"], ["100", "1e2", "1E+2", "10e1"], ["9007199254740993", "9007199254740993.0"],
      ["9223372036854775807", "9223372036854775807.0", "922337203685477580.7e1", "9223372036854775807000e-3"],
      ["-9223372036854775808", "-9.223372036854775808e18"],
      ["0.1", "0.10", "1e-1", "0.10000000000000000", "0.100000000000000000000000000000", "0.10000000000000001"],
      ["0.10000000000000001", "0.100000000000000010", "0.1000000000000000100", "0.10000000000000001000"],
      ["1e20", "100000000000000000000", "100000000000000000000.0", "1.00000000000000000000000e20"],
      ["1e400", "10e399", "1.0e400", "100000000000000000000000e377"], ["1e-400", "0.1e-399", "10e-401"],
      ["0.123456789012345678", "0.1234567890123456780000"],
      ["9223372036854776000", "9223372036854775800e0".replacing("5800", with: "6000")],
    ]
  )
  func equal(_ spellings: [String]) throws {
    let first = try read(spellings[0]).plain
    for spelling in spellings { #expect(try read(spelling).plain == first, "\(spelling)") }
  }

  @Test(
    "Other numbers are not",
    arguments: [
      ["9007199254740992", "9007199254740993"], ["9223372036854775807", "9223372036854775806"],
      ["9223372036854775807", "9223372036854775808"], ["-9223372036854775808", "-9223372036854775809"],
      ["9223372036854775808", "9223372036854776000"], ["0.1", "0.100000000000000006"],
      ["0.1", "0.100000000000000000000000000001"], ["1", "-1"], ["1", "1.0000000000000000000000000000001"],
      ["1e400", "1e401"], ["1e400", "-1e400"], ["1e-400", "1e-401"], ["1e-400", "0"], ["1e-400", "-1e-400"],
      ["18446744073709551616", "0"], ["18446744073709551617", "1"], ["1e19", "1e20"], ["1e64", "0"],
    ]
  )
  func different(_ pair: [String]) throws {
    #expect(try read(pair[0]).plain != read(pair[1]).plain)
  }

  @Test("A number text and a double are equal when the double is the nearest one, or written shortest")
  func doubles() throws {
    for (text, double) in [
      ("1.0", 1), ("0.1", 0.1), ("0.10000000000000001", 0.1), ("1e20", 1e20), ("100000000000000000000", 1e20),
      ("5e-324", .leastNonzeroMagnitude), ("1.7976931348623157e308", .greatestFiniteMagnitude),
      ("9223372036854775808e0", nil),
      ("9223372036854776000", 0x1p63), ("1e400", nil), ("0.1000000000000000055511151231257827", nil),
      ("-0", -0.0), ("-1.5", -1.5), ("1e23", 1e23), ("123456789.123456789", nil),
    ] as [(String, Double?)] {
      let number = try read(text).plain
      if let double {
        #expect(number == PlainNumber(double), "\(text)")
      } else if case .decimal = number {
      } else {
        Issue.record("\(text) is \(String(describing: number))")
      }
    }
  }

  @Test("The shortest text of any double is that double")
  func shortest() throws {
    let seed: UInt64 = 33
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3000 {
      let double = Double(bitPattern: generator.next())
      guard double.isFinite else { continue }
      // Doubles print as JSON does; whole ones beyond 2^53 may print other digits than they hold.
      guard Int64(whole: double) == nil || double.magnitude < 0x1p53 else { continue }
      if try read(double.description).plain != PlainNumber(double) { Issue.record("\(double) (seed \(seed))") }
    }
  }

  @Test(
    "Exponents beyond all bounds are numbers too",
    arguments: [
      "1e9223372036854775807", "10e9223372036854775807", "1000e9223372036854775806", "0.1e-9223372036854775808",
      "0.01e-9223372036854775807", "1e-9223372036854775809", "12e99999999999999999999999999", "1e1125899906842624",
      "123456789012345678901234567890e9223372036854775807", "0.123456789012345678901234e-9223372036854775808",
    ]
  )
  func hugeExponents(_ text: String) throws {
    guard case .decimal = try read(text).plain else {
      Issue.record("\(text) is no decimal")
      return
    }
  }

  @Test("An integer is plain when it is written as one and fits")
  func plainIntegers() throws {
    for (text, integer) in [
      ("0", 0), ("-0", 0), ("12", 12), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775808", nil), ("1.0", nil), ("1e0", nil), ("18446744073709551617", nil),
      ("-9223372036854775809", nil),
    ] as [(String, Int64?)] {
      #expect(try read(text).integer == integer, "\(text)")
    }
  }
}
