// Compression brings the bytes of a file, plain or gzip, to the readers of archives and exports.
//
// Its steps, in the order in which bytes flow:
//
//   FileSource        opens a path (or standard input) and reads it once, front to back; it knows
//                     the file's identity at opening and, where asked, the SHA-256 of what was read
//   InflatingSource   passes plain bytes through and inflates gzip (RFC 1952), members read as one
//                     stream, every checksum and length compared
//   BackgroundReader  does that reading on a thread of its own, a few chunks ahead of its consumer
//   FileDigest        the SHA-256, taken by the thread that reads or by the one that waits for it
//   ReadCounter       counts on the way what is read, for whoever shows how far a run is
//   GzipWriter        the other direction: deflates bytes into one gzip member
//
// What these, and the modules behind them, need of the system and of C libraries is in few files, which hand on spans
// and arrays: SystemCall (files, folders, threads), ZlibStream, ISALInflater, ByteBlock (memory that grows in place).
//
// Gzip is told by its first two bytes, never by a file's name.
//
// What it does not promise:
//
//   - Bytes are handed over before the checksum of their member is known. Only a caller that has
//     read to the end without an error knows that all of them were right.
//   - There is no seeking and no reading of one member alone.
//   - A file that changes while it is read is noticed only by who asks `FileSource.hasChanged()`.
//   - The offset within an error tells how far reading was, not which byte is wrong: damage in
//     deflate data shows some way behind the bytes that cause it.

/// Why bytes could not be had.
package enum CompressionError: Error, Codable, Equatable, Sendable {
  /// The file could not be opened, or its metadata not be read; `errno` is the system's reason.
  case cannotOpen(path: String, errno: Int32)

  /// A folder, or a FIFO, socket or device where a regular file is needed.
  case notReadable(path: String)

  /// The system refused to read on after `offset` bytes of the file; `errno` is its reason.
  case cannotRead(path: String, offset: UInt64, errno: Int32)

  /// The file begins as gzip but is not sound; `offset` is the number of compressed bytes consumed
  /// when that was noticed.
  case damagedGzip(path: String, offset: UInt64, cause: GzipDamage)

  /// The file's path as it was given.
  package var path: String {
    switch self {
    case .cannotOpen(let path, _), .notReadable(let path), .cannotRead(let path, _, _), .damagedGzip(let path, _, _):
      path
    }
  }
}

/// What is wrong with a gzip file.
package enum GzipDamage: Codable, Equatable, Sendable {
  /// A member's header has a compression method other than deflate, reserved flags, or a wrong
  /// checksum of its own.
  case header

  /// The deflate data of a member cannot be decoded.
  case data

  /// The decoded bytes of a member have another CRC-32 than its trailer tells.
  case checksum

  /// The decoded bytes of a member are more or fewer than its trailer tells.
  case length

  /// The file ends within a member.
  case cutShort

  /// Behind a member stands something other than another member or the end.
  case trailingBytes
}
