import Foundation
import Glibc
import Merge
import Synchronization

/// The folders that are being filled and have not got their names yet.
package enum Workplaces {
  private struct State {
    var paths: Set<String> = []
    var hasPublished = false
    var expectsMore = false
  }

  private static let state = Mutex(State())

  /// Says that the program goes on when it has published a folder.
  package static func expectMore() { state.withLock { $0.expectsMore = true } }

  /// Makes a folder for its owner alone, and adds it.
  ///
  /// - Parameter path: what its path begins with; its name gets an end of its own.
  /// - Returns: its path; nil where the system refuses, with its reason in `errno`.
  package static func make(_ path: String) -> String? {
    // Whatever stands for the letters at the end is made up by the system.
    var template = Array("\(path)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, chmod(template, S_IRWXU) == 0 else { return nil }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    state.withLock { _ = $0.paths.insert(made) }
    return made
  }

  /// Calls `body` with a folder for its owner alone, which is removed also where the program is interrupted.
  ///
  /// - Parameters:
  ///   - parent: where it takes its room.
  ///   - name: what its name begins with.
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package static func withFolder<Result>(
    in parent: String,
    named name: String,
    _ body: (String) throws -> Result
  ) throws -> Result {
    guard let folder = make("\(parent)/\(name)") else { throw MergeError.temporaryFile(folder: parent, errno: errno) }
    defer {
      try? FileManager.default.removeItem(atPath: folder)
      remove(folder)
    }
    return try body(folder)
  }

  package static func remove(_ path: String) { state.withLock { _ = $0.paths.remove(path) } }

  /// Gives a folder its name, which must not happen while folders are removed.
  static func publish(
    _ path: String,
    _ work: () throws(ImportFolderError) -> Void
  ) throws(ImportFolderError) {
    try state.withLock { state throws(ImportFolderError) in
      try work()
      state.paths.remove(path)
      // What lies in a folder that is removed in the end was published for nobody.
      state.hasPublished = state.hasPublished || !state.paths.contains { path.hasPrefix($0 + "/") }
    }
  }

  /// Removes all of them and calls `exit`, which must end the program and is told whether a folder has got its
  /// name: none does from here on. Does nothing where the last one has got it already, for then the work is done.
  package static func abandonAll(_ exit: (_ hasPublished: Bool) -> Never) {
    state.withLock { state in
      guard !state.hasPublished || state.expectsMore || !state.paths.isEmpty else { return }
      for path in state.paths {
        // Who fills it may be making a file just now.
        for _ in 0..<10 where FileManager.default.fileExists(atPath: path) {
          try? FileManager.default.removeItem(atPath: path)
        }
      }
      exit(state.hasPublished)
    }
  }
}
