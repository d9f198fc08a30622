import TestSupport
import Testing

@testable import Values

@Suite("Nearest doubles")
struct NearestDoubleTests {
  /// Whether the quick ways, where they decide, give what the standard library reads.
  private func agrees(_ mantissa: UInt64, _ exponent: Int) -> Bool {
    guard let value = Double(mantissa: mantissa, exponent: exponent) else { return true }
    return value.bitPattern == Double("\(mantissa)e\(exponent)")?.bitPattern
  }

  @Test("Random mantissas with every exponent of the table are rounded as the standard library does")
  func random() {
    let seed: UInt64 = 15
    var generator = SeededGenerator(seed: seed)
    for exponent in -56...56 {
      for _ in 0..<40 {
        let mantissa = generator.next() >> UInt64.random(in: 0...63, using: &generator)
        if !agrees(mantissa, exponent) { Issue.record("\(mantissa)e\(exponent) (seed \(seed))") }
      }
    }
  }

  @Test("Mantissas on, below and above the middle between two doubles are rounded as the standard library does")
  func middles() {
    let seed: UInt64 = 16
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      // 54 significant bits, the last one set: exactly between two doubles.
      let shift = UInt64.random(in: 0...10, using: &generator)
      let middle = (generator.next() >> 10 | 1 << 53 | 1) << shift
      for mantissa in [middle - 1, middle, middle + 1] {
        for exponent in [0, 1, 5, 10, 22, 23, -1, -5, -22, -23] where !agrees(mantissa, exponent) {
          Issue.record("\(mantissa)e\(exponent) (seed \(seed))")
        }
      }
    }
  }

  @Test(
    "The ends of what the quick ways decide",
    arguments: [
      (0, 0), (0, 400), (0, -400), (1, 22), (1, 23), (1, -22), (1, -23), (1 << 53 - 1, 22), (1 << 53, 22),
      (1 << 53 + 1, 0), (1 << 53 + 1, 1), (.max, 0), (.max, 54), (.max, -54), (1, 54), (1, -54), (1, 55), (1, -55),
      (9_007_199_254_740_993, 0), (9_007_199_254_740_995, 0), (18_014_398_509_481_986, -1),
    ] as [(UInt64, Int)]
  )
  func ends(_ mantissa: UInt64, _ exponent: Int) {
    #expect(agrees(mantissa, exponent))
  }

  @Test("The quick ways decide nearly everything in their range")
  func coverage() {
    var generator = SeededGenerator(seed: 17)
    let decided = (0..<1000).count { index in
      Double(mantissa: generator.next(), exponent: index % 109 - 54) != nil
    }
    #expect(decided > 990)
  }
}
