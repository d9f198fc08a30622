import ExtendedJSON

/// A file of a published folder.
public struct PublishedFile: Equatable, Sendable {
  /// The file's path within the folder.
  public var path: String
  /// The table whose objects it holds; nil for a file that is not imported.
  public var table: String?
  /// The format of its objects.
  public var format = ObjectFormat.baqend
  /// How many objects it holds.
  public var objects: Int
  /// Its size in bytes.
  public var bytes: UInt64
  /// The SHA-256 of its bytes in hex digits.
  public var sha256: String

  /// A file with what was counted while it was written.
  package init(
    path: String,
    table: String?,
    format: ObjectFormat = .baqend,
    objects: Int,
    bytes: UInt64,
    sha256: String
  ) {
    self.format = format
    self.path = path
    self.table = table
    self.objects = objects
    self.bytes = bytes
    self.sha256 = sha256
  }
}
