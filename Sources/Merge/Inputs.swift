import Archive
import Compression

// Backups are opened and read by several, all of whom have the merge's errors to throw.
extension BackupReader {
  /// Opens a backup, and reads what it says of itself.
  package static func opening(
    _ path: String,
    digest: Bool = false,
    counter: ReadCounter? = nil
  ) throws(MergeError) -> BackupReader {
    do throws(ArchiveError) {
      return try BackupReader(path: path, digest: digest, counter: counter)
    } catch {
      throw .backup(BackupFailure(error))
    }
  }

  /// The next document, or the end of a namespace; nil at the end of a whole backup.
  package func nextEvent() throws(MergeError) -> ArchiveReader.Event? {
    do throws(ArchiveError) {
      return try next()
    } catch {
      throw .backup(BackupFailure(error))
    }
  }
}
