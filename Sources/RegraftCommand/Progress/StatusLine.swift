import Compression
import Glibc
import Synchronization

/// The terminal's last line, which says how far the work is until something else is printed.
///
/// There is one for the program, as there is one standard error. Drawing never waits: a terminal that is stopped, or a
/// pipe that nobody reads, must not stop the work.
enum StatusLine {
  private struct State {
    var isShown = false
    /// By how many it is kept from being drawn.
    var holds = 0
  }

  private static let state = Mutex(State())

  /// Draws the line anew.
  ///
  /// - Parameter text: the line; nil where there is nothing to say any more.
  static func draw(_ text: () -> String?) {
    state.withLock { state in
      guard state.holds == 0, SystemCall.isReadyForOutput(STDERR_FILENO), let text = text() else { return }
      _ = SystemCall.write(Array("\r\(text)\u{1B}[K".utf8), to: STDERR_FILENO)
      state.isShown = true
    }
  }

  /// Adds lines of their own, which stay.
  static func add(_ lines: () -> [String]) {
    state.withLock { state in
      guard state.holds == 0, SystemCall.isReadyForOutput(STDERR_FILENO) else { return }
      _ = SystemCall.write(Array(lines().map { "regraft: \($0)\n" }.joined().utf8), to: STDERR_FILENO)
    }
  }

  /// Wipes the line.
  static func wipe() { state.withLock { wipe(&$0) } }

  /// Wipes the line, and draws none from here on.
  static func hold() {
    state.withLock { state in
      state.holds += 1
      wipe(&state)
    }
  }

  /// Prints something else in its place.
  static func aside<Result>(_ print: () -> Result) -> Result {
    hold()
    // The lock is free meanwhile: who reads what is printed may take its time, and Ctrl-C must not wait for that.
    defer { state.withLock { $0.holds -= 1 } }
    return print()
  }

  private static func wipe(_ state: inout State) {
    guard state.isShown else { return }
    _ = SystemCall.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO)
    state.isShown = false
  }
}
