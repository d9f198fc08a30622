import Foundation

/// A fixed number of chunks of memory that go round between a thread that fills them and one that
/// uses them up, in order.
///
/// Unchecked, because all of its variables are guarded by `condition`, which is their lock. The bytes
/// of a chunk are not: a chunk belongs to the filling thread from `waitForRoom` to `publish`, and to
/// the using thread from one `takeFilled` to the next.
final class ChunkRing: @unchecked Sendable {
  private let condition = NSCondition()
  private let memory: UnsafeMutableRawBufferPointer
  private let chunkBytes: Int

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

  /// Allocates all the memory: `chunks` times `chunkBytes` bytes.
  init(chunkBytes: Int, chunks: Int) {
    self.chunkBytes = chunkBytes
    counts = Array(repeating: 0, count: chunks)
    memory = .allocate(byteCount: chunkBytes * chunks, alignment: 64)
  }

  deinit {
    memory.deallocate()
  }

  /// Waits for an empty chunk, for the filling thread; nil when there is no more need for one.
  func waitForRoom() -> UnsafeMutableRawBufferPointer? {
    condition.withLock {
      while filled == counts.count, !isStopped { condition.wait() }
      return isStopped ? nil : chunk((first + filled) % counts.count, count: chunkBytes)
    }
  }

  /// Hands the chunk that `waitForRoom` gave over, its first `count` bytes filled.
  func publish(_ count: Int) {
    condition.withLock {
      precondition(count <= chunkBytes && filled < counts.count, "a chunk that was not given out")
      counts[(first + filled) % counts.count] = count
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

  /// Gives back the chunk that was lent last and waits for the next filled one, for the using thread;
  /// nil behind the last one and after `stop`.
  ///
  /// - Throws: the error that the filling thread ended with, behind the last chunk.
  func takeFilled() throws(CompressionError) -> UnsafeRawBufferPointer? {
    // A result, because `withLock` hands no typed errors on.
    let result: Result<UnsafeRawBufferPointer?, CompressionError> = condition.withLock {
      giveBack()
      while filled == 0, !hasEnded, !isStopped { condition.wait() }
      if isStopped { return .success(nil) }
      if filled > 0 {
        isLent = true
        return .success(UnsafeRawBufferPointer(chunk(first, count: counts[first])))
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
  private func giveBack() {
    guard isLent else { return }
    isLent = false
    first = (first + 1) % counts.count
    filled -= 1
    condition.signal()
  }

  private func chunk(_ index: Int, count: Int) -> UnsafeMutableRawBufferPointer {
    let start = index * chunkBytes
    return UnsafeMutableRawBufferPointer(rebasing: memory[start..<(start + count)])
  }
}
