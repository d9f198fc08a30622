import Foundation
import Synchronization
import Testing

@testable import Merge

/// Work is done on no more threads than are wanted.
@Suite struct ConcurrencyTests {
  private struct State {
    var running = 0
    var most = 0
    var done = [Int](repeating: 0, count: 40)
  }

  @Test(arguments: [1, 2, 3]) func `each piece is done once, and few at a time`(threads: Int) {
    let state = Mutex(State())
    Concurrency(threads: threads).perform(40) { number in
      state.withLock { state in
        state.running += 1
        state.most = max(state.most, state.running)
        state.done[number] += 1
      }
      usleep(500)
      state.withLock { $0.running -= 1 }
    }
    let final = state.withLock { $0 }
    #expect(final.done == Array(repeating: 1, count: 40))
    #expect(final.most <= threads)
  }

  @Test func `without a number there is a thread for each core, and never none`() {
    #expect(Concurrency().threads == ProcessInfo.processInfo.activeProcessorCount)
    #expect(Concurrency(threads: 0).threads == 1)
  }

  @Test func `one thread makes all in their order`() throws {
    let work = OrderedWork<Int, Int>(Array(0..<1000), threads: 1) { elements in
      OrderedWork.Batch(outputs: elements.map { $0 * 2 }, bytes: elements.count)
    }
    var taken: [Int] = []
    try work.forEach { taken.append($0) }
    #expect(taken == (0..<1000).map { $0 * 2 })
  }
}
