/// Writes a backup as `mongodump --archive` does: a prelude that names the collections, then slices
/// of them in any order, each collection closed by its checksum.
package struct ArchiveWriter {
  private let output: OutputFile
  private let database: String
  private var checksums: [String: Checksum] = [:]

  private static let magic: UInt32 = 0x8199_E26D
  private static let terminator: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]

  /// Begins an archive of one database.
  package init(output: OutputFile, database: String, collections: [CollectionMetadata]) throws {
    self.output = output
    self.database = database
    var prelude: [UInt8] = []
    appendLittleEndian(Self.magic, to: &prelude)
    let header: Document = [
      "concurrent_collections": .int32(4), "version": .string("0.1"),
      "server_version": .string("4.0.28"), "tool_version": .string("100.9.4"),
    ]
    header.appendBSON(to: &prelude)
    for collection in collections {
      checksums[collection.name] = Checksum()
      let entry: Document = [
        "db": .string(database), "collection": .string(collection.name),
        "metadata": .string(collection.json), "size": .int32(0), "type": .string("collection"),
      ]
      entry.appendBSON(to: &prelude)
    }
    try output.write(prelude + Self.terminator)
  }

  /// Writes the next documents of a collection.
  ///
  /// - Parameter documents: whole documents, as BSON, one behind the other.
  package mutating func writeSlice(of collection: String, documents: [UInt8]) throws {
    checksums[collection]?.update(documents)
    try output.write(header(of: collection))
    try output.write(documents)
    try output.write(Self.terminator)
  }

  /// Writes that a collection has no more documents.
  package mutating func finish(_ collection: String) throws {
    try output.write(header(of: collection, checksum: checksums[collection]?.value) + Self.terminator)
  }

  /// The header of a slice, or of the end of a collection when a checksum is given.
  private func header(of collection: String, checksum: UInt64? = nil) -> [UInt8] {
    let header: Document = [
      "db": .string(database), "collection": .string(collection),
      "EOF": .boolean(checksum != nil), "CRC": .int64(Int64(bitPattern: checksum ?? 0)),
    ]
    var bytes: [UInt8] = []
    header.appendBSON(to: &bytes)
    return bytes
  }
}
