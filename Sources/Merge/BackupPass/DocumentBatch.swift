import BSON
import Compression
import Values

/// Some documents of a backup in the order in which they stand, copied out of the reader's memory so that another thread
/// can walk over them.
struct DocumentBatch {
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

  fileprivate(set) var documents: [Document] = []
  fileprivate var bytes: [UInt8]
  private var filled = 0

  init() { bytes = Array(repeating: 0, count: Self.capacity) }

  var isEmpty: Bool { documents.isEmpty }

  /// Adds a document, unless there is no more room for it.
  mutating func add(_ new: Span<UInt8>, namespace: Int, number: Int, offset: UInt64) -> Bool {
    guard new.count <= Self.capacity - filled else { return false }
    let range = filled..<(filled + new.count)
    var space = bytes.mutableSpan
    space.copy(new, to: range.lowerBound)
    filled = range.upperBound
    documents.append(Document(namespace: namespace, number: number, offset: offset, range: range))
    return true
  }

  /// A document's bytes.
  func bytes(of document: Document) -> ArraySlice<UInt8> { bytes[document.range] }

  mutating func removeAll() {
    documents.removeAll(keepingCapacity: true)
    filled = 0
  }
}

/// Walks over documents for a first look, in which nothing is decided.
struct DocumentGlancer: Sendable {
  private let key: FingerprintKey
  private let shard: Shard?
  /// By the numbers of the namespaces.
  private var documents: [FingerprintedDocument]
  private var walker: BSONWalker

  init(documents: [FingerprintedDocument], key: FingerprintKey, shard: Shard?, maxDepth: Int) {
    self.key = key
    self.shard = shard
    self.documents = documents
    walker = BSONWalker(maxDepth: maxDepth)
  }

  /// Walks over all documents of a batch.
  mutating func walk(_ batch: inout DocumentBatch) {
    let bytes = batch.bytes
    for index in batch.documents.indices {
      let (range, namespace) = (batch.documents[index].range, batch.documents[index].namespace)
      let (record, isOfOtherShard) = documents[namespace].look(
        at: bytes.span.extracting(range),
        with: &walker,
        key: key,
        shard: shard
      )
      batch.documents[index].record = record
      batch.documents[index].isOfOtherShard = isOfOtherShard
    }
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
