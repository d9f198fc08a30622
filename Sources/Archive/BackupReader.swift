import Compression
import Foundation

/// Reads a backup in whichever form it is, from its beginning to its end, once.
package enum BackupReader {
  case archive(ArchiveReader)
  case dump(DumpReader)

  /// Opens a backup. The form is told from the bytes: what begins as an archive is one; a folder with
  /// files of documents, and such a file, is a dump.
  ///
  /// - Parameters:
  ///   - path: an archive, the folder of a dump or of one of its databases, or a file of documents; "-"
  ///     is an archive on standard input.
  ///   - digest: whether the SHA-256 of the files is wanted.
  ///   - counter: what counts the bytes and documents.
  package init(path: String, digest: Bool = false, counter: ReadCounter? = nil) throws(ArchiveError) {
    if path != "-", DumpFolder.isDump(path: path) {
      self = .dump(try DumpReader(path: path, digest: digest, counter: counter))
    } else {
      self = .archive(try ArchiveReader(path: path, digest: digest, counter: counter))
    }
  }

  /// Whether a path is a dump and no archive: a folder with files of documents, or such a file.
  package static func isDump(path: String) -> Bool { DumpFolder.isDump(path: path) }

  /// Whether a path is an archive, or a dump.
  package static func isBackup(path: String) -> Bool { isDump(path: path) || DumpFolder.isArchive(path: path) }

  /// What tells the files of a backup from later states of them; nil where it can be read only once.
  package static func identities(path: String) -> [FileIdentity]? {
    guard path != "-" else { return nil }
    let folder = isDump(path: path) ? try? DumpFolder(path: path) : nil
    var identities: [FileIdentity] = []
    for path in folder?.entries.compactMap(\.path) ?? [path] {
      guard FileIdentity.sizeOfFile(path: path) != nil, let identity = try? FileIdentity.of(path: path) else {
        return nil
      }
      identities.append(identity)
    }
    return identities
  }

  /// How many bytes there are to read of a backup; nil where that is not known before they are read.
  package static func storedBytes(path: String) -> UInt64? {
    guard path != "-" else { return nil }
    guard isDump(path: path) else { return FileIdentity.sizeOfFile(path: path) }
    guard let folder = try? DumpFolder(path: path) else { return nil }
    return folder.entries.compactMap(\.path).reduce(0) { $0 &+ (FileIdentity.sizeOfFile(path: $1) ?? 0) }
  }

  /// The same of several backups.
  package static func storedBytes(paths: [String]) -> UInt64? {
    paths.reduce(0) { sum, path in sum.flatMap { sum in storedBytes(path: path).map { sum &+ $0 } } }
  }

  /// For each namespace of the prelude the file that holds its documents and no others; nil where there is
  /// none.
  package var ownPaths: [String?] {
    switch self {
    case .archive(let reader): Array(repeating: nil, count: reader.prelude.namespaces.count)
    case .dump(let reader): reader.paths
    }
  }

  /// What the backup says of itself before its documents.
  package var prelude: Prelude {
    switch self {
    case .archive(let reader): reader.prelude
    case .dump(let reader): reader.prelude
    }
  }

  /// Has the thread that reads ahead do other work while it is far enough ahead.
  ///
  /// - Parameter work: does a piece of it, in no more than a few milliseconds; false where there is none at the moment.
  package func useSpareTime(for work: @escaping @Sendable () -> Bool) {
    switch self {
    case .archive(let reader): reader.useSpareTime(for: work)
    case .dump(let reader): reader.useSpareTime(for: work)
    }
  }

  /// The next document, or the end of a namespace; nil at the end of a whole backup.
  package func next() throws(ArchiveError) -> ArchiveReader.Event? {
    switch self {
    case .archive(let reader): try reader.next()
    case .dump(let reader): try reader.next()
    }
  }

  /// Hands on documents that come next and are in memory already, which takes less time than `next` does: as many as there
  /// happen to be, and not one that is faulty.
  ///
  /// - Parameter take: takes a document of the namespace of that index in the prelude, and where it begins, in bytes of the
  ///   inflated backup; false where it cannot be taken now: `next` hands it on again.
  package func passDocuments(_ take: (_ namespace: Int, _ bytes: Span<UInt8>, _ offset: UInt64) -> Bool) {
    switch self {
    case .archive(let reader): reader.passDocuments(take)
    case .dump(let reader): reader.passDocuments(take)
    }
  }

  /// The files that were read so far. What stands in them behind a place where they broke is read first, so that their sizes
  /// and digests are those of whole files; nothing comes of `next` from then on.
  package var files: [FileSource.Summary] {
    switch self {
    case .archive(let reader): [reader.summary]
    case .dump(let reader): reader.files
    }
  }
}
