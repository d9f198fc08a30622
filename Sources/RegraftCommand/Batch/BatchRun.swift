import Batch
import Foundation
import Regraft
import Synchronization

/// What a job came to.
struct JobResult: Sendable {
  var name: String
  var status = ExitStatus.done
  var published: String?
  var totals: Figures?
  var error: ErrorText?
}

/// The jobs of a file, run.
final class BatchRun: Sendable {
  private let file: BatchFile
  private let lines: [JobCommandLine]
  private let publishes: Bool
  private let display: ProgressDisplay
  private let state: Mutex<State>

  private struct State {
    var next = 0
    var results: [JobResult?]
  }

  /// - Throws: `BatchFileError` where the settings of a job are none of recover's.
  init(_ file: BatchFile, publishes: Bool, display: ProgressDisplay) throws {
    self.file = file
    self.publishes = publishes
    self.display = display
    let options = try RecoverOptions()
    lines = try file.jobs.map { try JobCommandLine($0, in: file, options: options) }
    state = Mutex(State(results: Array(repeating: nil, count: file.jobs.count)))
  }

  /// Runs the jobs.
  ///
  /// - Parameter parallel: how many at a time.
  /// - Returns: what they came to, in the order of the file.
  func results(parallel: Int) -> [JobResult] {
    let group = DispatchGroup()
    for _ in 0..<min(parallel, lines.count) {
      group.enter()
      // Not on the pool of Dispatch, which a job that waits for a disk would hold.
      let thread = Thread { [self] in
        while let number = takeNext() {
          let result = result(of: number)
          state.withLock { $0.results[number] = result }
        }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return state.withLock { $0.results.compactMap(\.self) }
  }

  private func takeNext() -> Int? {
    state.withLock { state in
      guard state.next < lines.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func result(of number: Int) -> JobResult {
    let job = file.jobs[number]
    var result = JobResult(name: job.name)
    let progress = display.begin(job.name)
    defer { display.end(progress) }
    do {
      let backups = job.backup.current
      if case .latest(let pattern) = job.backup, backups.isEmpty {
        throw BatchFileError(path: file.path, place: job.place, .noBackup(pattern: pattern))
      }
      let command = try lines[number].command(backups: backups)
      let outcome = try command.recovery(hashesInputs: publishes, progress: progress).run(publishes: publishes)
      result.totals = outcome.plan?.totals
      result.published = outcome.published
      result.status = outcome.status
      result.error = outcome.failure.map { ErrorText($0) }
    } catch {
      let text = ErrorText(error)
      result.error = text
      result.status = ExitStatus(of: text)
    }
    return result
  }
}
