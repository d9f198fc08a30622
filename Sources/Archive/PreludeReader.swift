import JSONStream
import Values

/// Reads the first block of an archive.
struct PreludeReader {
  static let magic: [UInt8] = [0x6D, 0xE2, 0x99, 0x81]

  /// The most namespaces: as many as MongoDB advises at most, for each takes memory however empty it is.
  static let maxNamespaces = 10_000

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
    guard let (header, _) = try document() else { throw .framing(.headerlessBlock, before: 4) }
    var prelude = Prelude(
      serverVersion: header["server_version"]?.text ?? "",
      toolVersion: header["tool_version"]?.text ?? "",
      namespaces: []
    )
    while let (entry, bytes) = try document() {
      guard prelude.namespaces.count < Self.maxNamespaces else {
        throw .framing(.tooManyNamespaces(limit: Self.maxNamespaces), before: bytes)
      }
      guard let collection = entry["collection"]?.text, !collection.isEmpty else {
        throw .framing(.malformedHeader, before: bytes)
      }
      let metadata = entry["metadata"]?.text ?? ""
      var namespace = Namespace(
        database: entry["db"]?.text ?? "",
        collection: collection,
        type: entry["type"]?.text ?? "",
        indexes: Self.indexes(metadata: metadata)
      )
      namespace.hasUnreadableMetadata = !metadata.isEmpty && Self.tree(json: Array(metadata.utf8)) == nil
      prelude.namespaces.append(namespace)
    }
    return prelude
  }

  /// The next document, passed, and how many bytes it has; nil where a terminator comes.
  private func document() throws(Failure) -> (tree: ValueTree, bytes: Int)? {
    guard let document = try bytes.document() else { return nil }
    guard let tree = ValueTree(document: document.span) else { throw .framing(.malformedHeader) }
    let count = document.count
    bytes.pass(count, isDocument: false)
    return (tree, count)
  }

  /// The indexes that a collection's metadata define; none where these are not readable, as the
  /// objects are whole without them.
  static func indexes(metadata: String) -> [IndexDefinition] {
    let tree = tree(json: Array(metadata.utf8))
    return (tree?["indexes"]?.elements ?? []).compactMap(IndexDefinition.init)
  }

  /// The tree of a text that is a JSON object, perhaps with white space around it; nil where it is none.
  static func tree(json: [UInt8]) -> ValueTree? {
    guard let start = json.firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return nil }
    var builder = ValueTreeBuilder()
    var scanner = JSONScanner()
    return scanner.scan(whole: json, from: start, into: &builder) != nil ? builder.tree : nil
  }
}
