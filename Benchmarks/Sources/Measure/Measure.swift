@preconcurrency import Glibc

// Foundation is left out on purpose: before a child runs its own program it has this one's memory,
// and a large one would count as the child's peak.
// `@preconcurrency`: C's `stderr` and `environ` are variables, which this one thread only reads.

/// Runs a command and writes a line with its wall time in seconds and its peak memory in KB.
@main
struct Measure {
  private static let usage = "usage: Measure FILE COMMAND [ARGUMENT]...\n"

  /// Ends as the command does: with its exit status, or 128 and the number of its signal.
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count > 2 else {
      fputs(usage, stderr)
      exit(64)
    }
    let command = Array(arguments[2...])
    let start = now()
    guard let child = spawn(command) else {
      fputs("Measure: cannot run \(command[0])\n", stderr)
      exit(127)
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) == -1, errno == EINTR {}
    let line = "\(now() - start) \(usage.ru_maxrss)\n"
    guard let report = fopen(arguments[1], "w"), fputs(line, report) >= 0, fclose(report) == 0 else {
      fputs("Measure: cannot write \(arguments[1])\n", stderr)
      exit(74)
    }
    let signal = status & 0x7F
    exit(signal == 0 ? status >> 8 & 0xFF : 128 + signal)
  }

  /// Starts a command that is looked up in PATH; nil when there is none.
  private static func spawn(_ command: [String]) -> pid_t? {
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var child: pid_t = 0
    return posix_spawnp(&child, command[0], nil, nil, &arguments, environ) == 0 ? child : nil
  }

  /// Seconds on a clock that only goes forward.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
