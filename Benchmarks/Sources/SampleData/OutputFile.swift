import Foundation

/// A file that is written from its beginning to its end, through gzip if wanted.
///
/// gzip is a process of its own, so it compresses while the data are made.
package final class OutputFile {
  private let file: FileHandle
  private let gzip: Process?
  private var buffer: [UInt8] = []

  private static let bufferBytes = 1 << 20

  /// Creates a file, or empties the one that is there.
  ///
  /// - Parameter gzipLevel: how hard gzip tries, 1 to 9; 0 leaves the file uncompressed.
  package init(path: String, gzipLevel: Int = 0) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
    }
    let destination = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    buffer.reserveCapacity(Self.bufferBytes)
    guard gzipLevel > 0 else {
      file = destination
      gzip = nil
      return
    }
    let pipe = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // Without a time in its head the file is the same each time.
    process.arguments = ["gzip", "-\(gzipLevel)", "--no-name"]
    process.standardInput = pipe
    process.standardOutput = destination
    try process.run()
    file = pipe.fileHandleForWriting
    gzip = process
  }

  /// Writes the bytes that come next.
  package func write(_ bytes: [UInt8]) throws {
    if buffer.count + bytes.count > Self.bufferBytes {
      try flush()
    }
    if bytes.count > Self.bufferBytes {
      try file.write(contentsOf: bytes)
    } else {
      buffer += bytes
    }
  }

  /// Writes what is left, and waits until the file is complete.
  package func close() throws {
    try flush()
    try file.close()
    guard let gzip else { return }
    gzip.waitUntilExit()
    guard gzip.terminationStatus == 0 else { throw GzipFailure(status: gzip.terminationStatus) }
  }

  private func flush() throws {
    try file.write(contentsOf: buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// gzip ended with an error; it has told of it on standard error.
package struct GzipFailure: Error {
  /// Its exit status.
  package let status: Int32
}
