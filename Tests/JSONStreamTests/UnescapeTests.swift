import CScan
import TestSupport
import Testing

/// What is resolved of the text of a JSON string.
struct UnescapedText: Equatable {
  /// Where it ends.
  var end: Int
  var text: [UInt8]
  var isASCII: Bool
}

extension UnescapedText {
  typealias Unescape = (
    UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>, Int, UnsafeMutablePointer<Int>,
    UnsafeMutablePointer<UInt32>
  ) -> Int

  /// - Parameter capacity: how many bytes there is room for.
  init(_ text: [UInt8], from start: Int, capacity: Int, by unescape: Unescape) {
    var output = [UInt8](repeating: 0, count: capacity)
    var count = 0
    var seen: UInt32 = 0
    end = text.withUnsafeBufferPointer { bytes in
      output.withUnsafeMutableBufferPointer { output in
        guard let bytes = bytes.baseAddress, let space = output.baseAddress else { return -1 }
        return unescape(bytes, start, space, output.count, &count, &seen)
      }
    }
    self.text = Array(output[..<count])
    isASCII = seen == 0
  }
}

/// Resolving escapes by 16 bytes and its twin by single bytes give the same, wherever the text begins and however
/// little room there is.
@Suite struct UnescapeTests {
  /// What both have to give, where there is room for all.
  private func expected(_ text: [UInt8], from start: Int) -> UnescapedText {
    let escapes: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x6E: 0x0A, 0x74: 0x09, 0x72: 0x0D, 0x62: 0x08, 0x66: 0x0C,
    ]
    var result = UnescapedText(end: start, text: [], isASCII: true)
    while text[result.end] >= 0x20, text[result.end] != 0x22 {
      if text[result.end] == 0x5C {
        guard let resolved = escapes[text[result.end + 1]] else { return result }
        result.text.append(resolved)
        result.end += 2
      } else {
        result.text.append(text[result.end])
        result.isASCII = result.isASCII && text[result.end] < 0x80
        result.end += 1
      }
    }
    return result
  }

  @Test func `both agree with a look at each byte`() {
    var random = SeededGenerator(seed: 11)
    let special: [UInt8] = [
      0x5C, 0x5C, 0x5C, 0x5C, 0x6E, 0x75, 0x2F, 0x22, 0x62, 0x66, 0x72, 0x74, 0x00, 0x1F, 0x80, 0xFF,
    ]
    for round in 0..<5000 {
      let length = Int.random(in: 0...90, using: &random)
      let rarity = round % 2 == 0 ? 20 : 3
      let text = (0..<length).map { _ in
        Int.random(in: 0..<rarity, using: &random) == 0
          ? special.randomElement(using: &random) ?? 0 : UInt8.random(in: 0x30...0x50, using: &random)
      }
      let padded = text + [UInt8](repeating: 0, count: 17)
      let start = Int.random(in: 0...length, using: &random)
      let whole = expected(padded, from: start)
      let wide = whole.text.count + 32
      #expect(
        UnescapedText(padded, from: start, capacity: wide, by: { regraft_unescape($0, $1, $2, $3, $4, $5) }) == whole
      )
      #expect(
        UnescapedText(padded, from: start, capacity: wide, by: { regraft_unescape_bytes($0, $1, $2, $3, $4, $5) })
          == whole
      )

      // With little room, both give a beginning, and say so by leaving less than 16 bytes.
      let narrow = Int.random(in: 16...48, using: &random)
      for part in [
        UnescapedText(padded, from: start, capacity: narrow, by: { regraft_unescape($0, $1, $2, $3, $4, $5) }),
        UnescapedText(padded, from: start, capacity: narrow, by: { regraft_unescape_bytes($0, $1, $2, $3, $4, $5) }),
      ] {
        #expect(whole.text.starts(with: part.text))
        #expect(part.end == whole.end && part.text == whole.text || narrow - part.text.count < 16)
      }
    }
  }
}
