import BSON
import Compression
import JSONStream
import Values

/// Reads an archive from its beginning to its end, once.
package final class ArchiveReader {
  /// What comes next in an archive.
  package enum Event {
    /// A document of the namespace of that index in the prelude.
    ///
    /// - `bytes`: a part of what was read, which is to be let go before the next call of `next`: else it is copied.
    /// - `offset`: where it begins, in bytes of the inflated archive.
    case document(namespace: Int, bytes: ArraySlice<UInt8>, offset: UInt64)
    /// A namespace is complete.
    case end(namespace: Int, isIntact: Bool)
    /// The file of a namespace's documents breaks off; those of other namespaces go on.
    case broken(namespace: Int, ArchiveError)
  }

  /// The most bytes of a document: MongoDB's 16 MiB, and 16 KiB more for its internal ones.
  package static let maxDocumentBytes = 16_793_600

  /// How many bytes a document can have: the least are its length and the NUL that ends it.
  static let documentBytes = 5...maxDocumentBytes

  package let path: String
  package private(set) var prelude: Prelude
  private let bytes: ArchiveBytes
  private let source: InflatingSource

  /// Indexes of the namespaces, by the names under which their blocks go.
  // By their bytes: texts are equal already where Unicode holds them equivalent.
  private var indexes: [[UInt8]: Int] = [:]
  private var checksums: [CRC64]
  private var isFinished: [Bool]
  /// The namespace whose block is open.
  private var open: Int?

  /// Opens an archive and reads its prelude.
  ///
  /// - Parameters:
  ///   - path: the archive, gzip'ed or not; "-" is standard input.
  ///   - digest: whether the file's SHA-256 is wanted.
  ///   - counter: what counts the bytes and documents.
  package init(path: String, digest: Bool = false, counter: ReadCounter? = nil) throws(ArchiveError) {
    self.path = path
    do throws(CompressionError) {
      source = InflatingSource(try FileSource(path: path, digest: digest, counter: counter))
    } catch {
      throw .source(error)
    }
    bytes = ArchiveBytes(BackgroundReader(source), counter: counter)
    prelude = try PreludeReader(path: path, bytes: bytes).read()
    checksums = Array(repeating: CRC64(), count: prelude.namespaces.count)
    isFinished = Array(repeating: false, count: prelude.namespaces.count)
    for (index, namespace) in prelude.namespaces.enumerated() {
      indexes[Array(namespace.name.utf8)] = index
      if namespace.kind == .timeSeries {
        indexes[Array("\(namespace.database).system.buckets.\(namespace.collection)".utf8)] = index
      }
    }
  }

  /// See `BackupReader`.
  func useSpareTime(for work: @escaping @Sendable () -> Bool) { bytes.useSpareTime(for: work) }

  /// The file's size and SHA-256, once the archive has been read to its end.
  package var file: FileSource { source.file }

  /// The next document, or the end of a namespace; nil at the end of a whole archive.
  package func next() throws(ArchiveError) -> Event? {
    do throws(Failure) {
      while true {
        guard let namespace = open else {
          guard let header = try openBlock() else { return nil }
          guard header.isClosing else { continue }
          return .end(namespace: header.namespace, isIntact: try close(header))
        }
        if let event = try document(of: namespace) { return event }
      }
    } catch {
      throw error.archiveError(path: path, offset: bytes.offset)
    }
  }

  /// See `BackupReader`.
  func passDocuments(_ take: (_ namespace: Int, _ bytes: Span<UInt8>, _ offset: UInt64) -> Bool) {
    guard let open else { return }
    bytes.passDocuments(isDocument: true) { take(open, $0, $1) }
  }

  /// What there is of the file: where the archive broke, what stands behind that is read first.
  var summary: FileSource.Summary {
    bytes.readToEnd()
    return source.file.summary
  }

  private struct Header {
    var namespace: Int
    var isClosing: Bool
    var checksum: UInt64
  }

  /// The next document of the open block; nil where the block ends.
  private func document(of namespace: Int) throws(Failure) -> Event? {
    let offset = bytes.offset
    guard let document = try bytes.document() else {
      checksums[namespace] = bytes.exchangeChecksum(CRC64())
      open = nil
      return nil
    }
    bytes.pass(document.count, isDocument: true)
    bytes.uncountedDocuments += 1
    return .document(namespace: namespace, bytes: document, offset: offset)
  }

  /// Reads a block's header; nil at the end of the archive.
  private func openBlock() throws(Failure) -> Header? {
    if try bytes.isAtEnd() {
      let unfinished = prelude.namespaces.indices.filter { !isFinished[$0] && prelude.namespaces[$0].kind != .view }
      guard unfinished.isEmpty else {
        throw .framing(.unfinishedNamespaces(unfinished.map { prelude.namespaces[$0].name }))
      }
      return nil
    }
    guard let document = try bytes.document() else { throw .framing(.headerlessBlock, before: 4) }
    guard let fields = ValueTree(document: document.span), let database = fields["db"]?.text,
      let collection = fields["collection"]?.text, !collection.isEmpty, let isClosing = fields["EOF"]?.boolean,
      let checksum = fields["CRC"]?.integer
    else { throw .framing(.malformedHeader) }
    let name = database.isEmpty ? collection : "\(database).\(collection)"
    guard let namespace = indexes[Array(name.utf8)] ?? addOplog(database, collection) else {
      throw .framing(.unknownNamespace(name))
    }
    guard !isFinished[namespace] else { throw .framing(.reopenedNamespace(name)) }
    bytes.pass(document.count, isDocument: false)
    if !isClosing {
      _ = bytes.exchangeChecksum(checksums[namespace])
      open = namespace
    }
    return Header(namespace: namespace, isClosing: isClosing, checksum: UInt64(bitPattern: checksum))
  }

  /// Takes in the one namespace that a prelude need not name.
  private func addOplog(_ database: String, _ collection: String) -> Int? {
    let oplog = Namespace(database: database, collection: collection)
    guard oplog.kind == .oplog else { return nil }
    prelude.namespaces.append(oplog)
    checksums.append(CRC64())
    isFinished.append(false)
    indexes[Array(oplog.name.utf8)] = isFinished.count - 1
    return isFinished.count - 1
  }

  /// Ends a namespace.
  ///
  /// - Returns: whether its documents have the checksum that its closing block states.
  private func close(_ header: Header) throws(Failure) -> Bool {
    guard try bytes.document() == nil else {
      throw .framing(.documentsInClosingBlock(prelude.namespaces[header.namespace].name))
    }
    isFinished[header.namespace] = true
    return checksums[header.namespace].value == header.checksum
  }
}

/// What went wrong, before it is known where.
enum Failure: Error {
  case source(CompressionError)
  /// - `before`: how many bytes before what has been passed the fault stands.
  case framing(ArchiveError.Cause, before: Int = 0)

  func archiveError(path: String, offset: UInt64) -> ArchiveError {
    switch self {
    case .source(let error): .source(error)
    case .framing(let cause, let before): .damaged(path: path, offset: offset - UInt64(before), cause: cause)
    }
  }
}

extension ArchiveBytes {
  /// The document that comes next, not yet passed; nil where a terminator comes, which is passed.
  func document() throws(Failure) -> ArraySlice<UInt8>? {
    guard let length = try documentLength() else { throw .framing(.cutShort) }
    if length == -1 {
      pass(4, isDocument: false)
      return nil
    }
    guard ArchiveReader.documentBytes.contains(Int(length)) else { throw .framing(.documentLength(length)) }
    let document = try piece(Int(length))
    guard document.count == Int(length) else { throw .framing(.cutShort) }
    guard document.last == 0 else { throw .framing(.unterminatedDocument) }
    return document
  }

  /// The number that a document begins with, not yet passed; nil where the archive ends before it does.
  func documentLength() throws(Failure) -> Int32? {
    do throws(CompressionError) {
      return try peekNumber()
    } catch {
      throw .source(error)
    }
  }

  func isAtEnd() throws(Failure) -> Bool { try piece(1).isEmpty }

  func piece(_ count: Int) throws(Failure) -> ArraySlice<UInt8> {
    do throws(CompressionError) {
      return try peek(count)
    } catch {
      throw .source(error)
    }
  }
}

extension ValueTree {
  /// The tree of a BSON document, or nil where it is none.
  init?(document: Span<UInt8>) {
    var walker = BSONWalker(checksText: true)
    var builder = ValueTreeBuilder()
    do {
      try walker.walk(document, into: &builder)
    } catch {
      return nil
    }
    self = builder.tree
  }
}
