import Glibc

/// A file that holds one input after the other, for readers that take a path.
struct InputFile: Sendable {
  let path: String
  private let descriptor: Int32

  /// A file in memory, gone when the process is.
  init() {
    var template = Array("/dev/shm/regraft-fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    demand(descriptor >= 0 && unlink(template) == 0, "a file in /dev/shm can be made")
    path = "/proc/self/fd/\(descriptor)"
  }

  /// A file that stays.
  init(path: String) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    demand(descriptor >= 0, "\(path) can be made")
  }

  /// Writes bytes in the place of what was there.
  func write(_ bytes: UnsafeRawBufferPointer) {
    let isWritten =
      ftruncate(descriptor, 0) == 0 && pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count
    demand(isWritten, "\(path) can be written")
  }
}
