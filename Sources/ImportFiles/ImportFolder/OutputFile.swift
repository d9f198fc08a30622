import Compression
import Crypto
import Glibc
import Values

/// A file that is written once, from front to back, readable by its owner alone.
package final class OutputFile {
  package let path: String
  package private(set) var bytes: UInt64 = 0
  private let descriptor: Int32
  private var digest = SHA256()
  private var buffer: [UInt8] = []
  private static let bufferBytes = 1 << 18

  /// Makes the file, which must not be there yet.
  package init(path: String) throws(ImportFolderError) {
    self.path = path
    descriptor = SystemCall.open(
      path,
      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
      mode: S_IRUSR | S_IWUSR
    )
    // Whatever the process's mask.
    guard descriptor >= 0, fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 else {
      throw .cannotWrite(path: path, errno: errno)
    }
  }

  deinit { close(descriptor) }

  package func write(_ new: some Collection<UInt8>) throws(ImportFolderError) {
    // Piece by piece, so that the buffer does not become as large as the largest object.
    var rest = new[...]
    while !rest.isEmpty {
      buffer += rest.prefix(Self.bufferBytes)
      rest = rest.dropFirst(Self.bufferBytes)
      if buffer.count >= Self.bufferBytes { try flush() }
    }
  }

  package func write(_ text: String) throws(ImportFolderError) { try write(Array(text.utf8)) }

  /// Writes what is still in memory, and waits until the disk has it.
  ///
  /// - Returns: the SHA-256 of the file in hex digits.
  package func finish() throws(ImportFolderError) -> String {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .cannotWrite(path: path, errno: errno) }
    return Hex.text(digest.finalize())
  }

  private func flush() throws(ImportFolderError) {
    let problem = SystemCall.write(buffer, to: descriptor)
    guard problem == 0 else { throw .cannotWrite(path: path, errno: problem) }
    digest.update(data: buffer)
    bytes += UInt64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }
}
