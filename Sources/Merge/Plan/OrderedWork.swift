import Compression
import Dispatch
import Synchronization

/// Makes something of each of many elements on several threads, and takes what was made in their order.
///
/// It begins with one element a thread, and gives each thread twice as many at a time while what is made is small: however
/// large objects are, few of them are in memory at once.
struct OrderedWork<Element: Sendable, Output: Sendable>: Sendable {
  private static var mostElements: Int { 256 }
  private static var smallBytes: Int { 1 << 14 }

  private let elements: [Element]
  private let concurrency: Concurrency
  /// What is made of some elements, in their order, and about how many bytes it takes.
  struct Batch: Sendable {
    var outputs: [Output] = []
    var bytes = 0
  }

  private let make: @Sendable (ArraySlice<Element>) throws -> Batch

  /// - Parameters:
  ///   - threads: how many there are; nil for one a core.
  ///   - make: is called on any thread.
  init(
    _ elements: [Element],
    threads: Int? = nil,
    make: @escaping @Sendable (ArraySlice<Element>) throws -> Batch
  ) {
    self.elements = elements
    concurrency = Concurrency(threads: threads)
    self.make = make
  }

  /// What is made on other threads, while outputs are taken.
  private final class Round: Sendable {
    let range: Range<Int>
    private let batches: Mutex<[Result<Batch, any Error>?]>
    private let isDone = DispatchSemaphore(value: 0)

    init(_ work: OrderedWork, _ range: Range<Int>, batchCount: Int) {
      self.range = range
      batches = Mutex(Array(repeating: nil, count: batchCount))
      let makeAll = { @Sendable [self] in
        work.concurrency.perform(batchCount) { number in
          let start = range.lowerBound + range.count * number / batchCount
          let end = range.lowerBound + range.count * (number + 1) / batchCount
          let made = Result { try work.make(work.elements[start..<end]) }
          batches.withLock { $0[number] = made }
        }
        isDone.signal()
      }
      // Where no thread can be had, it is done here and now.
      if SystemCall.startThread(makeAll) != 0 { makeAll() }
    }

    func made() throws -> [Batch] {
      isDone.wait()
      return try batches.withLock { batches in try batches.compactMap { try $0?.get() } }
    }
  }

  /// Calls `take` with each output.
  ///
  /// - Throws: what `make` and `take` throw.
  func forEach(_ take: (Output) throws -> Void) throws {
    // A thread takes memory, which whoever takes the outputs, and perhaps is in the middle of writing, could then lack.
    guard !SystemCall.limitsMemory else { return try forEachOneByOne(take) }
    let cores = concurrency.threads
    var count = 1
    var start = 0
    // Two, so that no core waits for the slowest batch of one of them; with one thread there are no others.
    let mostRounds = cores > 1 ? 2 : 1
    var rounds: [Round] = []
    // Nothing goes on behind the caller's back.
    defer { for round in rounds { _ = try? round.made() } }
    func begin() {
      while rounds.count < mostRounds, start < elements.count {
        let range = start..<min(start + count * cores, elements.count)
        rounds.append(Round(self, range, batchCount: min(cores, range.count)))
        start = range.upperBound
      }
    }
    begin()
    while !rounds.isEmpty {
      let round = rounds.removeFirst()
      let made = try round.made()
      let bytes = made.reduce(0) { $0 + $1.bytes }
      count = bytes < round.range.count * Self.smallBytes ? min(count * 2, Self.mostElements) : 1
      begin()
      for batch in made { for output in batch.outputs { try take(output) } }
    }
  }

  private func forEachOneByOne(_ take: (Output) throws -> Void) throws {
    for number in elements.indices {
      for output in try make(elements[number...number]).outputs { try take(output) }
    }
  }
}
