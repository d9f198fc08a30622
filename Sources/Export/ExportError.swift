import Compression
import JSONStream

/// Why a table file cannot be read to its end.
package struct ExportError: Error, Codable, Equatable, Sendable {
  package var path: String
  /// The object in which it was noticed, or after which; counted from 1.
  package var object: Int
  /// Where, in bytes of the inflated file.
  package var offset: UInt64
  package var cause: Cause

  package enum Cause: Codable, Equatable, Sendable {
    case source(CompressionError)
    case json(JSONError.Cause)
    /// A wrapper of Extended JSON, by its key, has not the members that go with it.
    case malformedWrapper(String)
    /// The file does not begin with `[` or `{`.
    case notAnExport
    /// A value that is no object.
    case notAnObject
    /// Neither `,` nor `]` stands behind an object of an array.
    case missingComma
    case trailingBytes
    /// The file ends within an object or before the array does.
    case cutShort
    case objectTooLarge(limitBytes: Int)
  }

  package init(path: String, object: Int, offset: UInt64, cause: Cause) {
    self.path = path
    self.object = object
    self.offset = offset
    self.cause = cause
  }
}
