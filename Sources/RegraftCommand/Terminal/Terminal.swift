import Compression
import Glibc

/// The terminal to which something is printed.
enum Terminal {
  /// How many columns there are; nil where a file descriptor is no terminal.
  static func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    return SystemCall.columns(ofTerminal: descriptor) ?? 80
  }
}
