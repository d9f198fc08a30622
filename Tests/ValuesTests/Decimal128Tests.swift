import TestSupport
import Testing

@testable import Values

@Suite("Decimal128")
struct Decimal128Tests {
  @Test(
    "A decimal's text follows the BSON specification",
    arguments: [
      (0x7C00_0000_0000_0000, 0, "NaN"), (0xFC00_0000_0000_0000, 0, "NaN"), (0x7E00_0000_0000_0000, 0, "NaN"),
      (0x7C00_0000_0000_0000, 12, "NaN"), (0x7800_0000_0000_0000, 0, "Infinity"),
      (0xF800_0000_0000_0000, 0, "-Infinity"), (0x3040_0000_0000_0000, 0, "0"), (0xB040_0000_0000_0000, 0, "-0"),
      (0x303E_0000_0000_0000, 0, "0.0"), (0xB03E_0000_0000_0000, 0, "-0.0"), (0x3046_0000_0000_0000, 0, "0E+3"),
      (0x3032_0000_0000_0000, 0, "0E-7"), (0x3034_0000_0000_0000, 0, "0.000000"),
      (0x2B20_0000_0000_0000, 0, "0E-656"), (0x3040_0000_0000_0000, 1, "1"), (0xB040_0000_0000_0000, 1, "-1"),
      (0x303E_0000_0000_0000, 1, "0.1"), (0x303C_0000_0000_0000, 100, "1.00"), (0x303C_0000_0000_0000, 10, "0.10"),
      (0x3034_0000_0000_0000, 0x4D2, "0.001234"), (0x3040_0000_0000_0000, 0x1C_BE99_1A14, "123456789012"),
      (0x302A_0000_0000_0000, 0x75AEF40, "0.00123400000"), (0x3032_0000_0000_0000, 1, "1E-7"),
      (0x3034_0000_0000_0000, 1, "0.000001"), (0x3032_0000_0000_0000, 12, "0.0000012"),
      (0x3042_0000_0000_0000, 1, "1E+1"), (0x3042_0000_0000_0000, 12, "1.2E+2"),
      (0x2FFC_3CDE_6FFF_9732, 0xDE82_5CD0_7E96_AFF2, "0.1234567890123456789012345678901234"),
      (0x5FFF_ED09_BEAD_87C0, 0x378D_8E63_FFFF_FFFF, "9.999999999999999999999999999999999E+6144"),
      (0x0001_ED09_BEAD_87C0, 0x378D_8E63_FFFF_FFFF, "9.999999999999999999999999999999999E-6143"),
      (0x0000_0000_0000_0000, 1, "1E-6176"), (0x8000_0000_0000_0000, 1, "-1E-6176"),
      (0x5FFE_314D_C644_8D93, 0x38C1_5B0A_0000_0000, "1.000000000000000000000000000000000E+6144"),
      // Coefficients out of range count as zero, of either encoding.
      (0x3041_ED09_BEAD_87C0, 0x378D_8E64_0000_0000, "0"), (0x6C10_0000_0000_0000, 1, "0"),
      (0xEC11_FFFF_FFFF_FFFF, .max, "-0E+3"),
    ] as [(UInt64, UInt64, String)]
  )
  func text(_ high: UInt64, _ low: UInt64, _ text: String) {
    #expect(Decimal128(low: low, high: high).text == text)
  }

  @Test(
    "A decimal equals a whole number of its value, and a double of which it is the shortest digits",
    arguments: [
      ((0x3040, 110), .integer(110)), ((0x303E, 110), .integer(11)), ((0x303C, 110), PlainNumber(1.1)),
      ((0x303E, 11), PlainNumber(1.1)), ((0xB03E, 11), PlainNumber(-1.1)), ((0xB040, 0), .integer(0)),
      ((0x3050, 0), .integer(0)), ((0x3064, 1), .integer(1_000_000_000_000_000_000)),
      ((0x3068, 1), PlainNumber(1e20)), ((0x7C00, 0), PlainNumber(.nan)), ((0x7800, 0), PlainNumber(.infinity)),
      ((0xF800, 0), PlainNumber(-.infinity)), ((0x3040, UInt64(Int64.max)), .integer(.max)),
      ((0xB040, UInt64(Int64.max) + 1), .integer(.min)),
      ((0x303E, 1), PlainNumber(0.1)),
    ] as [((UInt64, UInt64), PlainNumber)]
  )
  func equals(_ decimal: (top: UInt64, low: UInt64), _ number: PlainNumber) {
    #expect(PlainNumber(Decimal128(low: decimal.low, high: decimal.top << 48)) == number)
  }

  @Test(
    "A decimal with other digits than the shortest ones of a double is none",
    arguments: [
      ((0x301E, 10_000_000_000_000_001), 0.1), ((0x3040, UInt64(Int64.max) + 1), 0x1p63),
      ((0x2800, 1), 0), ((0x3A00, 1), .infinity), ((0x301C, 100_000_000_000_000_006), 0.1),
    ] as [((UInt64, UInt64), Double)]
  )
  func differs(_ decimal: (top: UInt64, low: UInt64), _ double: Double) {
    #expect(PlainNumber(Decimal128(low: decimal.low, high: decimal.top << 48)) != PlainNumber(double))
  }

  @Test("Any 16 bytes have a text and a place among numbers")
  func anyBytes() {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<2000 {
      let decimal = Decimal128(low: generator.next(), high: generator.next())
      if decimal.text.isEmpty || PlainNumber(decimal) != PlainNumber(decimal) { Issue.record("\(decimal)") }
    }
  }
}
