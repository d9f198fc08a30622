import Archive
import Compression
import Merge

/// What an input is, told from its bytes.
public enum InputKind: String, Sendable {
  /// A MongoDB archive.
  case archive
  /// A folder that `mongodump` has written, or one file of documents.
  case dump
  /// A folder of table files, or one table file.
  case export

  /// Looks at the first bytes of a file. Standard input can only be an archive, and so is taken for one
  /// what begins like neither.
  init(path: String) throws(MergeError) {
    if path == "-" {
      self = .archive
    } else if BackupReader.isDump(path: path) {
      self = .dump
    } else if SystemCall.isFolder(path) == true {
      self = .export
    } else {
      // A bracket, white space, or the beginning of a byte order mark.
      let starts: Set<UInt8> = [0x5B, 0x7B, 0x20, 0x09, 0x0A, 0x0D, 0xEF]
      self = try Self.firstByte(path: path).map(starts.contains) == true ? .export : .archive
    }
  }

  /// The first byte of a file, inflated; nil where there is none.
  private static func firstByte(path: String) throws(MergeError) -> UInt8? {
    do throws(CompressionError) {
      return try InflatingSource(try FileSource(path: path, regularOnly: true)).readAll(limit: 1).first
    } catch {
      throw .backup(BackupFailure(.source(error)))
    }
  }
}
