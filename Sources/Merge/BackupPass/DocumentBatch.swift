import BSON
import Values

/// Some documents of a backup in the order in which they stand, copied out of the reader's memory so that another thread
/// can walk over them.
///
/// Unchecked, because it has no lock: it is handed from the thread that fills it to the one that walks and back.
final class DocumentBatch: @unchecked Sendable {
  struct Document {
    /// The number of its namespace.
    let namespace: Int
    /// Its number in the namespace, counted from 1.
    let number: Int
    /// Where it begins, in bytes of the inflated backup.
    let offset: UInt64
    fileprivate let range: Range<Int>
    /// What the walk has found; not there where the document is to be looked at once more: it is faulty, has no usable
    /// key, is of another class, or has traits that are counted.
    fileprivate(set) var record = ExportRecord.none
    /// Whether it is of another part of the ids than the one that is looked at.
    fileprivate(set) var isOfOtherShard = false
  }

  /// The largest document that there is room for.
  static let capacity = 1 << 17

  // Exclusivity is not checked at run time: nothing is called that reaches the batch.
  @exclusivity(unchecked) private(set) var documents: [Document] = []
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: DocumentBatch.capacity, alignment: 16)
  @exclusivity(unchecked) private var filled = 0

  deinit { memory.deallocate() }

  var isEmpty: Bool { documents.isEmpty }

  /// Adds a document, unless there is no more room for it.
  func add(_ bytes: Span<UInt8>, namespace: Int, number: Int, offset: UInt64) -> Bool {
    guard bytes.count <= memory.count - filled else { return false }
    let range = filled..<(filled + bytes.count)
    bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: memory[range]).copyMemory(from: $0) }
    filled = range.upperBound
    documents.append(Document(namespace: namespace, number: number, offset: offset, range: range))
    return true
  }

  @_lifetime(borrow self)
  func bytes(of document: Document) -> Span<UInt8> { bytes(document.range) }

  @_lifetime(borrow self)
  private func bytes(_ range: Range<Int>) -> Span<UInt8> {
    // SAFETY: the memory is the batch's as long as it is there.
    let bytes = UnsafeRawBufferPointer(rebasing: memory[range])
    return _overrideLifetime(bytes.span, borrowing: self)
  }

  /// Walks over all documents.
  func walk(with glancer: DocumentGlancer) {
    for index in documents.indices {
      let (range, namespace) = (documents[index].range, documents[index].namespace)
      (documents[index].record, documents[index].isOfOtherShard) = glancer.look(
        at: bytes(range),
        namespace: namespace
      )
    }
  }

  func removeAll() {
    documents.removeAll(keepingCapacity: true)
    filled = 0
  }
}

/// Walks over documents for a first look, in which nothing is decided.
///
/// Unchecked, because it has no lock: only one thread at a time uses it. Nor is exclusivity checked at run time: a walk
/// reaches nothing but its sink.
final class DocumentGlancer: @unchecked Sendable {
  private let key: FingerprintKey
  private let shard: Shard?
  /// By the numbers of the namespaces.
  @exclusivity(unchecked) private var documents: [FingerprintedDocument]
  @exclusivity(unchecked) private var walker: BSONWalker

  init(documents: [FingerprintedDocument], key: FingerprintKey, shard: Shard?, maxDepth: Int) {
    self.documents = documents
    self.key = key
    self.shard = shard
    walker = BSONWalker(maxDepth: maxDepth)
  }

  fileprivate func look(
    at bytes: Span<UInt8>,
    namespace: Int
  ) -> (record: ExportRecord, isOfOtherShard: Bool) {
    documents[namespace].look(at: bytes, with: &walker, key: key, shard: shard)
  }
}

extension FingerprintedDocument {
  fileprivate mutating func look(
    at bytes: Span<UInt8>,
    with walker: inout BSONWalker,
    key: FingerprintKey,
    shard: Shard?
  ) -> (record: ExportRecord, isOfOtherShard: Bool) {
    do throws(BSONError) {
      try walk(bytes, with: &walker)
    } catch {
      return (.none, false)
    }
    guard object.identity.isOrdinary else { return (.none, false) }
    if let shard, !shard.contains(object.identity) { return (.none, true) }
    guard !object.traits.isCounted, ExportRecord.holds(object.evidence) else { return (.none, false) }
    let id = object.identity.fingerprint(key)
    return (ExportRecord(id: id, body: object.fingerprint, evidence: object.evidence), false)
  }
}
