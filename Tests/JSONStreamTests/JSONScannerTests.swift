import TestSupport
import Testing
import Values

@testable import JSONStream

@Suite("Scanning JSON")
struct JSONScannerTests {
  /// An object with every kind of value, escapes and white space in all places.
  static let sample = """
    { "id" : "/db/Item/é😀" ,\\t"n":[0,-0,1.5e+10,2E-3,-12.50],"o":{"":{},"x":[ [ ] , [[]] ]},\\r
    "s":["", "a\\"b\\\\\\/\\b\\f\\n\\r\\t","\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\\u0000","\\u007f € é \\ud800\\udc00 end"],
    "long text that goes beyond a word":"0123456789abcdefghijklmnopqrstuvwxyz","t":true,"f":false,"z":null,"n":1 }
    """.replacing("\\t", with: "\t", maxReplacements: 1).replacing("\\r\n", with: "\r\n", maxReplacements: 1)

  @Test("All values are told in the order in which they stand")
  func sample() {
    let expected = [
      "{", ".id", "text /db/Item/é😀", ".n", "[", "number 0", "number -0", "number 1.5e+10", "number 2E-3",
      "number -12.50", "]", ".o", "{", ".", "{", "}", ".x", "[", "[", "]", "[", "[", "]", "]", "]", "}", ".s", "[",
      "text ", "text a\"b\\/\u{8}\u{C}\n\r\t", "text Aé€😀\u{0}", "text \u{7F} € é 𐀀 end", "]",
      ".long text that goes beyond a word", "text 0123456789abcdefghijklmnopqrstuvwxyz", ".t", "true", ".f", "false",
      ".z", "null", ".n", "number 1", "}",
    ]
    #expect(outcome(Self.sample) == .object(end: Self.sample.utf8.count, events: expected))
  }

  @Test("What stands before and behind an object is not looked at")
  func surroundings() throws {
    let text = Array("[ {\"a\":1}, \u{0}!".utf8)
    var scanner = JSONScanner()
    var recorder = EventRecorder()
    #expect(try scan(text, from: 2, with: &scanner, into: &recorder) == 9)
    #expect(recorder.events == ["{", ".a", "number 1", "}"])
  }

  @Test(
    "Values that RFC 8259 allows are accepted",
    arguments: [
      "0", "-0", "0.0", "-0.0", "0e0", "0E+0", "0e-00", "1", "-1", "10", "1.0", "1e1", "1E1", "1e+1", "1e-1", "1.5E-05",
      "123456789012345678901234567890", "0.123456789012345678901234567890", "1e400", "-1e-400",
      "1e99999999999999999999",
      "20e1", "123.456e78", "-0.000000000000000000000000000001", "true", "false", "null", "\"\"", "\"a\"", "\" \"",
      "\"\\u0060\\u012a\\u12AB\"", "\"\\uD801\\udc37\"", "\"\\ud83d\\ude39\\ud83d\\udc8d\"",
      "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
      "\"\\\\u0000\"", "\"\\u0000\"", "\"\\uDBFF\\uDFFF\"", "\"\\uFFFF\"", "\"\u{7F}\"", "\"\u{2028}\u{2029}\"",
      "\"\u{10FFFF}\"", "\"a/*b*/c/*d//e\"", "\"\\u0022\"", "\"\\u005C\"", "\"new\\u00A0line\"", "\"€𝄞\"", "[]", "{}",
      "[ ]",
      "{ }", "[\"\"]", "[1,\n2 ,\t3\r]", "[[]   ]", "[null, 1, \"1\", {}]", "[ 1]", "{\"\":0}", "{\"a\":1,\"a\":2}",
      "{\"a\":[{\"b\":[]}]}", "{\"\\u0000\":42}", "{\n\"a\"\n:\n\"b\"\n}", "[1,null,null,null,2]",
    ]
  )
  func accepted(_ value: String) {
    for text in ["{\"a\":\(value)}", "{\"a\":[\(value)]}", "{\"a\": \(value) ,\"b\":\(value)}"] {
      guard case .object(let end, _) = outcome(text) else {
        Issue.record("\(text): \(outcome(text))")
        continue
      }
      #expect(end == text.utf8.count)
    }
  }

  @Test(
    "Values that RFC 8259 does not allow are refused",
    arguments: [
      // Numbers.
      "01", "-01", "00", "-00", "012", "1.", "-2.", ".5", "-.5", "+1", "++1", "-", "--1", "- 1", "1e", "1E", "1e+",
      "1e-",
      "1.e1", "2.e+3", "0e", "0.e1", "0.3e", "0.3e+", "1.0e-", "1eE2", "0e+-1", "0.1.2", "-1.0.", "1.2a-3", "1ea",
      "-1x",
      "1 000.0", "1+2", "1_000", "0x1", "0x42", "NaN", "-NaN", "nan", "Infinity", "-Infinity", "Inf", "+Inf", "-foo",
      "１",
      "1e1.5", "1e1e1", "-0x1", "1d", "1f", "0b1", "0o7",
      // Words.
      "nul", "nulll", "Null", "NULL", "n", "tru", "truee", "True", "t", "fals", "False", "falsee", "undefined", "nil",
      "yes",
      // Strings.
      "'a'", "a", "é", "\"\\x00\"", "\"\\a\"", "\"\\'\"", "\"\\0\"", "\"\\ \"", "\"\\\t\"", "\"\\🌀\"", "\"\\é\"",
      "\"\\U0041\"",
      "\"\\u00A\"", "\"\\u\"", "\"\\u1\"", "\"\\uqqqq\"", "\"\\u00g0\"", "\"\\u+041\"", "\"\\u 041\"", "\"\\uD800\"",
      "\"\\uDC00\"", "\"\\uD800a\"", "\"\\uD800\\n\"", "\"\\uD800\\uD800\"", "\"\\uD800\\u0041\"", "\"\\uD800\\u\"",
      "\"\\uD800\\u1\"", "\"\\uD800\\u1x\"", "\"\\uD834\\uDd\"", "\"\\uDFFF\\uDBFF\"", "\"\\uD800\\uE000\"", "\"a\nb\"",
      "\"\t\"",
      "\"\u{0}\"", "\"a\u{1F}\"", "\"01234567\u{1}\"", "\"é\u{1}\"", "\\u0020\"a\"", "\\n", "\"a\"\"b\"",
      // Arrays.
      "[", "[1,]", "[,1]", "[1,,2]", "[,]", "[,", "[1 2]", "[1:2]", "[1;2]", "[\"a\",,]", "[[]", "[1]]", "[(1)]",
      "[1\u{C}]",
      "[\u{A0}1]", "[\u{FEFF}1]", "]", "[}", "[1}", "[\"a\":1]",
      // Objects.
      "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\",1}", "{\"a\"::1}", "{\"a\":1,,\"b\":2}",
      "{\"a\":1 \"b\":2}",
      "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{:1}", "{[]:1}", "{{}:1}", "{\"a\":1]", "{]", "{\"a\"=1}", "{\"a\":1;}",
      "{\"a\":1:2}",
      "{\"\\uD800\":1}", "{\"\\x\":1}", "{\"a\nb\":1}",
      // Comments and what else is no value.
      "/**/1", "1/**/", "//a\n1", "#a\n1", "1 #", "*", ",", ":", ",1", "\u{C}1", "\u{B}1", "<null>", "⍂", "\u{0}",
      "1\u{0}",
      "\u{FEFF}1", "$", "@", "`a`",
    ]
  )
  func refused(_ value: String) {
    for text in ["{\"a\":\(value)}", "{\"a\":\(value),\"b\":1}", "{\"a\": [\(value)], \"b\":[]}"] {
      // What leaves a container open or closes one too many has to be noticed by what stands behind.
      let result = outcome(text + "]}!")
      if case .error = result { continue }
      let closesEarly = value.hasSuffix("]") || value.hasSuffix("]]")
      if case .object(let end, _) = result, closesEarly, end < text.utf8.count { continue }
      Issue.record("\(text): \(result)")
    }
  }

  @Test(
    "Bytes that are no UTF-8 are refused in names and texts, before and behind an escape",
    arguments: [
      [0xFF], [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0xAF], [0xE9], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x80, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
      [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]]
  )
  func notUTF8(_ invalid: [UInt8]) {
    for (before, after) in [("", ""), ("\\n", ""), ("", "\\n"), ("0123456789", "0123456789"), ("é", "é")] {
      let text = Array("\"\(before)".utf8) + invalid + Array("\(after)\"".utf8)
      let value = Array("{\"a\":".utf8) + text + Array("}".utf8)
      let name = Array("{".utf8) + text + Array(":1}".utf8)
      #expect(outcome(value).cause == .notUTF8)
      #expect(outcome(name).cause == .notUTF8)
      guard case .error = outcome(Array("{\"a\":".utf8) + invalid + Array("}".utf8)) else {
        Issue.record("accepted outside of a string")
        return
      }
    }
  }

  @Test("Every beginning of an object asks for more, and the whole then gives the same values")
  func beginnings() throws {
    let texts = [
      Self.sample, "{}", "{\"a\":-1.5e-10}", "{\"a\":true}", "{\"a\":[false,null]}", "{\"\\uD83D\\uDE00\":\"\\\\\"}",
    ]
    for text in texts {
      let bytes = Array(text.utf8)
      let whole = outcome(bytes)
      var scanner = JSONScanner()
      var recorder = EventRecorder()
      for count in 0..<bytes.count {
        do {
          if let end = try scan(Array(bytes.prefix(count)), with: &scanner, into: &recorder) {
            Issue.record("\(text.prefix(count)) ends at \(end)")
          }
        } catch {
          Issue.record("\(count) bytes of \(text): \(error)")
        }
        let end = try scan(bytes, with: &scanner, into: &recorder)
        if end.map({ Outcome.object(end: $0, events: recorder.events) }) != whole {
          Issue.record("\(text) after \(count) bytes of it")
        }
      }
    }
  }

  @Test("A beginning that cannot be completed is refused once the fault has been read")
  func hopelessBeginnings() {
    for text in ["{\"a\":tx", "{\"a\":01", "{\"a\":\"\\q", "{\"a\" x", "{x", "{\"a\":1 x", "{\"a\":\"\\uD800\\u0041"] {
      guard case .error = outcome(text) else {
        Issue.record("\(text): \(outcome(text))")
        continue
      }
    }
  }

  @Test("Texts of every length end where their quote stands")
  func lengths() {
    for length in 0...40 {
      for filling in ["x", "\u{7F}", "!", "#", "]", "[", " ", "é", "\u{80}", "😀"] {
        let text = String(repeating: filling, count: length)
        let expected = ["{", "." + text, "text " + text, "}"]
        if outcome("{\"\(text)\":\"\(text)\"}").events != expected { Issue.record("\(length) × \(filling)") }
        for escaped in ["\\n\(text)", "\(text)\\n"] {
          let unescaped = escaped.replacing("\\n", with: "\n")
          if outcome("{\"a\":\"\(escaped)\"}").events != ["{", ".a", "text " + unescaped, "}"] {
            Issue.record("\(length) × \(filling) with an escape")
          }
        }
      }
    }
  }

  @Test("Every control character is refused in a text, at every place of a word", arguments: 0...8)
  func controlCharacters(_ place: Int) {
    for control in UInt8(0)..<0x20 {
      let bytes =
        Array("{\"a\":\"".utf8) + Array(repeating: 0x78, count: place) + [control] + Array("xxxxxxxxx\"}".utf8)
      #expect(outcome(bytes) == .error(JSONError(.controlCharacter(control), at: 6 + place)))
    }
  }

  @Test("Long texts with escapes are whole")
  func longTexts() {
    let text = String(repeating: "0123456789é\\n", count: 2000)
    #expect(outcome("{\"a\":\"\(text)\"}").events?[2] == "text " + text.replacing("\\n", with: "\n"))
  }

  @Test("Nesting is accepted up to the limit and refused beyond it", arguments: ["[", "{\"a\":"])
  func depth(_ opening: String) {
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      "{\"a\":" + String(repeating: opening, count: depth - 1) + (opening == "[" ? "" : "1")
        + String(repeating: closing, count: depth - 1) + "}"
    }
    #expect(outcome(nested(200)).events != nil)
    #expect(outcome(nested(201)).cause == .tooDeep(limit: 200))
    #expect(outcome(nested(100_000)).cause == .tooDeep(limit: 200))
    #expect(outcome("{}", maxDepth: 1).events == ["{", "}"])
    #expect(outcome("{\"a\":[]}", maxDepth: 1).cause == .tooDeep(limit: 1))
  }

  @Test("Random changes give an object, the wish for more, or an error inside of the text")
  func mutations() {
    let seed: UInt64 = 31
    var generator = SeededGenerator(seed: seed)
    let original = Array(Self.sample.utf8)
    let bytesOfUse = Array("\"\\{}[]:,0-.eEu tfn\u{0}\u{1}".utf8) + [0x80, 0xC3, 0xED, 0xFF]
    for _ in 0..<10_000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = bytesOfUse.randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytesOfUse.randomElement(using: &generator) ?? 0, at: place)
        }
      }
      bytes[0] = 0x7B
      switch outcome(bytes) {
      case .object(let end, _): if end > bytes.count { Issue.record("\(bytes) (seed \(seed))") }
      case .unfinished: break
      case .error(let error): if error.offset >= bytes.count { Issue.record("\(bytes) (seed \(seed))") }
      }
    }
  }
}
