import Compression
import Foundation
import Synchronization

/// Work on several threads at a time.
package struct Concurrency: Sendable {
  /// How many threads there are.
  let threads: Int

  /// - Parameter threads: how many are wanted; nil for one a core.
  package init(threads: Int? = nil) {
    self.threads = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Does some pieces of work, beginning with those of the lowest numbers, and waits for them.
  func perform(_ count: Int, _ work: @Sendable (Int) -> Void) {
    let next = Atomic(0)
    SystemCall.run(onThreads: min(threads, count)) {
      while case let number = next.wrappingAdd(1, ordering: .relaxed).oldValue, number < count { work(number) }
    }
  }

  /// What comes of each of some values, in their order.
  ///
  /// - Parameter size: how much work a value is: what is most is begun first, so that no thread waits for it.
  package func map<Value: Sendable, Result: Sendable>(
    _ values: [Value],
    size: (Value) -> some Comparable,
    _ transform: @Sendable (Value) -> Result
  ) -> [Result] {
    let largestFirst = values.indices.map { ($0, size(values[$0])) }.sorted { $0.1 > $1.1 }.map(\.0)
    let results = Mutex([Result?](repeating: nil, count: values.count))
    perform(values.count) { number in
      let result = transform(values[largestFirst[number]])
      results.withLock { $0[largestFirst[number]] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
