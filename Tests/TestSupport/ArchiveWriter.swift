/// Writes archives as `mongodump --archive` does, or with one thing wrong.
package struct ArchiveWriter {
  package static let terminator: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
  package static let magic: [UInt8] = [0x6D, 0xE2, 0x99, 0x81]

  /// A collection with its documents.
  package struct Collection {
    package var database: String
    package var name: String
    package var documents: [[UInt8]]
    /// The JSON text of its indexes and options; empty for none.
    package var metadata: String
    /// "", "view", "timeseries" or "collection"; nil to leave the member out, as old versions do.
    package var type: String?

    package init(
      _ name: String,
      _ documents: [Document],
      database: String = "app",
      metadata: String = "",
      type: String? = "collection"
    ) {
      self.init(name, raw: documents.map(\.bytes), database: database, metadata: metadata, type: type)
    }

    package init(
      _ name: String,
      raw documents: [[UInt8]],
      database: String = "app",
      metadata: String = "",
      type: String? = "collection"
    ) {
      self.name = name
      self.database = database
      self.documents = documents
      self.metadata = metadata
      self.type = type
    }
  }

  /// The archive's bytes so far.
  package private(set) var bytes: [UInt8] = []
  private var checksums: [[UInt8]: UInt64] = [:]

  /// Begins an archive whose prelude names these collections.
  package init(prelude collections: [Collection], serverVersion: String = "4.0.28", toolVersion: String = "100.9.4") {
    bytes = Self.magic
    let header: Document = [
      "concurrent_collections": .int32(4), "version": "0.1", "server_version": .string(serverVersion),
      "tool_version": .string(toolVersion),
    ]
    bytes += header.bytes
    for collection in collections {
      var entry: Document = [
        "db": .string(collection.database), "collection": .string(collection.name),
        "metadata": .string(collection.metadata), "size": .int32(0),
      ]
      if let type = collection.type { entry["type"] = .string(type) }
      bytes += entry.bytes
    }
    bytes += Self.terminator
  }

  /// A whole archive: the documents in slices of `slice`, those of the collections by turns.
  package static func archive(_ collections: [Collection], slice: Int = 3) -> [UInt8] {
    var writer = ArchiveWriter(prelude: collections)
    var rests = collections.map { $0.documents[...] }
    while rests.contains(where: { !$0.isEmpty }) {
      for index in collections.indices where !rests[index].isEmpty {
        writer.slice(of: collections[index], Array(rests[index].prefix(slice)))
        rests[index] = rests[index].dropFirst(slice)
      }
    }
    for collection in collections { writer.close(collection) }
    return writer.bytes
  }

  /// Writes a block of documents.
  package mutating func slice(of collection: Collection, _ documents: [[UInt8]]) {
    let body = documents.flatMap { $0 }
    checksums[Self.key(collection), default: 0] = Self.crc64(body, checksums[Self.key(collection)] ?? 0)
    bytes += Self.header(collection, isEnd: false, checksum: 0) + body + Self.terminator
  }

  /// Writes the closing block of a collection, with its right checksum or another one.
  package mutating func close(_ collection: Collection, checksum: UInt64? = nil) {
    let own = checksum ?? checksums[Self.key(collection)] ?? 0
    bytes += Self.header(collection, isEnd: true, checksum: own) + Self.terminator
  }

  /// Writes any bytes.
  package mutating func append(_ more: [UInt8]) { bytes += more }

  package static func header(_ collection: Collection, isEnd: Bool, checksum: UInt64) -> [UInt8] {
    let header: Document = [
      "db": .string(collection.database), "collection": .string(collection.name), "EOF": .boolean(isEnd),
      "CRC": .int64(Int64(bitPattern: checksum)),
    ]
    return header.bytes
  }

  private static func key(_ collection: Collection) -> [UInt8] {
    Array("\(collection.database).\(collection.name)".utf8)
  }

  /// CRC-64/XZ, bit by bit: slow, and written without regard to the program's own.
  package static func crc64(_ bytes: [UInt8], _ previous: UInt64 = 0) -> UInt64 {
    var register = ~previous
    for byte in bytes {
      register ^= UInt64(byte)
      for _ in 0..<8 { register = register & 1 == 1 ? (register >> 1) ^ 0xC96C_5795_D787_0F42 : register >> 1 }
    }
    return ~register
  }
}
