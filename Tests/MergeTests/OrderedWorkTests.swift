import Synchronization
import Testing

@testable import Merge

/// Making something of many elements on all cores.
@Suite struct OrderedWorkTests {
  private struct Failure: Error, Equatable { var number: Int }

  private func work(_ count: Int, bytes: Int = 1, failing: Int? = nil) -> OrderedWork<Int, String> {
    OrderedWork(Array(0..<count)) { elements in
      var batch = OrderedWork<Int, String>.Batch()
      for element in elements {
        if element == failing { throw Failure(number: element) }
        batch.outputs.append("\(element)")
        batch.bytes += bytes
      }
      return batch
    }
  }

  @Test(arguments: [0, 1, 2, 3, 1000, 5003], [1, 1 << 20])
  func `outputs are taken in the order of their elements`(count: Int, bytes: Int) throws {
    var taken: [String] = []
    try work(count, bytes: bytes).forEach { taken.append($0) }
    #expect(taken == (0..<count).map(String.init))
  }

  @Test(arguments: [0, 1, 700, 1999])
  func `the error of an element is thrown, and nothing behind it is taken`(failing: Int) {
    var taken: [String] = []
    #expect(throws: Failure(number: failing)) {
      try work(2000, failing: failing).forEach { taken.append($0) }
    }
    #expect(taken == (0..<taken.count).map(String.init) && taken.count <= failing)
  }

  @Test func `who takes may stop`() {
    var taken = 0
    #expect(throws: Failure(number: 10)) {
      try work(2000).forEach { _ in
        taken += 1
        if taken == 10 { throw Failure(number: 10) }
      }
    }
    #expect(taken == 10)
  }

  @Test func `large elements are made few at a time`() throws {
    let largest = Mutex(0)
    let large = OrderedWork<Int, Int>(Array(0..<500)) { elements in
      largest.withLock { $0 = max($0, elements.count) }
      return .init(outputs: Array(elements), bytes: elements.count << 20)
    }
    var sum = 0
    try large.forEach { sum += $0 }
    #expect(sum == 500 * 499 / 2 && largest.withLock { $0 } == 1)
  }
}
