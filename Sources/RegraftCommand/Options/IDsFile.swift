import Foundation
import Regraft

/// A file of ids: one a line, or a JSON array.
enum IDsFile {
  /// - Throws: `MergeError.usage` where it cannot be read.
  static func ids(in path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw MergeError.usage(.idsFile(path: path, .unreadable))
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    guard let text = String(validating: data.starts(with: mark) ? data.dropFirst(3) : data, as: UTF8.self) else {
      throw MergeError.usage(.idsFile(path: path, .notUTF8))
    }
    if text.drop(while: \.isWhitespace).first == "[" {
      guard let ids = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
        throw MergeError.usage(.idsFile(path: path, .notTexts))
      }
      return ids
    }
    return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      !$0.isEmpty
    }
  }
}
