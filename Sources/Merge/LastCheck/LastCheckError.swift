import Compression

/// Why the last check refuses to let the import files be published.
package enum LastCheckError: Error, Equatable, Sendable {
  /// The bytes of a file could not be had.
  case cannotRead(CompressionError)

  /// The file is not a JSON array of objects or a sequence of objects, nor an archive or BSON documents where it should
  /// be, or holds a string or a nesting
  /// beyond what is kept. `offset` is the number of bytes, inflated where the file is gzip, before
  /// the place where that was noticed.
  case malformed(path: String, offset: UInt64)

  /// `file`, of the export, holds `id`, and so does an import file, perhaps spelled otherwise.
  case currentIDWouldBeWritten(id: String, file: String)
}
