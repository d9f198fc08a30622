import Compression
import Foundation
import Glibc

/// Tells a workplace that is being filled from one whose run was killed: the system opens the lock when the process ends,
/// however it ends.
final class WorkplaceLock: Sendable {
  private let descriptor: Int32
  /// Whether the file system has such locks; where it has none, nothing can be told.
  private let holds: Bool

  /// Locks a folder; nil where it is gone, or locked by another run, or where the system refuses.
  init?(_ path: String) {
    descriptor = SystemCall.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      holds = false
      return nil
    }
    holds = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    guard holds || errno != EWOULDBLOCK else { return nil }
    // It may have been removed before it was locked.
    guard let opened = SystemCall.status(of: descriptor),
      let named = SystemCall.status(of: path, followsLink: false), opened.st_ino == named.st_ino,
      opened.st_dev == named.st_dev
    else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Removes the workplaces of runs that were killed.
  ///
  /// - Parameter path: what their paths begin with.
  static func removeAbandoned(_ path: String) {
    let place = URL(fileURLWithPath: path)
    let beginning = Array("\(place.lastPathComponent)-".utf8)
    let parent = place.deletingLastPathComponent().path
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: parent) else { return }
    for name in names where name.utf8.starts(with: beginning) && name.utf8.count == beginning.count + 6 {
      let found = "\(parent)/\(name)"
      guard let status = SystemCall.status(of: found, followsLink: false), status.st_uid == geteuid(),
        let lock = WorkplaceLock(found), lock.holds
      else { continue }
      withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: found) }
    }
  }
}
