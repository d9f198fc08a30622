import Glibc

/// What tells one state of a file from another without reading it: a file whose identity is
/// unchanged is taken to hold the bytes it held before.
package struct FileIdentity: Equatable, Sendable {
  /// The file's size in bytes.
  package let size: UInt64

  /// When the file was last modified, in nanoseconds since 1970.
  package let modificationTime: Int64

  /// The file's number within its file system.
  package let inode: UInt64

  /// The file system's device number.
  package let device: UInt64

  /// The identity that a result of `stat` or `fstat` describes.
  init(_ status: stat) {
    size = UInt64(clamping: status.st_size)
    // A file system may hold any time at all; one too far away for nanoseconds wraps, which is good
    // enough to compare it with itself.
    modificationTime = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
  }

  /// The identity of the file that stands at `path` now, symbolic links followed. The file is not
  /// opened, so that a FIFO does not block.
  ///
  /// - Throws: `CompressionError.cannotOpen` where there is no such file or it cannot be reached.
  package static func of(path: String) throws(CompressionError) -> FileIdentity {
    guard !path.utf8.contains(0) else { throw .cannotOpen(path: path, errno: EINVAL) }
    guard let status = SystemCall.status(of: path) else { throw .cannotOpen(path: path, errno: errno) }
    return FileIdentity(status)
  }

  /// The size of the regular file that stands at `path` now; nil where there is none, for a pipe has no size.
  package static func sizeOfFile(path: String) -> UInt64? {
    guard let status = SystemCall.status(of: path), status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileIdentity(status).size
  }
}
