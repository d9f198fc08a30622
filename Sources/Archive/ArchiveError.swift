import Compression

/// Why an archive cannot be read to its end.
package enum ArchiveError: Error, Codable, Equatable, Sendable {
  /// The bytes do not begin as an archive does.
  case notAnArchive(path: String, isEmpty: Bool)
  /// The bytes cannot be had: the file, or its gzip.
  case source(CompressionError)
  /// The framing is broken at `offset`, in bytes of the inflated archive.
  case damaged(path: String, offset: UInt64, cause: Cause)

  /// The file that it is about.
  package var path: String {
    switch self {
    case .notAnArchive(let path, _), .damaged(let path, _, _): path
    case .source(let error): error.path
    }
  }

  package enum Cause: Codable, Equatable, Sendable {
    /// The archive ends within a block.
    case cutShort
    /// What stands there is neither a document's length nor a terminator.
    case documentLength(Int32)
    /// A document's last byte is not NUL.
    case unterminatedDocument
    /// A terminator where a block's header should be.
    case headerlessBlock
    /// The header of the archive or of a block is not a document with the fields that it needs.
    case malformedHeader
    /// The prelude names more namespaces than are taken.
    case tooManyNamespaces(limit: Int)
    /// A block of a namespace that the prelude does not name.
    case unknownNamespace(String)
    /// A block of a namespace after its closing one.
    case reopenedNamespace(String)
    /// Documents in a closing block.
    case documentsInClosingBlock(String)
    /// The archive ends before these namespaces do.
    case unfinishedNamespaces([String])
  }
}
