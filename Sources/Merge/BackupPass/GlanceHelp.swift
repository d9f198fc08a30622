import Dispatch
import Synchronization

/// Has other threads than that of the pass walk over batches, when they have time.
final class GlanceHelp: Sendable {
  private let waiting = Mutex<[GlanceWalk]>([])
  private let glancer: Mutex<DocumentGlancer>

  init(_ glancer: DocumentGlancer) { self.glancer = Mutex(glancer) }

  func add(_ walk: GlanceWalk) {
    waiting.withLock { waiting in
      waiting.removeAll { $0.isTaken }
      waiting.append(walk)
    }
  }

  /// Walks over a batch that nobody else does or has.
  ///
  /// - Returns: false where there is none, or another thread is here already.
  func walkOne() -> Bool {
    let hasWalked = glancer.withLockIfAvailable { glancer in
      while let walk = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        if walk.run(&glancer) { return true }
      }
      return false
    }
    return hasWalked ?? false
  }
}

/// The walk over one batch, by whoever comes to it first.
final class GlanceWalk: Sendable {
  private enum State {
    case waiting(DocumentBatch)
    case isUnderWay
    case done(DocumentBatch)
  }

  private let state: Mutex<State>
  private let isDone = DispatchSemaphore(value: 0)

  init(_ batch: consuming DocumentBatch) { state = Mutex(.waiting(batch)) }

  /// Whether it is under way or done.
  var isTaken: Bool {
    state.withLock { state in
      guard case .waiting = state else { return true }
      return false
    }
  }

  /// Walks over the batch.
  ///
  /// - Returns: false where somebody else does or has.
  func run(_ glancer: inout DocumentGlancer) -> Bool {
    // Taken out and put back, so that nothing else holds it and its memory is not copied.
    let waiting: DocumentBatch? = state.withLock { state in
      guard case .waiting(let batch) = state else { return nil }
      state = .isUnderWay
      return batch
    }
    guard var batch = waiting else { return false }
    glancer.walk(&batch)
    state.withLock { [batch] in $0 = .done(batch) }
    isDone.signal()
    return true
  }

  /// Waits until the walk is done, and takes the batch.
  func finish() -> DocumentBatch? {
    isDone.wait()
    return state.withLock { state in
      guard case .done(let batch) = state else { return nil }
      state = .isUnderWay
      return batch
    }
  }
}
