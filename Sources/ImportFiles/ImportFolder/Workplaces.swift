import Foundation
import Synchronization

/// The folders that are being filled and have not got their names yet.
package enum Workplaces {
  private static let paths = Mutex<Set<String>>([])

  static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }
  static func remove(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Does what must not happen while the folders are removed.
  static func whileNotAbandoned(_ work: () throws(ImportFolderError) -> Void) throws(ImportFolderError) {
    try paths.withLock { _ throws(ImportFolderError) in try work() }
  }

  /// Removes all of them and calls `exit`, which must end the program: no folder gets its name from
  /// here on.
  package static func abandonAll(_ exit: () -> Never) -> Never {
    paths.withLock { paths in
      for path in paths {
        // Who fills it may be making a file just now.
        for _ in 0..<10 where FileManager.default.fileExists(atPath: path) {
          try? FileManager.default.removeItem(atPath: path)
        }
      }
      exit()
    }
  }
}
