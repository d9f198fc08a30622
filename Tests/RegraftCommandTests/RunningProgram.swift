import Foundation
import TestSupport
import Testing

/// The program while it waits for its standard input, so that a test can look at what it says meanwhile.
struct RunningProgram {
  private let folder: TemporaryFolder
  private let process = Process()
  private let input = Pipe()

  /// - Parameters:
  ///   - output: where its standard output goes; nil for a file.
  ///   - errors: where its standard error goes; nil for a file.
  init(
    _ arguments: [String],
    in folder: TemporaryFolder,
    environment: [String: String] = [:],
    output: FileHandle? = nil,
    errors: FileHandle? = nil
  ) throws {
    self.folder = folder
    process.executableURL = Program.url
    process.arguments = arguments
    process.environment = Program.environment(environment, in: folder)
    process.standardInput = input
    process.standardOutput = try output ?? FileHandle(forWritingAtPath: folder.write([], to: "stdout"))
    process.standardError = try errors ?? FileHandle(forWritingAtPath: folder.write([], to: "stderr"))
    try process.run()
  }

  func write(_ bytes: some Sequence<UInt8>) throws { try input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

  var output: String { text("stdout") }
  var errors: String { text("stderr") }

  private func text(_ name: String) -> String { String(decoding: folder.read(name) ?? [], as: UTF8.self) }

  /// Interrupts it, as Ctrl-C does, and waits for its end.
  ///
  /// - Returns: its exit code.
  func interrupt() -> Int32 {
    process.interrupt()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Ends its input, and waits for its end.
  ///
  /// - Returns: its exit code.
  func finish() throws -> Int32 {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// A terminal of which a test is the other side.
final class PseudoTerminal {
  private let ours: Int32
  /// What the program has for a terminal.
  let theirs: FileHandle

  init(columns: UInt16) throws {
    var (ours, theirs): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&ours, &theirs, nil, nil, &size) == 0)
    self.ours = ours
    self.theirs = FileHandle(fileDescriptor: theirs, closeOnDealloc: true)
  }

  deinit { close(ours) }

  /// What has been written to it since the last time.
  func read() -> String {
    var text: [UInt8] = []
    var request = pollfd(fd: ours, events: Int16(POLLIN), revents: 0)
    while poll(&request, 1, 0) == 1, request.revents & Int16(POLLIN) != 0 {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = Glibc.read(ours, &bytes, bytes.count)
      guard count > 0 else { break }
      text += bytes.prefix(count)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Waits, at most three minutes, for something to come true: under a sanitizer a program takes its time.
func wait(until condition: () -> Bool) {
  let end = ContinuousClock.now + .seconds(180)
  while !condition(), ContinuousClock.now < end { usleep(10_000) }
}
