import Testing

@testable import Values

@Suite("Numbers of doubles")
struct PlainNumberTests {
  @Test(
    "A whole double in the range of Int64 is that integer",
    arguments: [
      (0, 0), (-0.0, 0), (1, 1), (-1, -1), (0x1p53, 1 << 53), (0x1p62, 1 << 62), (-0x1p63, .min),
      (0x1.fffffffffffffp62, 9_223_372_036_854_774_784),
    ] as [(Double, Int64)]
  )
  func whole(_ double: Double, _ integer: Int64) {
    #expect(PlainNumber(double) == .integer(integer))
  }

  @Test(
    "Any other double is itself",
    arguments: [
      0.5, -0.1, 0x1p63, -0x1.0000000000001p63, 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity,
      -.infinity,
    ] as [Double]
  )
  func fraction(_ double: Double) {
    #expect(PlainNumber(double) == .double(double.bitPattern))
  }

  @Test("All kinds of NaN are one")
  func notANumber() {
    let kinds: [Double] = [.nan, .signalingNaN, -.nan, Double(bitPattern: 0x7FF8_0000_0000_0001)]
    for kind in kinds { #expect(PlainNumber(kind) == PlainNumber(.nan)) }
  }
}
