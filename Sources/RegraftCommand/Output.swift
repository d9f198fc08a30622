import ArgumentParser
import Compression
import Glibc
import JSONStream
import Regraft
import Reports

/// What a command prints: results on standard output, everything else on standard error.
enum Output {
  static func print(_ text: String) throws { try write(Array(text.utf8)) }

  static func print(_ document: JSONText) throws { try write(document.serialized(pretty: true) + [0x0A]) }

  /// Writes bytes to standard output, all of them.
  static func write(_ bytes: [UInt8]) throws {
    let problem = StatusLine.aside { SystemCall.write(bytes, to: STDOUT_FILENO) }
    switch problem {
    case 0: return
    // Who reads it has gone.
    case EPIPE: throw ExitStatus.done.exit
    default:
      note("standard output cannot be written: \(DamageText.system(problem))")
      throw ExitStatus.failed.exit
    }
  }

  /// Says something on standard error.
  static func note(_ text: String) {
    _ = StatusLine.aside { SystemCall.write(Array("regraft: \(text)\n".utf8), to: STDERR_FILENO) }
  }

  /// Says an error on standard error.
  ///
  /// - Returns: how the command ends.
  static func fail(_ error: any Error) -> ExitCode {
    if let exit = error as? ExitCode { return exit }
    let text = ErrorText(error)
    note(text.message)
    return ExitStatus(of: text).exit
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
