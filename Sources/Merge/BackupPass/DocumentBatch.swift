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
  func add(_ bytes: UnsafeRawBufferPointer, namespace: Int, number: Int, offset: UInt64) -> Bool {
    guard bytes.count <= memory.count - filled else { return false }
    let range = filled..<(filled + bytes.count)
    UnsafeMutableRawBufferPointer(rebasing: memory[range]).copyMemory(from: bytes)
    filled = range.upperBound
    documents.append(Document(namespace: namespace, number: number, offset: offset, range: range))
    return true
  }

  func bytes(of document: Document) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[document.range])
  }

  /// Walks over all documents.
  func walk(with glancer: DocumentGlancer) {
    for index in documents.indices {
      let (range, namespace) = (documents[index].range, documents[index].namespace)
      documents[index].record = glancer.record(
        of: UnsafeRawBufferPointer(rebasing: memory[range]),
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
  /// By the numbers of the namespaces.
  @exclusivity(unchecked) private var documents: [FingerprintedDocument]
  @exclusivity(unchecked) private var walker: BSONWalker

  init(documents: [FingerprintedDocument], key: FingerprintKey, maxDepth: Int) {
    self.documents = documents
    self.key = key
    walker = BSONWalker(maxDepth: maxDepth)
  }

  fileprivate func record(of bytes: UnsafeRawBufferPointer, namespace: Int) -> ExportRecord {
    documents[namespace].record(of: bytes, with: &walker, key: key)
  }
}

extension FingerprintedDocument {
  fileprivate mutating func record(
    of bytes: UnsafeRawBufferPointer,
    with walker: inout BSONWalker,
    key: FingerprintKey
  ) -> ExportRecord {
    do throws(BSONError) {
      try walk(bytes, with: &walker)
    } catch {
      return .none
    }
    guard object.identity.isOrdinary, !object.traits.isCounted, ExportRecord.holds(object.evidence) else {
      return .none
    }
    return ExportRecord(
      id: object.identity.fingerprint(key),
      body: object.fingerprint,
      evidence: object.evidence,
      hasReadRules: false
    )
  }
}
