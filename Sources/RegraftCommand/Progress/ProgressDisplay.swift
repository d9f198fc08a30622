import Foundation
import Glibc
import Regraft
import Reports
import Synchronization

/// Shows on standard error how far the work is, from a thread of its own.
final class ProgressDisplay: Sendable {
  private enum Form { case bar, plain, none }

  /// A run that is shown, and the name of its job.
  private struct Shown {
    var job: String?
    var progress: RunProgress
  }

  private struct State {
    var shown: [Shown] = []
    var done = 0
    var isClosed = false
  }

  private let form: Form
  private let jobs: Int?
  private let state = Mutex(State())

  /// Shows what begins from here on, until it is closed.
  ///
  /// - Parameter jobs: how many runs there will be, of a batch.
  init(_ options: ProgressOptions, isQuiet: Bool, jobs: Int? = nil) {
    self.jobs = jobs
    form =
      switch options.progress {
      case .auto: !isQuiet && Self.isOnTerminal ? .bar : .none
      case .bar: .bar
      case .plain: .plain
      case .none: .none
      }
    switch form {
    // Short work shows nothing.
    case .bar: show(after: options.progressInterval ?? 0.5, every: options.progressInterval ?? 0.1)
    case .plain: show(after: options.progressInterval ?? 10, every: options.progressInterval ?? 10)
    case .none: break
    }
  }

  /// Begins to show a run.
  ///
  /// - Parameter job: the name of its job, in a batch.
  /// - Returns: what is to be told of it; nil where nothing is shown.
  func begin(_ job: String? = nil) -> RunProgress? {
    guard form != .none else { return nil }
    let progress = RunProgress()
    state.withLock { $0.shown.append(Shown(job: job?.visible, progress: progress)) }
    return progress
  }

  /// Ends a run of a batch.
  func end(_ progress: RunProgress?) {
    state.withLock { state in
      state.shown.removeAll { $0.progress === progress }
      state.done += 1
    }
  }

  /// Ends all, and wipes the bar.
  func close() {
    state.withLock { $0.isClosed = true }
    StatusLine.wipe()
  }

  private static var isOnTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  // MARK: The thread

  private func show(after delay: TimeInterval, every interval: TimeInterval) {
    let thread = Thread { [self] in
      Thread.sleep(forTimeInterval: delay)
      while !state.withLock({ $0.isClosed }) {
        if form == .bar { StatusLine.draw(bar) } else { StatusLine.add(lines) }
        Thread.sleep(forTimeInterval: interval)
      }
    }
    thread.name = "regraft-progress"
    thread.start()
  }

  /// The stages of what is shown at this moment; none where it is closed.
  private var present: (stages: [(job: String?, line: ProgressLine)], done: Int) {
    let (shown, done) = state.withLock { ($0.isClosed ? [] : $0.shown, $0.done) }
    return (shown.compactMap { run in run.progress.state.map { (run.job, ProgressLine($0)) } }, done)
  }

  private func bar() -> String? {
    let (stages, done) = present
    guard let first = stages.first else { return nil }
    let columns = Terminal.columns(of: STDERR_FILENO) ?? 80
    guard let jobs else { return first.line.bar(columns: columns) }
    let title = "\(done) of \(jobs) jobs done"
    guard stages.count > 1 else { return first.line.bar(columns: columns, title: "\(title); \(first.job ?? "")") }
    let running = stages.map { job, line in "\(job ?? ""): \(line.brief)" }
    return "\(title); \(running.joined(separator: ", "))".cut(to: columns - 1)
  }

  private func lines() -> [String] {
    present.stages.map { job, line in (job.map { "\($0): " } ?? "") + line.plain }
  }
}
