import ArgumentParser
import Foundation

/// Where temporary files take their room.
struct TemporaryFolderOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder for temporary files.", valueName: "folder"), completion: .directory)
  var tempDir: String?

  /// The folder that is meant.
  var folder: String {
    if let tempDir { return tempDir }
    if let folder = ProcessInfo.processInfo.environment["TMPDIR"], !folder.isEmpty { return folder }
    // Not /tmp at first, which is often memory.
    return FileManager.default.isWritableFile(atPath: "/var/tmp") ? "/var/tmp" : "/tmp"
  }
}
