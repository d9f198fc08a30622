import Compression
import Foundation

/// A page that appears at its place as a whole or not at all, readable by its owner alone.
package struct ReportFile {
  /// How a page of Regraft's begins.
  private static let beginning = HTMLResources.page.prefix { $0 != "{" }

  private let path: String
  private let replaces: Bool

  /// - Parameter replaces: whether an earlier page may stand at the place.
  /// - Throws: `ReportFileError` where something stands there that must not be lost.
  package init(path: String, replaces: Bool = false) throws(ReportFileError) {
    self.path = path
    self.replaces = replaces
    guard let status = SystemCall.status(of: path, followsLink: false) else { return }
    guard replaces else { throw .exists(path: path) }
    let file = FileHandle(forReadingAtPath: path)
    let start = try? file?.read(upToCount: Self.beginning.utf8.count)
    guard status.st_mode & S_IFMT == S_IFREG, start == Data(Self.beginning.utf8) else {
      throw .notReplaceable(path: path)
    }
  }

  /// Writes the page of a plan.
  ///
  /// - Throws: `ReportFileError`, or what the plan's source throws.
  package func write(_ report: HTMLReport<some ReportSource>) throws {
    let place = URL(fileURLWithPath: path)
    let name = ".\(place.lastPathComponent.prefix(100)).regraft-\(UUID().uuidString)"
    let workplace = place.deletingLastPathComponent().appendingPathComponent(name).path
    let descriptor = SystemCall.open(
      workplace,
      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
      mode: S_IRUSR | S_IWUSR
    )
    guard descriptor >= 0 else { throw ReportFileError.cannotWrite(path: path, errno: errno) }
    defer {
      close(descriptor)
      // Is no longer there where all went well.
      SystemCall.unlink(workplace)
    }
    try report.write { bytes in
      let problem = SystemCall.write(bytes, to: descriptor)
      guard problem == 0 else { throw ReportFileError.cannotWrite(path: path, errno: problem) }
    }
    // Whatever the process's mask.
    guard fchmod(descriptor, S_IRUSR | S_IWUSR) == 0, fsync(descriptor) == 0 || errno == EINVAL,
      replaces ? SystemCall.rename(workplace, to: path) : SystemCall.rename(workplace, toNew: path)
    else {
      throw errno == EEXIST
        ? ReportFileError.exists(path: path) : ReportFileError.cannotWrite(path: path, errno: errno)
    }
  }
}

/// Why a page was not written.
public enum ReportFileError: Error, Equatable, Sendable {
  /// Something stands at the output's place already.
  case exists(path: String)
  /// What stands at the output's place is no page of Regraft's, so that it is not replaced.
  case notReplaceable(path: String)
  /// The file cannot be written; `errno` is the system's reason.
  case cannotWrite(path: String, errno: Int32)
}
