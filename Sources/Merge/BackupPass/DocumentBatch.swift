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

  /// What is in a batch: one value, so that each step reaches it once.
  fileprivate struct Contents {
    var documents: [Document] = []
    var bytes: [UInt8] = []
  }

  private var contents = Contents()

  init() { contents.bytes.reserveCapacity(Self.capacity) }

  var documents: [Document] { contents.documents }

  var isEmpty: Bool { documents.isEmpty }

  /// Adds a document, unless there is no more room for it.
  func add(_ bytes: Span<UInt8>, namespace: Int, number: Int, offset: UInt64) -> Bool {
    contents.add(bytes, namespace: namespace, number: number, offset: offset)
  }

  /// A document's bytes; to be let go before documents are added.
  func bytes(of document: Document) -> ArraySlice<UInt8> { contents.bytes[document.range] }

  /// Walks over all documents.
  func walk(with glancer: DocumentGlancer) { glancer.walk(&contents) }

  func removeAll() {
    contents.documents.removeAll(keepingCapacity: true)
    contents.bytes.removeAll(keepingCapacity: true)
  }
}

extension DocumentBatch.Contents {
  mutating func add(_ new: Span<UInt8>, namespace: Int, number: Int, offset: UInt64) -> Bool {
    let start = bytes.count
    guard new.count <= DocumentBatch.capacity - start else { return false }
    bytes.append(contentsOf: new)
    let range = start..<(start + new.count)
    documents.append(DocumentBatch.Document(namespace: namespace, number: number, offset: offset, range: range))
    return true
  }
}

/// Walks over documents for a first look, in which nothing is decided.
///
/// Unchecked, because it has no lock: only one thread at a time uses it.
final class DocumentGlancer: @unchecked Sendable {
  private let key: FingerprintKey
  private let shard: Shard?
  private var walks: Walks

  /// What a walk changes.
  private struct Walks {
    /// By the numbers of the namespaces.
    var documents: [FingerprintedDocument]
    var walker: BSONWalker
  }

  init(documents: [FingerprintedDocument], key: FingerprintKey, shard: Shard?, maxDepth: Int) {
    self.key = key
    self.shard = shard
    walks = Walks(documents: documents, walker: BSONWalker(maxDepth: maxDepth))
  }

  fileprivate func walk(_ contents: inout DocumentBatch.Contents) {
    Self.walk(&contents, with: &walks, key: key, shard: shard)
  }

  private static func walk(
    _ contents: inout DocumentBatch.Contents,
    with walks: inout Walks,
    key: FingerprintKey,
    shard: Shard?
  ) {
    let bytes = contents.bytes
    for index in contents.documents.indices {
      let (range, namespace) = (contents.documents[index].range, contents.documents[index].namespace)
      let (record, isOfOtherShard) = walks.documents[namespace].look(
        at: bytes.span.extracting(range),
        with: &walks.walker,
        key: key,
        shard: shard
      )
      contents.documents[index].record = record
      contents.documents[index].isOfOtherShard = isOfOtherShard
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
