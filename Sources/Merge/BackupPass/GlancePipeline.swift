import Dispatch
import Values

/// Has documents walked over on another thread, a few batches ahead of the pass that takes them, so that inflating,
/// walking and looking up share the cores.
struct GlancePipeline {
  /// The walk over one batch.
  ///
  /// Unchecked, because the batch has no lock: it is the walking thread's until that is done with it.
  private final class Walk: @unchecked Sendable {
    private var batch: DocumentBatch?
    private let isDone = DispatchSemaphore(value: 0)

    init(_ batch: consuming DocumentBatch) { self.batch = batch }

    func run(_ glancer: DocumentGlancer) {
      // Taken out and put back, so that nothing else holds it and its memory is not copied.
      guard var taken = batch.take() else { return }
      glancer.walk(&taken)
      batch = consume taken
      isDone.signal()
    }

    /// Waits until the walk is done, and takes the batch.
    func finish() -> DocumentBatch? {
      isDone.wait()
      return batch.take()
    }
  }

  private let queue = DispatchQueue(label: "regraft.glance")
  private let glancer: DocumentGlancer
  private let isConcurrent: Bool
  /// Those that are walked over or have been, in their order.
  private var walks: [Walk] = []
  private var filling = DocumentBatch()
  private var unused: [DocumentBatch] = []

  /// How many batches are on their way at most.
  private static let depth = 4

  /// - Parameter isConcurrent: whether there is another thread; if not, all is done by the one that adds documents.
  init(_ glancer: DocumentGlancer, isConcurrent: Bool) {
    self.glancer = glancer
    self.isConcurrent = isConcurrent
  }

  /// Adds a document.
  ///
  /// - Returns: whether there was room for it; where not, batches are to be taken first.
  mutating func add(_ bytes: Span<UInt8>, namespace: Int, number: Int, offset: UInt64) -> Bool {
    if filling.add(bytes, namespace: namespace, number: number, offset: offset) { return true }
    guard bytes.count <= DocumentBatch.capacity, walks.count < Self.depth else { return false }
    send()
    return filling.add(bytes, namespace: namespace, number: number, offset: offset)
  }

  /// Has the batch that is being filled walked over.
  private mutating func send() {
    var batch = unused.popLast() ?? DocumentBatch()
    swap(&batch, &filling)
    let walk = Walk(batch)
    walks.append(walk)
    guard isConcurrent else { return walk.run(glancer) }
    queue.async { [glancer] in walk.run(glancer) }
  }

  /// Waits for the batch that was sent first, or sends what there is; nil where there is nothing.
  mutating func next() -> DocumentBatch? {
    if walks.isEmpty, !filling.isEmpty { send() }
    guard !walks.isEmpty else { return nil }
    return walks.removeFirst().finish()
  }

  /// Gives back a batch that has been taken.
  mutating func reuse(_ batch: consuming DocumentBatch) {
    batch.removeAll()
    unused.append(batch)
  }
}
