import JSONStream
import Values

/// Reads the first block of an archive.
struct PreludeReader {
  static let magic: [UInt8] = [0x6D, 0xE2, 0x99, 0x81]

  let path: String
  let bytes: ArchiveBytes

  func read() throws(ArchiveError) -> Prelude {
    let isEmpty: Bool
    do throws(Failure) {
      let start = try bytes.piece(4)
      if start.elementsEqual(Self.magic) {
        bytes.pass(4, isDocument: false)
        return try readBlock()
      }
      isEmpty = start.isEmpty
    } catch {
      throw error.archiveError(path: path, offset: bytes.offset)
    }
    throw .notAnArchive(path: path, isEmpty: isEmpty)
  }

  private func readBlock() throws(Failure) -> Prelude {
    guard let header = try document() else { throw .framing(.headerlessBlock) }
    var prelude = Prelude(
      serverVersion: header["server_version"]?.text ?? "",
      toolVersion: header["tool_version"]?.text ?? "",
      namespaces: []
    )
    while let entry = try document() {
      guard let collection = entry["collection"]?.text, !collection.isEmpty else { throw .framing(.malformedHeader) }
      prelude.namespaces.append(
        Namespace(
          database: entry["db"]?.text ?? "",
          collection: collection,
          type: entry["type"]?.text ?? "",
          indexes: Self.indexes(metadata: entry["metadata"]?.text ?? "")
        )
      )
    }
    return prelude
  }

  private func document() throws(Failure) -> ValueTree? {
    guard let document = try bytes.document() else { return nil }
    guard let tree = ValueTree(document: document) else { throw .framing(.malformedHeader) }
    bytes.pass(document.count, isDocument: false)
    return tree
  }

  /// The indexes that a collection's metadata define; none where these are not readable, as the
  /// objects are whole without them.
  static func indexes(metadata: String) -> [IndexDefinition] {
    let text = Array(metadata.utf8) + [UInt8](repeating: 0, count: JSONScanner.padding)
    var builder = ValueTreeBuilder()
    var scanner = JSONScanner()
    let isRead = text.withUnsafeBytes { bytes in
      let json = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - JSONScanner.padding)])
      return (try? scanner.scanObject(json, from: 0, into: &builder)) != nil
    }
    return isRead ? (builder.tree["indexes"]?.elements ?? []).compactMap(IndexDefinition.init) : []
  }
}
