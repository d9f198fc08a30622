import Crypto
import Foundation
import Values

/// Ids of objects that must never come back, for somebody has asked to be forgotten.
public struct ErasedIDs: Sendable {
  /// Ids in their normal form.
  private var ids: Set<String> = []
  /// SHA-256 of ids in their normal form.
  private var digests: Set<[UInt8]> = []
  /// The file, as it was read.
  public let input: InputFile

  /// Reads a file with one id a line, or the SHA-256 of one in hex digits, so that the file itself names
  /// nobody.
  ///
  /// - Throws: `MergeError.usage` where it cannot be read, or a line is neither.
  public init(path: String) throws(MergeError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .usage(.erasedFile(path: path, line: nil))
    }
    input = InputFile(path: path, bytes: UInt64(data.count), sha256: Hex.text(SHA256.hash(data: data)))
    guard let text = String(validating: data, as: UTF8.self) else { throw .usage(.erasedFile(path: path, line: 1)) }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.isEmpty { continue }
      if let reference = Reference(line) {
        ids.insert(reference.id)
      } else if let digest = Self.digest(line) {
        digests.insert(digest)
      } else {
        throw .usage(.erasedFile(path: path, line: number + 1))
      }
    }
  }

  /// The bytes of 64 hex digits, or nil where a text is something else.
  private static func digest(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }

  /// Whether an id, in its normal form, is one of them.
  func contains(_ id: String) -> Bool {
    ids.contains(id) || !digests.isEmpty && digests.contains(Array(SHA256.hash(data: Data(id.utf8))))
  }
}
