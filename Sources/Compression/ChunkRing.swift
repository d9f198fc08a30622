import Foundation

/// A fixed number of chunks of memory that go round between a thread that fills them and one that
/// uses them up, in order.
///
/// Unchecked, because all of its variables are guarded by `condition`, which is their lock.
final class ChunkRing: @unchecked Sendable {
  private let condition = NSCondition()
  private let chunkBytes: Int
  /// How many chunks may be filled, the lent one included.
  private let capacity: Int

  /// The filled chunks, the oldest first, and what of each is filled.
  private var filled: [(memory: [UInt8], read: InflatedBytes)] = []

  /// The chunk that is in the hands of the using thread.
  private var lent: [UInt8]?

  /// Memory of chunks that have been used up. What was used last is filled first: it is still in the processor's cache,
  /// and no more of it is taken than there have to be chunks.
  private var unused: [[UInt8]] = []

  /// Whether the filling thread is done, be it at the end of its bytes or by an error.
  private var hasEnded = false
  private var failure: CompressionError?
  private var isStopped = false
  private var spareWork: (@Sendable () -> Bool)?

  /// Takes up to `chunks` times `chunkBytes` bytes of memory, when they are needed.
  init(chunkBytes: Int, chunks: Int) {
    self.chunkBytes = chunkBytes
    capacity = chunks
  }

  /// Whether there is no empty chunk. Only under the lock.
  private var isFull: Bool { filled.count + (lent == nil ? 0 : 1) == capacity }

  /// Whether the using thread would have to wait for the next chunk.
  var isEmpty: Bool { condition.withLock { filled.isEmpty && !hasEnded } }

  /// Has the filling thread do other work while there is no empty chunk.
  ///
  /// - Parameter work: does a piece of it; false where there is none.
  func useSpareTime(for work: @escaping @Sendable () -> Bool) { condition.withLock { spareWork = work } }

  /// Waits for an empty chunk, for the filling thread; nil when there is no more need for one.
  ///
  /// - Returns: the chunk's memory, whatever is in it.
  func waitForRoom() -> [UInt8]? {
    while let work = condition.withLock({ isFull && !isStopped ? spareWork : nil }), work() {}
    let memory: [UInt8]? = condition.withLock {
      while isFull, !isStopped { condition.wait() }
      guard !isStopped else { return nil }
      return unused.popLast() ?? []
    }
    guard let memory, memory.isEmpty else { return memory }
    return [UInt8](unwritten: chunkBytes)
  }

  /// Hands the chunk that `waitForRoom` gave over, its first bytes filled.
  func publish(_ memory: consuming [UInt8], _ read: InflatedBytes) {
    let memory = memory
    condition.withLock {
      precondition(read.count <= memory.count && !isFull, "a chunk that was not given out")
      filled.append((memory, read))
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
  func takeFilled() throws(CompressionError) -> (memory: [UInt8], read: InflatedBytes)? {
    // A result, because `withLock` hands no typed errors on.
    let result: Result<(memory: [UInt8], read: InflatedBytes)?, CompressionError> = condition.withLock {
      takeBack()
      while filled.isEmpty, !hasEnded, !isStopped { condition.wait() }
      if isStopped { return .success(nil) }
      if !filled.isEmpty {
        let next = filled.removeFirst()
        lent = next.memory
        return .success(next)
      }
      if let failure { return .failure(failure) }
      return .success(nil)
    }
    return try result.get()
  }

  /// Has the filling thread stop after the chunk that it is at, and waits for that. For the using thread.
  func stopAndWait() {
    stop()
    condition.withLock { while !hasEnded { condition.wait() } }
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
    guard let memory = lent.take() else { return }
    unused.append(memory)
    condition.signal()
  }
}
