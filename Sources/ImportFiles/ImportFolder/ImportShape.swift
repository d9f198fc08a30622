/// In what files objects are written.
public struct ImportShape: Equatable, Sendable {
  /// Whether each object has a line of its own, and there is no array around them.
  public var isNDJSON = false
  /// Whether the files are gzip'ed.
  public var isGzip = false
  /// The most bytes of a file, before it is gzip'ed; an object that is larger has one to itself. Nil for one file a
  /// table.
  public var splitBytes: Int?

  /// One JSON array a table.
  public init() {}

  /// The name of a file.
  ///
  /// - Parameters:
  ///   - table: the table's name as a file's.
  ///   - part: which part of the table it is, from 1.
  func fileName(_ table: String, part: Int) -> String {
    let digits = String(part)
    let number = splitBytes == nil ? "" : "-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return table + number + (isNDJSON ? ".ndjson" : ".json") + (isGzip ? ".gz" : "")
  }
}
