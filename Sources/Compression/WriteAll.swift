import Glibc

/// Writes bytes to a descriptor, all of them, however many calls that takes.
///
/// - Returns: 0, or the system's error number.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
}

/// The same of bytes that lie anywhere.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
  var start = 0
  while start < bytes.count {
    let count = write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
    if count >= 0 {
      start += count
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}
