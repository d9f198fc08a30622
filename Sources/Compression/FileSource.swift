import Crypto
import Glibc

/// The bytes of one file, read once from front to back. Not for use by two threads at a time.
package final class FileSource {
  /// The path as it was given; "-" is standard input.
  package let path: String

  /// The file's identity when it was opened; nil for standard input and for what is not a regular
  /// file.
  package let identity: FileIdentity?

  /// How many bytes were read so far.
  package private(set) var bytesRead: UInt64 = 0

  private let descriptor: Int32
  private let isStandardInput: Bool
  /// What takes the SHA-256 of what is read; nil where no digest was asked for.
  let digest: FileDigest?
  /// Whether what is read is kept for another thread to take the digest.
  private var keepsForDigest = false
  private let counter: ReadCounter?

  /// Opens `path` for reading, or takes standard input where it is "-".
  ///
  /// Opening a FIFO waits for its writer, unless `regularOnly` is set.
  ///
  /// - Parameters:
  ///   - path: the file's path, or "-".
  ///   - digest: whether the SHA-256 of the bytes is wanted.
  ///   - regularOnly: whether anything but a regular file is refused. Standard input is never
  ///     refused.
  ///   - counter: what counts the bytes that are read.
  /// - Throws: `CompressionError.cannotOpen`, or `.notReadable` for a folder and, with
  ///   `regularOnly`, for everything else that is not a regular file.
  package init(
    path: String,
    digest: Bool = false,
    regularOnly: Bool = false,
    counter: ReadCounter? = nil
  ) throws(CompressionError) {
    self.path = path
    self.counter = counter
    self.digest = digest ? FileDigest() : nil
    isStandardInput = path == "-"
    if isStandardInput {
      descriptor = STDIN_FILENO
      identity = nil
    } else {
      (descriptor, identity) = try FileSource.open(path, regularOnly: regularOnly)
    }
    // Only advice: it fails for pipes, and nothing depends on it.
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit {
    if !isStandardInput { close(descriptor) }
  }

  /// The SHA-256 of everything read so far, in lower-case hexadecimal digits; nil where no digest
  /// was asked for.
  package var sha256: String? {
    digest.map { Self.hex($0.value()) }
  }

  /// Keeps what is read from now on for whoever calls the digest's `takeWaiting`.
  func keepForDigest() { keepsForDigest = true }

  /// What was read of a file, without the file: it needs no descriptor.
  package struct Summary: Sendable {
    package let path: String
    package let bytesRead: UInt64
    package let sha256: String?
  }

  /// Reads a regular file to its end, for its size and SHA-256 alone.
  ///
  /// - Parameter counter: what counts the bytes that are read.
  /// - Throws: `CompressionError`.
  package static func summary(
    of path: String,
    counter: ReadCounter? = nil
  ) throws(CompressionError) -> Summary {
    let source = try FileSource(path: path, digest: true, regularOnly: true, counter: counter)
    var memory = [UInt8](repeating: 0, count: 1 << 18)
    while try source.read(into: &memory) > 0 {}
    return source.summary
  }

  /// What was read so far.
  package var summary: Summary { Summary(path: path, bytesRead: bytesRead, sha256: sha256) }

  /// The SHA-256 of the text that `sha256sum` prints for files by their names alone: one digest for
  /// many files. Nil where one of them has none.
  package static func sha256(of files: [Summary]) -> String? {
    var lines: [String] = []
    for file in files {
      guard let digest = file.sha256 else { return nil }
      lines.append("\(digest)  \(file.path.split(separator: "/").last ?? "")\n")
    }
    return hex(SHA256.hash(data: Array(lines.joined().utf8)))
  }

  private static func hex(_ digest: SHA256Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Reads the next bytes into `output`, from an index on behind which there must be room, and waits for them where the
  /// file is a pipe or a terminal.
  ///
  /// - Returns: how many bytes were read, possibly fewer than there is room for; 0 at the end.
  /// - Throws: `CompressionError.cannotRead`.
  package func read(
    into output: inout MutableSpan<UInt8>,
    from start: Int = 0
  ) throws(CompressionError) -> Int {
    while true {
      let count = SystemCall.read(descriptor, into: &output, from: start)
      if count >= 0 {
        bytesRead += UInt64(count)
        counter?.add(bytes: count)
        if let digest {
          let bytes = output.span.extracting(start..<(start + count))
          if keepsForDigest { digest.add(bytes) } else { digest.take(bytes) }
        }
        return count
      }
      switch errno {
      case EINTR: continue
      // Standard input can come from the parent process in non-blocking mode, where a read fails instead of waiting.
      case EAGAIN: SystemCall.waitForInput(descriptor)
      default: throw .cannotRead(path: path, offset: bytesRead, errno: errno)
      }
    }
  }

  /// The same into an array.
  package func read(into output: inout [UInt8], from start: Int = 0) throws(CompressionError) -> Int {
    var space = output.mutableSpan
    return try read(into: &space, from: start)
  }

  /// Whether the opened file's identity is another now than at opening. Always false where there is
  /// no identity.
  package func hasChanged() -> Bool {
    guard let identity else { return false }
    guard let status = SystemCall.status(of: descriptor) else { return true }
    return FileIdentity(status) != identity
  }

  /// Opens a file that is not standard input, and looks at what kind of file it is.
  private static func open(
    _ path: String,
    regularOnly: Bool
  ) throws(CompressionError) -> (descriptor: Int32, identity: FileIdentity?) {
    // The system would open the path before the NUL, which is another file.
    guard !path.utf8.contains(0) else { throw .cannotOpen(path: path, errno: EINVAL) }

    // O_NONBLOCK, because opening a FIFO would wait for a writer; it means nothing to the regular
    // files that are kept then.
    let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (regularOnly ? O_NONBLOCK : 0)
    var descriptor = SystemCall.open(path, flags)
    while descriptor < 0, errno == EINTR { descriptor = SystemCall.open(path, flags) }
    guard descriptor >= 0 else {
      // What open(2) says of a socket and of a device without a driver.
      if regularOnly, errno == ENXIO || errno == ENODEV { throw .notReadable(path: path) }
      throw .cannotOpen(path: path, errno: errno)
    }

    guard let status = SystemCall.status(of: descriptor) else {
      let reason = errno
      close(descriptor)
      throw .cannotOpen(path: path, errno: reason)
    }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || (kind != S_IFDIR && !regularOnly) else {
      close(descriptor)
      throw .notReadable(path: path)
    }
    return (descriptor, kind == S_IFREG ? FileIdentity(status) : nil)
  }
}
