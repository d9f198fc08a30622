import Crypto
import Synchronization

/// The SHA-256 of a file that is read from front to back.
///
/// It takes a seventh of the time of inflating. Where one thread reads and inflates, and another one waits for it, bytes can be
/// kept for that one; too many of them are not kept.
final class FileDigest: Sendable {
  private struct State {
    var digest = SHA256()
    /// Memory of what was taken.
    var unused: [UInt8] = []
  }

  private let state = Mutex(State())
  /// What was read and is to be taken.
  private let waiting = Mutex<[UInt8]>([])

  /// How many bytes are kept at most, before the one who adds more has to take them.
  static let mostBytes = 2 << 20

  /// Takes the bytes that come next, behind those that wait.
  func take(_ bytes: Span<UInt8>) {
    state.withLock { state in
      takeWaiting(&state)
      state.digest.update(bytes)
    }
  }

  /// Keeps a copy of the bytes that come next, for whoever calls `takeWaiting` first.
  func add(_ bytes: Span<UInt8>) {
    // SAFETY: the bytes are there as long as the call takes.
    let kept = unsafe bytes.withUnsafeBufferPointer { bytes in
      waiting.withLock { waiting in
        unsafe waiting.append(contentsOf: bytes)
        return waiting.count
      }
    }
    if kept > Self.mostBytes { takeWaiting() }
  }

  /// Takes what waits.
  func takeWaiting() { state.withLock { takeWaiting(&$0) } }

  private func takeWaiting(_ state: inout State) {
    var taken: [UInt8] = []
    swap(&taken, &state.unused)
    waiting.withLock { swap(&$0, &taken) }
    state.digest.update(taken.span)
    taken.removeAll(keepingCapacity: true)
    state.unused = taken
  }

  /// The digest of all bytes so far.
  func value() -> SHA256Digest {
    state.withLock { state in
      takeWaiting(&state)
      return state.digest.finalize()
    }
  }
}

extension SHA256 {
  fileprivate mutating func update(_ bytes: Span<UInt8>) {
    // SAFETY: the bytes are there as long as the call takes.
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }
}
