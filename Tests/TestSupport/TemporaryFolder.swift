import Foundation

/// A folder of its own for one test, removed with everything in it when the test lets it go.
package final class TemporaryFolder {
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("regraft-tests-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a name in the folder.
  package func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, over what is there, with the folders around it, and returns its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String = "file") throws -> String {
    let file = URL(fileURLWithPath: path(of: name))
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Writes a text file in the same way.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  /// The bytes of a file; nil where there is none.
  package func read(_ name: String) -> [UInt8]? {
    // By a handle: FileManager forgets the memory that it read an empty file into.
    guard let file = FileHandle(forReadingAtPath: path(of: name)) else { return nil }
    return try? Array(file.readToEnd() ?? Data())
  }

  /// The paths of all files below the folder, sorted.
  package var files: [String] {
    FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String }.sorted() ?? []
  }
}
