import Foundation

/// A fixed number of chunks of memory that go round between a thread that fills them and one that
/// uses them up, in order.
///
/// Unchecked, because all of its variables are guarded by `condition`, which is their lock.
final class ChunkRing: @unchecked Sendable {
  private let condition = NSCondition()
  private let chunkBytes: Int

  /// The memory of the chunks, each as large as any; empty where it was not needed yet, and while the filling thread
  /// has it.
  private var chunks: [[UInt8]]

  /// How many bytes each chunk has been filled with.
  private var counts: [Int]

  /// The index of the oldest filled chunk.
  private var first = 0

  /// How many chunks are filled, the lent one included.
  private var filled = 0

  /// Whether the oldest filled chunk is in the hands of the using thread.
  private var isLent = false

  /// Whether the filling thread is done, be it at the end of its bytes or by an error.
  private var hasEnded = false
  private var failure: CompressionError?
  private var isStopped = false
  private var spareWork: (@Sendable () -> Bool)?

  /// Takes up to `chunks` times `chunkBytes` bytes of memory, when they are needed.
  init(chunkBytes: Int, chunks: Int) {
    self.chunkBytes = chunkBytes
    self.chunks = Array(repeating: [], count: chunks)
    counts = Array(repeating: 0, count: chunks)
  }

  /// Has the filling thread do other work while there is no empty chunk.
  ///
  /// - Parameter work: does a piece of it; false where there is none.
  func useSpareTime(for work: @escaping @Sendable () -> Bool) { condition.withLock { spareWork = work } }

  /// Waits for an empty chunk, for the filling thread; nil when there is no more need for one.
  ///
  /// - Returns: the chunk's memory, whatever is in it.
  func waitForRoom() -> [UInt8]? {
    while let work = condition.withLock({ filled == counts.count && !isStopped ? spareWork : nil }), work() {}
    let memory: [UInt8]? = condition.withLock {
      while filled == counts.count, !isStopped { condition.wait() }
      guard !isStopped else { return nil }
      var memory: [UInt8] = []
      swap(&memory, &chunks[(first + filled) % counts.count])
      return memory
    }
    guard let memory, memory.isEmpty else { return memory }
    return [UInt8](unwritten: chunkBytes)
  }

  /// Hands the chunk that `waitForRoom` gave over, its first `count` bytes filled.
  func publish(_ memory: consuming [UInt8], count: Int) {
    let memory = memory
    condition.withLock {
      precondition(count <= memory.count && filled < counts.count, "a chunk that was not given out")
      let index = (first + filled) % counts.count
      chunks[index] = memory
      counts[index] = count
      filled += 1
      condition.signal()
    }
  }

  /// Tells that no more chunks come, and why if it is by an error.
  func end(_ failure: CompressionError?) {
    condition.withLock {
      hasEnded = true
      self.failure = failure
      condition.signal()
    }
  }

  /// Takes back the chunk that was lent last and waits for the next filled one, for the using thread;
  /// nil behind the last one and after `stop`.
  ///
  /// - Throws: the error that the filling thread ended with, behind the last chunk.
  func takeFilled() throws(CompressionError) -> ArraySlice<UInt8>? {
    // A result, because `withLock` hands no typed errors on.
    let result: Result<ArraySlice<UInt8>?, CompressionError> = condition.withLock {
      takeBack()
      while filled == 0, !hasEnded, !isStopped { condition.wait() }
      if isStopped { return .success(nil) }
      if filled > 0 {
        isLent = true
        return .success(chunks[first][..<counts[first]])
      }
      if let failure { return .failure(failure) }
      return .success(nil)
    }
    return try result.get()
  }

  /// Lets both threads go, whatever they wait for.
  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }

  /// Makes the lent chunk empty again. Only under the lock.
  private func takeBack() {
    guard isLent else { return }
    isLent = false
    first = (first + 1) % counts.count
    filled -= 1
    condition.signal()
  }
}
