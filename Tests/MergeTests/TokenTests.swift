import CTokens
import Foundation
import TestSupport
import Testing
import Values

@testable import Merge

/// A walk over a JSON text that says byte by byte what is a token.
private struct TokenWalk {
  private(set) var tokens: [UInt32] = []
  /// Where something stands that can stand nowhere there.
  private(set) var fault: Int?

  init(_ text: [UInt8]) {
    var isInString = false
    var isEscaped = false
    var isInScalar = false
    for (offset, byte) in text.enumerated() {
      let wasInScalar = isInScalar
      isInScalar = false
      if isInString {
        if byte < 0x20 { fault = offset }
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
        tokens.append(UInt32(offset))
      } else if "{}[]:,".utf8.contains(byte) {
        tokens.append(UInt32(offset))
      } else if IDReader.isScalar(byte) {
        isInScalar = true
        if !wasInScalar { tokens.append(UInt32(offset)) }
      } else if !" \n\r\t".utf8.contains(byte) {
        fault = offset
      }
      if fault != nil { return }
    }
  }

  /// Those that stand in blocks of 64 bytes without a fault.
  var tokensOfSoundBlocks: [UInt32] { tokens.filter { $0 / 64 < (fault ?? .max) / 64 } }
}

@Suite struct TokenTests {
  private func tokens(
    _ text: [UInt8],
    _ find: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt32>?) -> Int
  ) -> [UInt32] {
    // Behind the room for them stands what must stay as it is.
    var tokens = [UInt32](repeating: 0xFFFF_FFFF, count: text.count + 4)
    let count = text.withUnsafeBufferPointer { text in
      tokens.withUnsafeMutableBufferPointer { find(text.baseAddress, text.count, $0.baseAddress) }
    }
    #expect(tokens[count...].allSatisfy { $0 == 0xFFFF_FFFF })
    return Array(tokens[..<count])
  }

  private func expectTokens(_ text: [UInt8]) {
    let walk = TokenWalk(text)
    let expected = walk.tokens
    let found = tokens(text) { regraft_tokens($0, $1, $2) }
    let bytewise = tokens(text) { regraft_tokens_bytewise($0, $1, $2) }
    let isFound = found == expected || walk.fault != nil && found == walk.tokensOfSoundBlocks
    if !isFound || bytewise != expected {
      Issue.record("\(String(decoding: text, as: UTF8.self)): \(expected), \(found) and \(bytewise)")
    }
  }

  @Test func `each byte is what it is, in a string and outside of one`() {
    for byte in UInt8.min...UInt8.max {
      for count in [0, 1, 30, 31, 32, 62, 63, 64] {
        for before in ["", "1", "\"", "\"\\", "\"\\\\", "\"\" "] {
          let start = Array(repeating: UInt8(ascii: " "), count: count) + Array(before.utf8)
          expectTokens(start + [byte])
          expectTokens(start + [byte] + Array(repeating: UInt8(ascii: "1"), count: 70))
        }
      }
    }
  }

  @Test func `backslashes in a row escape each other, also from one block to the next`() {
    for spaces in 0..<70 {
      for backslashes in 0..<140 where spaces < 4 || backslashes < 4 || spaces > 58 {
        let text = Array(repeating: UInt8(ascii: " "), count: spaces) + [UInt8(ascii: "\"")]
        expectTokens(text + Array(repeating: UInt8(ascii: "\\"), count: backslashes) + Array("\",1:\"2\"".utf8))
      }
    }
  }

  @Test func `random texts have the tokens that a walk byte by byte finds`() throws {
    let pieces = [
      "{", "}", "[", "]", ":", ",", "\"", "\\", "\\\"", "\"\"", " ", "\n", "\t", "true", "-1.5e+3", "\"id\":", "é", "😀",
      "\"a b{}\"", "\"\\\\\"",
    ]
    var random = SeededGenerator(seed: 23)
    for round in 0..<4000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<80, using: &random) {
        text += try #require(pieces.randomElement(using: &random)).utf8
      }
      // Most have no fault.
      if round % 4 > 0 { text = text.filter { $0 < 0x80 && $0 != UInt8(ascii: "\\") } }
      expectTokens(text)
    }
  }
}

@Suite struct ObjectsInMemoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ text: String, bufferBytes: Int = 1 << 20) throws -> [String] {
    var ids: [String] = []
    let path = try folder.write(Array(text.utf8))
    try IDReader(.init(path: path), bufferBytes: bufferBytes).forEach { (id, _) throws(LastCheckError) in
      ids.append(String(decoding: id, as: UTF8.self))
    }
    return ids
  }

  /// Objects of all sizes, some of which are to be read byte by byte.
  private func objects(_ count: Int) -> [(id: String, json: String)] {
    var random = SeededGenerator(seed: 29)
    return (0..<count).map { number in
      let id = "/db/T/\(number)"
      let text = String(repeating: "x\\\"ö ", count: Int.random(in: 0..<200, using: &random))
      let rest = #""text":"\#(text)","list":[1,{"id":"no"},[true,null]]"#
      return switch Int.random(in: 0..<8, using: &random) {
      case 0: ("\(id)é", #"{"id":"\#(id)é",\#(rest)}"#)
      case 1: (id, #"{\#(rest),"i\u0064" : "\#(id)"}"#)
      case 2: (id, #"{ "a" : {} , \#(rest) , "id" : "\#(id)" }"#)
      default: (id, #"{"id":"\#(id)",\#(rest)}"#)
      }
    }
  }

  @Test(arguments: [1 << 20, 1 << 17, 1 << 16, 5000, 100])
  func `objects are found from one piece of the text to the next`(bufferBytes: Int) throws {
    let objects = objects(1500)
    let ids = objects.map(\.id)
    #expect(try read("[" + objects.map(\.json).joined(separator: ",") + "]", bufferBytes: bufferBytes) == ids)
    #expect(
      try read("[\n " + objects.map(\.json).joined(separator: " ,\n ") + "\n]\n", bufferBytes: bufferBytes) == ids
    )
    #expect(try read(objects.map(\.json).joined(separator: "\n") + "\n", bufferBytes: bufferBytes) == ids)
  }

  @Test func `an object larger than a piece is found between others`() throws {
    let large = String(repeating: #"{"a":"b","c":[1,2,"\\"]},"#, count: 10_000)
    let small = (0..<100).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
    let ids = (0..<100).map(String.init)
    #expect(try read(#"[\#(small),{"list":[\#(large)0],"id":"large"},\#(small)]"#) == ids + ["large"] + ids)
  }

  @Test func `a separator too many or too few is an error`() throws {
    for (separator, isArray) in [(",,", true), (" ", true), (", ,", true), (",", false), (":", true), ("\u{0}", false)]
    {
      let text = [#"{"id":"a"}"#, #"{"id":"b"}"#].joined(separator: separator)
      #expect(throws: LastCheckError.self, "\(separator)") { try read(isArray ? "[\(text)]" : text) }
    }
  }
}
