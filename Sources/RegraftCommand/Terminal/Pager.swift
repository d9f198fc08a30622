import Compression
import Foundation
import Glibc

/// The program through which a person reads what is longer than the terminal: `$PAGER`, or `less`.
///
/// While it runs, standard output is what it reads.
final class Pager {
  private let process: Process

  /// Starts the pager.
  ///
  /// - Returns: nil where standard output is no terminal, or `$PAGER` is empty or `cat`, or it cannot be started.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard isatty(STDOUT_FILENO) == 1, let command = Self.command(environment) else { return nil }
    process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = pipe
    var environment = environment
    // Ends at once where all fits on the screen, and leaves it there.
    if environment["LESS"] == nil { environment["LESS"] = "FRX" }
    process.environment = environment
    guard (try? process.run()) != nil else { return nil }
    dup2(pipe.fileHandleForWriting.fileDescriptor, STDOUT_FILENO)
    try? pipe.fileHandleForWriting.close()
  }

  /// Waits until the person has read enough.
  func finish() {
    // The pager's end of the pipe, and nothing else is to be printed.
    let nowhere = SystemCall.open("/dev/null", O_WRONLY)
    dup2(nowhere, STDOUT_FILENO)
    close(nowhere)
    process.waitUntilExit()
  }

  /// - Returns: nil for none.
  static func command(_ environment: [String: String]) -> String? {
    guard let named = environment["PAGER"] else {
      let folders = (environment["PATH"] ?? "").split(separator: ":")
      return folders.contains { SystemCall.hasAccess("\($0)/less", X_OK) } ? "less" : nil
    }
    let command = named.trimmingCharacters(in: .whitespaces)
    return command.isEmpty || command == "cat" ? nil : command
  }
}
