import Compression
import Foundation
import Glibc
import Merge
import Synchronization

/// The folders that are being filled and have not got their names yet.
package enum Workplaces {
  private struct State {
    var locks: [String: WorkplaceLock] = [:]
    var hasPublished = false
    var expectsMore = false
  }

  private static let state = Mutex(State())

  /// Says that the program goes on when it has published a folder.
  package static func expectMore() { state.withLock { $0.expectsMore = true } }

  /// Makes a folder for its owner alone, and adds it. What killed runs have left of such folders is removed.
  ///
  /// - Parameter path: what its path begins with, its name with a dot; its name gets an end of its own.
  /// - Returns: its path; nil where the system refuses, with its reason in `errno`.
  package static func make(_ path: String) -> String? {
    WorkplaceLock.removeAbandoned(path)
    // An interruption waits until the folder is known, for else it would be left behind.
    let (made, reason) = state.withLock { state in
      // Another run may take it for an abandoned one before it is locked.
      for _ in 0..<100 {
        guard let made = SystemCall.makeUniqueFolder(path) else { break }
        if let lock = WorkplaceLock(made) {
          state.locks[made] = lock
          return (made as String?, errno)
        }
        let reason = errno
        SystemCall.removeFolder(made)
        errno = reason
      }
      return (nil, errno)
    }
    errno = reason
    return made
  }

  /// Calls `body` with a folder for its owner alone, which is removed also where the program is interrupted.
  ///
  /// - Parameters:
  ///   - parent: where it takes its room.
  ///   - name: what its name begins with, behind a dot.
  /// - Throws: `MergeError.temporaryFile`, and what `body` throws.
  package static func withFolder<Result>(
    in parent: String,
    named name: String,
    _ body: (String) throws -> Result
  ) throws -> Result {
    guard let folder = make("\(parent)/.\(name)") else { throw MergeError.temporaryFile(folder: parent, errno: errno) }
    defer { discard(folder) }
    return try body(folder)
  }

  /// Removes a folder and what is in it; what cannot be removed stays, for the next run to remove.
  package static func discard(_ path: String) {
    // Not in the middle of an interruption, which does the same.
    state.withLock { state in
      // Before the folder, for removing it takes a file descriptor.
      state.locks[path] = nil
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Gives a folder, or what was made in it, its name, which must not happen while folders are removed.
  package static func publish<Failure: Error>(
    _ path: String,
    _ work: () throws(Failure) -> Void
  ) throws(Failure) {
    try state.withLock { state throws(Failure) in
      try work()
      state.locks[path] = nil
      // What lies in a folder that is removed in the end was published for nobody.
      state.hasPublished = state.hasPublished || !state.locks.keys.contains { path.hasPrefix($0 + "/") }
    }
  }

  /// Removes all of them and calls `exit`, which must end the program and is told whether a folder has got its
  /// name: none does from here on. Does nothing where the last one has got it already, for then the work is done.
  package static func abandonAll(_ exit: (_ hasPublished: Bool) -> Never) {
    state.withLock { state in
      guard !state.hasPublished || state.expectsMore || !state.locks.isEmpty else { return }
      for path in state.locks.keys {
        // Who fills it may be making a file just now.
        for _ in 0..<10 where FileManager.default.fileExists(atPath: path) {
          try? FileManager.default.removeItem(atPath: path)
        }
      }
      exit(state.hasPublished)
    }
  }
}
