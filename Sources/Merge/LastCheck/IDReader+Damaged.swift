import Foundation

// What is left of a file that is damaged: nobody knows what is a member there and what is text, so that
// whatever looks like an id counts.
extension IDReader {
  /// Reads a file as far as its bytes can be had, and calls `body` with each text that stands behind
  /// `"id":`, wherever that is.
  ///
  /// - Throws: what `body` throws; that the file cannot be read on is no error here.
  package consuming func forEachLikely(_ body: ([UInt8]) throws(LastCheckError) -> Void) throws(LastCheckError) {
    let name = Array("\"id\"".utf8)
    var matched = 0
    while let byte = nextOrNil() {
      matched = byte == name[matched] ? matched + 1 : byte == name[0] ? 1 : 0
      guard matched == name.count else { continue }
      // The closing quote may be the opening one of the next.
      matched = 1
      guard peekVisibleOrNil() == UInt8(ascii: ":") else { continue }
      bytes.take()
      guard peekVisibleOrNil() == UInt8(ascii: "\"") else { continue }
      bytes.take()
      if let id = likelyText() { try body(id) }
      matched = 0
    }
  }

  private mutating func nextOrNil() -> UInt8? { try? bytes.next() }
  private mutating func peekVisibleOrNil() -> UInt8? { (try? bytes.peekVisible()) ?? nil }

  /// The text up to the next quote, its escapes resolved; nil where it is none.
  private mutating func likelyText() -> [UInt8]? {
    var raw: [UInt8] = [UInt8(ascii: "\"")]
    while raw.count < IDReader.mostKept, let byte = nextOrNil() {
      raw.append(byte)
      if byte == UInt8(ascii: "\""), raw.count > 1 {
        let text = try? JSONSerialization.jsonObject(with: Data(raw), options: .fragmentsAllowed) as? String
        return text.map { Array($0.utf8) } ?? Array(raw.dropFirst().dropLast())
      }
      if byte == UInt8(ascii: "\\"), let escaped = nextOrNil() { raw.append(escaped) }
    }
    return nil
  }
}
