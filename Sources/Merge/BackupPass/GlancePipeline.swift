import Dispatch

/// Documents on their way to the pass that takes them, in batches. Each batch is walked over first, by whoever comes to
/// it first: another thread that has time for it, or the pass itself when its turn has come.
struct GlancePipeline {
  private var glancer: DocumentGlancer
  /// What other threads do of it; nil where there are none.
  private let help: GlanceHelp?
  private let queue: DispatchQueue?
  /// Those that are walked over or have been, in their order.
  private var walks: [GlanceWalk] = []
  private var filling = DocumentBatch()
  private var unused: [DocumentBatch] = []

  /// How many batches are on their way at most.
  private static let depth = 8

  /// - Parameters:
  ///   - help: what has other threads walk over batches; nil where there are to be none.
  ///   - usesOwnThread: whether there is to be one that does nothing else.
  init(_ glancer: DocumentGlancer, help: GlanceHelp?, usesOwnThread: Bool) {
    self.glancer = glancer
    self.help = help
    queue = usesOwnThread ? DispatchQueue(label: "regraft.glance") : nil
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
    let walk = GlanceWalk(batch)
    walks.append(walk)
    help?.add(walk)
    if let help { queue?.async { _ = help.walkOne() } }
  }

  /// The batch that was sent first, walked over, or what there is; nil where there is nothing.
  mutating func next() -> DocumentBatch? {
    if walks.isEmpty, !filling.isEmpty { send() }
    guard !walks.isEmpty else { return nil }
    let first = walks.removeFirst()
    _ = first.run(&glancer)
    return first.finish()
  }

  /// Gives back a batch that has been taken.
  mutating func reuse(_ batch: consuming DocumentBatch) {
    batch.removeAll()
    unused.append(batch)
  }
}
