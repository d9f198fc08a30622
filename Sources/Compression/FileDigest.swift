import Crypto
import Synchronization

/// The SHA-256 of a file that is read from front to back.
///
/// It takes a seventh of the time of inflating. Where one thread reads and inflates, and another one waits for it, pieces can
/// be kept for that one; too many of them are not kept.
final class FileDigest: Sendable {
  /// What was read and is to be taken, in order.
  private struct Waiting {
    var pieces: [[UInt8]] = []
    var bytes = 0
    /// Memory of pieces that were taken.
    var unused: [[UInt8]] = []
  }

  private let digest = Mutex(SHA256())
  private let waiting = Mutex(Waiting())

  /// How many bytes are kept at most, before the one who adds more has to take them.
  static let mostBytes = 2 << 20

  /// Takes the bytes that come next, behind those that wait.
  func take(_ bytes: Span<UInt8>) {
    digest.withLock { digest in
      takeWaiting(&digest)
      digest.update(bytes)
    }
  }

  /// Keeps a copy of the bytes that come next, for whoever calls `takeWaiting` first.
  func add(_ bytes: Span<UInt8>) {
    var piece = waiting.withLock { $0.unused.popLast() } ?? []
    piece.removeAll(keepingCapacity: true)
    // SAFETY: the bytes are there as long as the call takes.
    unsafe bytes.withUnsafeBufferPointer { unsafe piece.append(contentsOf: $0) }
    let kept = waiting.withLock { waiting in
      waiting.pieces.append(piece)
      waiting.bytes += piece.count
      return waiting.bytes
    }
    if kept > Self.mostBytes { takeWaiting() }
  }

  /// Takes what waits.
  func takeWaiting() { digest.withLock { takeWaiting(&$0) } }

  private func takeWaiting(_ digest: inout SHA256) {
    while let piece = waiting.withLock({ $0.pieces.isEmpty ? nil : $0.pieces.removeFirst() }) {
      digest.update(piece.span)
      waiting.withLock { waiting in
        waiting.bytes -= piece.count
        waiting.unused.append(piece)
      }
    }
  }

  /// The digest of all bytes so far.
  func value() -> SHA256Digest {
    digest.withLock { digest in
      takeWaiting(&digest)
      return digest.finalize()
    }
  }
}

extension SHA256 {
  fileprivate mutating func update(_ bytes: Span<UInt8>) {
    // SAFETY: the bytes are there as long as the call takes.
    unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
  }
}
