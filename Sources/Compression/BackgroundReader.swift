/// Reads a source on a thread of its own, a few chunks ahead of its consumer, so that inflating and
/// parsing use two cores. For use by one consumer thread, which also takes the checksums, and the digest of the file while
/// it would wait: inflating is what takes longest.
///
/// Reading can wait for a disk or a pipe, and so is done on a thread and never within a concurrency
/// task, of which there are only as many as cores.
package final class BackgroundReader {
  private let ring: ChunkRing
  private var checks: MemberChecks
  private let digest: FileDigest?

  /// Starts reading at once.
  ///
  /// The source belongs to the reading thread from now on. It may be looked at again, for its digest
  /// or its file's identity, after `next` has returned nil at the end of the bytes or has thrown.
  ///
  /// - Parameters:
  ///   - source: what to read.
  ///   - chunkBytes: the most bytes of a chunk.
  ///   - chunks: the most chunks held at a time, the one that the consumer has included; at least 2,
  ///     for with one the two threads would only take turns.
  package init(_ source: InflatingSource, chunkBytes: Int = 1 << 20, chunks: Int = 8) {
    precondition(chunkBytes > 0 && chunks > 1, "a ring without room")
    ring = ChunkRing(chunkBytes: chunkBytes, chunks: chunks)
    checks = source.makeChecks()
    digest = source.file.digest
    // What is kept takes memory.
    if !SystemCall.limitsMemory { source.file.keepForDigest() }
    // The thread holds the ring and not the owner, so that the owner can go while it runs.
    let work = ReadingWork(source: source, ring: ring)
    let problem = SystemCall.startThread { work.run() }
    if problem != 0 { ring.end(.cannotRead(path: source.file.path, offset: 0, errno: problem)) }
  }

  deinit {
    ring.stop()
  }

  /// Waits for the next chunk, which is never empty, and takes the one before it back.
  ///
  /// Who still holds that one keeps it as it is: its memory is copied then before it is filled anew, which takes time.
  ///
  /// - Returns: the chunk's bytes; nil at the end of the bytes, or after `stop`.
  /// - Throws: what the source threw, behind all chunks that were read before, and again at every
  ///   further call.
  package func next() throws(CompressionError) -> ArraySlice<UInt8>? {
    if let damage = checks.damage { throw damage }
    if let digest, ring.isEmpty { digest.takeWaiting() }
    while let (memory, read) = try ring.takeFilled() {
      let bytes = memory[..<read.count]
      let sound = checks.take(bytes.span, read)
      if checks.damage != nil { ring.stopAndWait() }
      if sound > 0 { return bytes[..<sound] }
      if let damage = checks.damage { throw damage }
    }
    return nil
  }

  /// Has the reading thread do other work while as many chunks are held as may be.
  ///
  /// - Parameter work: does a piece of it, which is to take no longer than reading a chunk; false where there is none at
  ///   the moment.
  package func useSpareTime(for work: @escaping @Sendable () -> Bool) {
    ring.useSpareTime(for: work)
  }

  /// Ends the reading thread after the read that it is in, if any; does not wait for that. Chunks not
  /// yet handed over are dropped. May be called more than once, and from any thread.
  package func stop() {
    ring.stop()
  }
}

/// What the reading thread does.
///
/// Unchecked, because the source has no lock: only `run` uses it, on the one thread that is started
/// with it. What the consumer sees of the source afterwards is ordered by the ring's lock.
private final class ReadingWork: @unchecked Sendable {
  private let source: InflatingSource
  private let ring: ChunkRing

  init(source: InflatingSource, ring: ChunkRing) {
    self.source = source
    self.ring = ring
  }

  /// Reads until the end of the bytes, an error, or a stop.
  func run() {
    do throws(CompressionError) {
      while var chunk = ring.waitForRoom() {
        var space = chunk.mutableSpan
        let read = try source.readUnchecked(into: &space)
        guard !read.isEnd else { break }
        ring.publish(chunk, read)
      }
      ring.end(nil)
    } catch {
      ring.end(error)
    }
  }
}
