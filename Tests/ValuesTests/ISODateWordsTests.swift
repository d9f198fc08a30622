import TestSupport
import Testing

@testable import Values

/// A moment with three digits of a fraction is read eight bytes at a time, and is the same as by single bytes.
@Suite struct ISODateWordsTests {
  private func agree(_ text: [UInt8]) -> Bool {
    ISODate.parseWords(text.span) == ISODate.parseDigits(text.span)
  }

  @Test func `every byte in every place is read alike`() {
    for start in ["2018-08-14T02:48:04.899Z", "0000-02-29T00:00:00.000Z", "9999-12-31T23:59:59.120Z"] {
      let text = Array(start.utf8)
      #expect(agree(text))
      // The last byte, the T and the first dash are looked at before.
      for place in text.indices where ![4, 10, 23].contains(place) {
        for byte in UInt8.min...UInt8.max {
          var changed = text
          changed[place] = byte
          #expect(agree(changed), "byte \(byte) at \(place) of \(start)")
        }
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
      #expect(agree(text))
    }
  }
}
