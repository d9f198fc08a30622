import Foundation
import TestSupport

/// The key of an object, and how the sides write it.
struct ModelKey: Hashable, Sendable {
  /// How a backup writes it.
  enum Form: Sendable {
    /// As it stands.
    case text
    /// `/db/TABLE/KEY`.
    case reference
    case objectID
    case integer
    case uuid
    /// As `_id`, with the reference as `id`.
    case both
  }

  /// The key as it is read from the backup.
  var text: String
  /// The key under which the export has the object, which differs where a stored key was percent-encoded.
  var exported: String
  var form = Form.text

  /// Characters that `encodeURIComponent` keeps.
  private static let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8)

  /// The normal form of an id.
  static func id(_ table: String, _ key: String) -> String {
    "/db/\(table)/"
      + key.utf8.map { kept.contains($0) ? String(UnicodeScalar($0)) : "%" + twoDigits($0).uppercased() }.joined()
  }

  /// An id in one of the spellings that mean the same.
  static func spelled(_ table: String, _ key: String, _ random: inout SeededGenerator) -> String {
    "/db/\(table)/"
      + key.unicodeScalars.map { scalar -> String in
        // "%" and "/" have a meaning of their own where they are not encoded.
        let mayStand = scalar != "%" && scalar != "/"
        let isKept = scalar.isASCII && kept.contains(UInt8(scalar.value))
        if mayStand, random.chance(isKept ? 0.95 : 0.1) {
          return String(scalar)
        }
        let isUpper = random.chance(0.8)
        return String(scalar).utf8.map { "%" + (isUpper ? twoDigits($0).uppercased() : twoDigits($0)) }.joined()
      }
      .joined()
  }

  /// The normal form of the id that a text is; nil where it is none.
  static func reference(_ text: String) -> String? {
    let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1] == "db", !parts[2].isEmpty, !parts[3].isEmpty else { return nil }
    return String(parts[3]).removingPercentEncoding.map { id(String(parts[2]), $0) }
  }

  /// The other reading of a key that was stored as it stands and holds a valid `%XX`; nil where there is none.
  var decoded: String? {
    guard form == .text, !text.hasPrefix("/db/"), text.contains(#/%[0-9A-Fa-f]{2}/#) else { return nil }
    return text.removingPercentEncoding
  }

  /// The members of a stored document that say which object it is.
  func stored(_ table: String, _ random: inout SeededGenerator) -> [(String, Document.Value)] {
    switch form {
    case .text: return [("_id", .string(text))]
    case .reference: return [("_id", .string(Self.spelled(table, text, &random)))]
    case .objectID: return [("_id", .objectID(Self.bytes(text)))]
    case .integer:
      let number = Int64(text) ?? 0
      return [("_id", random.element(of: [.int64(number), .int32(Int32(number)), .double(Double(number))]))]
    case .uuid: return [("_id", .binary(4, Self.bytes(text.replacing("-", with: ""))))]
    case .both:
      return [("_id", .string(text)), ("id", .string(Self.spelled(table, text, &random)))].shuffled(using: &random)
    }
  }

  /// Bytes as lower-case hex digits.
  static func hex(_ bytes: [UInt8]) -> String { bytes.map(twoDigits).joined() }

  private static func twoDigits(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private static func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
  }
}
