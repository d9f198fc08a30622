import CScan
import TestSupport
import Testing

@testable import Values

@Suite("UTF-8")
struct UTF8ValidatorTests {
  private func isValid(_ bytes: [UInt8]) -> Bool { bytes.span.isUTF8 }

  /// Whether bytes are found to be UTF-8 where what is readable behind them would belong to a character.
  private func isValidPadded(_ bytes: [UInt8]) -> Bool {
    let padded = bytes + [UInt8](repeating: 0x80, count: 16)
    return padded.withUnsafeBufferPointer { padded in
      padded.baseAddress.map { regraft_is_padded_utf8($0, bytes.count) } ?? false
    }
  }

  private func agrees(_ bytes: [UInt8]) -> Bool {
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    return isValid(bytes) == isUTF8 && isValidPadded(bytes) == isUTF8
  }

  @Test("Every pair of bytes is UTF-8 when the standard library says so")
  func pairs() {
    for first in UInt8.min...UInt8.max {
      if !agrees([first]) { Issue.record("\([first])") }
      for second in UInt8.min...UInt8.max where !agrees([first, second]) { Issue.record("\([first, second])") }
    }
  }

  @Test("Every three and four bytes at the boundaries of their classes are UTF-8 when the standard library says so")
  func boundaries() {
    let leads: [UInt8] = [
      0x00, 0x7F, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5,
    ]
    let others: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
    for lead in leads {
      for second in others {
        for third in others {
          if !agrees([lead, second, third]) { Issue.record("\([lead, second, third])") }
          for fourth in others where !agrees([lead, second, third, fourth]) {
            Issue.record("\([lead, second, third, fourth])")
          }
        }
      }
    }
  }

  @Test(
    "Overlong forms, surrogates and what lies above U+10FFFF are no UTF-8",
    arguments: [
      [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF],
      [0x80], [0xE2, 0x82], [0x41, 0xC3], [0xC3, 0xA9, 0x80],
    ] as [[UInt8]]
  )
  func invalid(_ bytes: [UInt8]) {
    #expect(!isValid(bytes))
  }

  @Test(
    "The first and the last character of each length are UTF-8",
    arguments: ["", "\u{0}\u{7F}", "\u{80}\u{7FF}", "\u{800}\u{D7FF}\u{E000}\u{FFFF}", "\u{10000}\u{10FFFF}"]
  )
  func valid(_ text: String) {
    #expect(isValid(Array(text.utf8)))
  }

  @Test("Random bytes are UTF-8 when the standard library says so")
  func random() {
    let seed: UInt64 = 13
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3000 {
      var bytes = Array("aé€😀".utf8)
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      }
      bytes.removeLast(Int.random(in: 0...4, using: &generator))
      if !agrees(bytes) { Issue.record("\(bytes) (seed \(seed))") }
    }
  }
}
