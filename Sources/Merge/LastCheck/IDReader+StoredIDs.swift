import Foundation

// Ids as MongoDB stores them: of any type, in any form of Extended JSON. They are read with Foundation's
// JSON, which nothing else here uses.
extension IDReader {
  /// Reads the rest of the value of an `_id`.
  ///
  /// - Parameter first: the value's first byte, which has been taken.
  /// - Returns: the references that it may mean.
  mutating func readStoredIDs(first: UInt8, table: String) throws(LastCheckError) -> [[UInt8]] {
    let raw = try readRaw(first: first)
    guard let value = try? JSONSerialization.jsonObject(with: Data(raw), options: .fragmentsAllowed) else {
      throw bytes.malformed
    }
    let key = IDReader.key(value, raw: String(decoding: raw, as: UTF8.self))
    return IDReader.references(key: key, classes: [table] + otherClasses, isEncoded: hasEncodedKeys)
  }

  /// The references that a stored key may mean: itself, where it is one to an object of these classes, else one for
  /// each class. Ids are compared decoded, and a key that is no reference is encoded only where it is said to be.
  static func references(key: String, classes: [String], isEncoded: Bool) -> [[UInt8]] {
    if classes.contains(where: { key.utf8.starts(with: "/db/\($0)/".utf8) }) { return [Array(key.utf8)] }
    let parts = key.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    let encoded = isEncoded ? Array(key.utf8) : Array(parts.joined(separator: "%25".utf8))
    return classes.map { Array("/db/\($0)/".utf8) + encoded }
  }

  /// Takes a whole value and returns its bytes.
  private mutating func readRaw(first: UInt8) throws(LastCheckError) -> [UInt8] {
    var raw = [first]
    var depth = 0
    var isInString = first == UInt8(ascii: "\"")
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { depth = 1 }
    guard isInString || depth > 0 else {
      while let byte = try bytes.peek(), IDReader.isScalar(byte) {
        bytes.take()
        raw.append(byte)
      }
      return raw
    }
    while isInString || depth > 0 {
      guard raw.count < IDReader.mostKept else { throw bytes.malformed }
      let byte = try bytes.next()
      raw.append(byte)
      switch byte {
      case UInt8(ascii: "\\") where isInString: raw.append(try bytes.next())
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString: depth += 1
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
      default: break
      }
    }
    return raw
  }

  /// The key that a value means. Values of which no key can be made stand for themselves.
  private static func key(_ value: Any, raw: String) -> String {
    if let text = value as? String { return text }
    guard let wrapper = value as? [String: Any] else { return digits(raw) }
    if let text = wrapper["$oid"] as? String ?? wrapper["$uuid"] as? String { return text.lowercased() }
    for name in ["$numberInt", "$numberLong", "$numberDouble"] {
      if let text = wrapper[name] as? String { return digits(text) }
    }
    let binary = wrapper["$binary"] as? [String: Any]
    let base64 = binary?["base64"] as? String ?? wrapper["$binary"] as? String
    let type = binary?["subType"] as? String ?? wrapper["$type"] as? String
    guard let data = base64.flatMap({ Data(base64Encoded: $0) }), data.count == 16, type == "04" || type == "4" else {
      return raw
    }
    let digits = data.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
    return groups.joined(separator: "-")
  }

  /// A number without a fraction by its digits, whatever its spelling.
  static func digits(_ text: String) -> String {
    if let whole = Int64(text) { return String(whole) }
    return Double(text).flatMap { UInt128(exactly: $0) }.map { String($0) }
      ?? Double(text).flatMap { Int64(exactly: $0) }.map { String($0) } ?? text
  }
}
