import ArgumentParser
import Glibc
import JSONStream
import Regraft

/// What a command prints: results on standard output, everything else on standard error.
enum Output {
  static func print(_ text: String) throws { try write(Array(text.utf8)) }

  static func print(_ document: JSONText) throws { try write(document.serialized(pretty: true) + [0x0A]) }

  /// Writes bytes to standard output, all of them.
  static func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress.map { $0 + start }, $0.count - start)
      }
      if count < 0 {
        if errno == EINTR { continue }
        // Who reads it has gone.
        if errno == EPIPE { throw ExitStatus.done.exit }
        note("standard output cannot be written: \(String(cString: strerror(errno)))")
        throw ExitStatus.failed.exit
      }
      start += count
    }
  }

  /// Says something on standard error.
  static func note(_ text: String) {
    let line = Array("regraft: \(text)\n".utf8)
    _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Says an error on standard error.
  ///
  /// - Returns: how the command ends.
  static func fail(_ error: any Error) -> ExitCode {
    if let exit = error as? ExitCode { return exit }
    let text = ErrorText(error)
    note(text.message)
    return (text.isUsage ? ExitStatus.usage : .failed).exit
  }
}

/// Collects lines, and writes them to standard output in large pieces.
struct LineWriter {
  private var buffer: [UInt8] = []

  mutating func write(_ line: [UInt8]) throws {
    buffer += line
    buffer.append(0x0A)
    if buffer.count >= 1 << 16 { try flush() }
  }

  mutating func flush() throws {
    try Output.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
