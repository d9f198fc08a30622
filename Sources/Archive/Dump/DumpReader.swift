import BSON
import Compression
import Glibc
import Values

/// Reads a folder that `mongodump` has written, or one file of documents, from its beginning to its
/// end, once: one collection after the other.
///
/// Such files have no checksum; that of gzip is compared. A file that breaks off breaks its own
/// collection, for each stands by itself.
package final class DumpReader {
  package let path: String
  package let prelude: Prelude
  /// What was read of each file that holds documents.
  package private(set) var files: [FileSource.Summary] = []

  private let entries: [DumpFolder.Entry]
  private let hasDigests: Bool
  private let counter: ReadCounter?
  /// The index of the collection that is read next or now.
  private var current = 0
  private var open: (source: InflatingSource, bytes: ArchiveBytes)?
  /// What the reading threads do in their spare time.
  private var spareWork: (@Sendable () -> Bool)?

  /// The file of each namespace of the prelude; nil for what has none.
  package var paths: [String?] { entries.map(\.path) }

  /// Finds the files; none of them is read yet.
  package init(path: String, digest: Bool = false, counter: ReadCounter? = nil) throws(ArchiveError) {
    self.path = path
    self.counter = counter
    hasDigests = digest
    let folder = try DumpFolder(path: path)
    entries = folder.entries
    prelude = Prelude(
      serverVersion: folder.serverVersion,
      toolVersion: folder.toolVersion,
      namespaces: folder.entries.map(\.namespace)
    )
  }

  /// See `BackupReader`.
  func useSpareTime(for work: @escaping @Sendable () -> Bool) {
    spareWork = work
    open?.bytes.useSpareTime(for: work)
  }

  /// See `BackupReader`.
  func passDocuments(_ take: (_ namespace: Int, _ bytes: Span<UInt8>, _ offset: UInt64) -> Bool) {
    let namespace = current
    open?.bytes.passDocuments(isDocument: false) { take(namespace, $0, $1) }
  }

  /// The next document, or the end of a collection; nil behind the last one.
  package func next() throws(ArchiveError) -> ArchiveReader.Event? {
    while current < entries.count {
      guard let path = entries[current].path else {
        current += 1
        guard entries[current - 1].namespace.kind == .collection else {
          return .end(namespace: current - 1, isIntact: true)
        }
        // Even an empty collection has a file.
        let namespace = entries[current - 1].namespace
        let isOfDatabase = self.path.hasSuffix("/\(namespace.database)") || self.path == namespace.database
        let folder = isOfDatabase ? self.path : "\(self.path)/\(namespace.database)"
        let missing = "\(folder)/\(namespace.collection).bson"
        return .broken(namespace: current - 1, .source(.cannotOpen(path: missing, errno: ENOENT)))
      }
      do throws(Failure) {
        if let event = try document(of: path) { return event }
        close()
        return .end(namespace: current - 1, isIntact: true)
      } catch {
        let failure = error.archiveError(path: path, offset: open?.bytes.offset ?? 0)
        close()
        return .broken(namespace: current - 1, failure)
      }
    }
    return nil
  }

  /// The next document of a file, which is opened where it is not yet; nil at its end.
  private func document(of path: String) throws(Failure) -> ArchiveReader.Event? {
    let bytes: ArchiveBytes
    if let open {
      bytes = open.bytes
    } else {
      do throws(CompressionError) {
        let file = try FileSource(path: path, digest: hasDigests, regularOnly: true, counter: counter)
        let source = InflatingSource(file)
        bytes = ArchiveBytes(BackgroundReader(source), counter: counter)
        if let spareWork { bytes.useSpareTime(for: spareWork) }
        open = (source, bytes)
      } catch {
        throw .source(error)
      }
    }
    guard try !bytes.isAtEnd() else { return nil }
    let offset = bytes.offset
    // What is a terminator in an archive is a wrong length here.
    guard try bytes.documentLength() != -1 else { throw .framing(.documentLength(-1)) }
    guard let document = try bytes.document() else { return nil }
    bytes.pass(document.count, isDocument: false)
    bytes.uncountedDocuments += 1
    return .document(namespace: current, bytes: document, offset: offset)
  }

  private func close() {
    if let open {
      // It may have broken before its end.
      open.bytes.readToEnd()
      files.append(open.source.file.summary)
    }
    open = nil
    current += 1
  }
}
