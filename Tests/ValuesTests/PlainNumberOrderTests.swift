import Testing

@testable import Values

@Suite struct PlainNumberOrderTests {
  /// Numbers in their order, each under all kinds that have it.
  private static let numbers: [[PlainNumber?]] = [
    [PlainNumber(.nan)], [PlainNumber(-.infinity)], [decimal("-1E+400")], [PlainNumber(-1e300)],
    [.integer(.min), PlainNumber(-0x1p63)], [decimal("-10.000000000000000001")], [.integer(-10), decimal("-1E+1")],
    [decimal("-9.999999999999999999")], [PlainNumber(-0.5), decimal("-0.50")], [decimal("-1E-400")],
    [.integer(0), PlainNumber(-0.0), decimal("-0E+7")], [decimal("1E-400")], [PlainNumber(.leastNonzeroMagnitude)],
    [PlainNumber(0.1), decimal("0.1")], [decimal("0.1000000000000000001")], [PlainNumber(0.25)],
    [decimal("0.9999999999999999999")], [.integer(1), PlainNumber(1)], [.integer(9_007_199_254_740_992)],
    [.integer(9_007_199_254_740_993)], [.integer(.max)], [decimal("9223372036854775807.5")], [PlainNumber(1e300)],
    [decimal("1E+400")], [PlainNumber(.infinity)],
  ]

  private static func decimal(_ text: String) -> PlainNumber? { Decimal128(text).map { PlainNumber($0) } }

  @Test func `numbers of all kinds are in the order of their values`() throws {
    let numbers = try Self.numbers.map { try $0.map { try #require($0) } }
    for (place, group) in numbers.enumerated() {
      for (other, others) in numbers.enumerated() {
        for (first, second) in group.flatMap({ first in others.map { (first, $0) } }) {
          #expect((first < second) == (place < other), "\(first) \(second)")
          #expect((first == second) == (place == other), "\(first) \(second)")
        }
      }
    }
  }
}
