import Dispatch
import Foundation
import Synchronization

/// Work on several threads at a time.
struct Concurrency: Sendable {
  /// How many threads there are.
  let threads: Int

  /// - Parameter threads: how many are wanted; nil for one a core.
  init(threads: Int? = nil) {
    self.threads = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Does some pieces of work, beginning with those of the lowest numbers, and waits for them.
  func perform(_ count: Int, _ work: @Sendable (Int) -> Void) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while case let number = next.wrappingAdd(1, ordering: .relaxed).oldValue, number < count { work(number) }
    }
  }
}
