#if arch(x86_64)
  import CScan
  import TestSupport
  import Testing

  /// Resolving escapes and checking for UTF-8 by 32 bytes gives what single bytes give, wherever escapes and characters
  /// stand in a block, and whatever stands behind the text.
  @Suite struct ResolveTests {
    private struct Resolved: Equatable {
      var text: [UInt8]
      var end: Int
      var isInPlace: Bool
    }

    /// What is found by 32 bytes; nil for none.
    private func resolve(_ text: [UInt8], from start: Int, room: inout [UInt8]) -> Resolved? {
      text.withUnsafeBufferPointer { text in
        room.withUnsafeMutableBufferPointer { room in
          guard let text = text.baseAddress, let space = room.baseAddress else { return nil }
          let string = regraft_resolve(text + start, space, room.count)
          guard let found = string.text, let next = string.next else { return nil }
          let bytes = Array(UnsafeBufferPointer(start: found, count: string.count))
          return Resolved(text: bytes, end: next - text, isInPlace: found == text + start)
        }
      }
    }

    /// What single bytes give.
    private func expected(_ text: [UInt8], from start: Int) -> Resolved? {
      let single = UnescapedText(text, from: start, capacity: text.count + 32) {
        regraft_unescape_bytes($0, $1, $2, $3, $4, $5)
      }
      guard text[single.end] == 0x22, String(validating: single.text, as: UTF8.self) != nil else { return nil }
      return Resolved(text: single.text, end: single.end + 1, isInPlace: single.text.count == single.end - start)
    }

    @Test func `blocks give what single bytes give`() {
      guard regraft_is_wide() else { return }
      var random = SeededGenerator(seed: 12)
      let pieces: [[UInt8]] = ["x", "yz", "ä", "本", "😀", "\\\\", "\\\"", "\\n", "\\/", "\\b", "\\f", "\\r", "\\t"].map {
        Array($0.utf8)
      }
      let faults: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF5, 0x80, 0x80, 0x80],
        [0x5C, 0x75], [0x5C, 0x78], [0x1F], [0x00], [0x5C, 0x0A], [0x5C, 0x22], [0x5C], [0xFF],
      ]
      var room = [UInt8](repeating: 0, count: 512)
      var found = 0
      for round in 0..<20_000 {
        let most = round % 3 == 0 ? 1 : round % 3 == 1 ? 5 : pieces.count
        var text = (0..<Int.random(in: 0...90, using: &random)).map { _ in
          pieces[Int.random(in: 0..<most, using: &random)]
        }
        if round % 4 == 0, let fault = faults.randomElement(using: &random) {
          text.insert(fault, at: Int.random(in: 0...text.count, using: &random))
        }
        let before = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let behind = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
        let whole = before + text.joined() + [0x22, 0] + behind
        let outcome = resolve(whole, from: before.count, room: &room)
        #expect(outcome == expected(whole, from: before.count), "\(whole)")
        found += outcome == nil ? 0 : 1
      }
      #expect(found > 10_000)
    }

    @Test func `each escape is found at each place of a block`() {
      guard regraft_is_wide() else { return }
      var room = [UInt8](repeating: 0, count: 512)
      for place in 0..<100 {
        for escaped in UInt8.min...UInt8.max {
          for run in 1...4 {
            let text =
              [UInt8](repeating: 0x78, count: place) + [UInt8](repeating: 0x5C, count: run) + [
                escaped, 0x79, 0x22, 0x22,
              ]
              + [UInt8](repeating: 0, count: 64)
            if resolve(text, from: 0, room: &room) != expected(text, from: 0) {
              Issue.record("\(place) \(escaped) \(run)")
            }
          }
        }
      }
    }

    @Test func `where there is little room, nothing is written behind it, and it is said`() {
      guard regraft_is_wide() else { return }
      let text = Array((String(repeating: "ab\\n", count: 40) + "\"").utf8) + [UInt8](repeating: 0, count: 32)
      for capacity in 0...200 {
        var room = [UInt8](repeating: 0xEE, count: capacity + 32)
        let string = text.withUnsafeBufferPointer { text in
          room.withUnsafeMutableBufferPointer { room -> regraft_string? in
            guard let text = text.baseAddress, let space = room.baseAddress else { return nil }
            return regraft_resolve(text, space, capacity)
          }
        }
        #expect(string?.lacks_room == (string?.text == nil))
        // 120 bytes are resolved, and a block begins where 90 or more are.
        if capacity < 120 { #expect(string?.lacks_room == true) }
        if capacity >= 152 { #expect(string?.count == 120) }
        #expect(room[capacity...].allSatisfy { $0 == 0xEE })
      }
    }
  }
#endif
