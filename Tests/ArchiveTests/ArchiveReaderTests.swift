import Compression
import TestSupport
import Testing

@testable import Archive

@Suite struct ArchiveReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [false, true])
  func `the smallest archive of mongodump is read`(isGzip: Bool) throws {
    let bytes = isGzip ? GzipWriter.gzip(TinyArchive.bytes) : TinyArchive.bytes
    let reading = try reading(bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.prelude?.serverVersion == "4.0.5")
    #expect(reading.prelude?.toolVersion == "r4.0.5")
    #expect(reading.prelude?.namespaces == [Namespace(database: "app", collection: "T")])
    // The offsets are those of the inflated archive.
    #expect(
      reading.events == [
        .document("app.T", bytes: TinyArchive.pieces[5], offset: 0xEA),
        .document("app.T", bytes: TinyArchive.pieces[6], offset: 0x101),
        .end("app.T", isIntact: true),
      ]
    )
  }

  @Test func `the digest is of the file as it is`() throws {
    let reader = try ArchiveReader(path: try folder.write(TinyArchive.bytes), digest: true)
    while try reader.next() != nil {}
    #expect(reader.file.sha256 == TinyArchive.sha256)
    #expect(reader.file.bytesRead == 335)
    let gzip = GzipWriter.gzip(TinyArchive.bytes)
    let other = try ArchiveReader(path: try folder.write(gzip), digest: true)
    while try other.next() != nil {}
    #expect(other.file.bytesRead == UInt64(gzip.count))
    #expect(other.file.sha256 != TinyArchive.sha256)
  }

  @Test func `the end stays the end`() throws {
    let reader = try ArchiveReader(path: try folder.write(TinyArchive.bytes))
    while try reader.next() != nil {}
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [false, true])
  func `slices of several collections by turns are put together`(isGzip: Bool) throws {
    let collections = [collection("A", 10), collection("B", 1), collection("C", 7)]
    for slice in 1...10 {
      let archive = ArchiveWriter.archive(collections, slice: slice)
      let reading = try reading(isGzip ? GzipWriter.gzip(archive) : archive, in: folder)
      #expect(reading.isWhole)
      #expect(reading.ends.keys.sorted() == ["app.A", "app.B", "app.C"])
      for collection in collections {
        #expect(reading.documents["app.\(collection.name)"] == collection.documents, "\(collection.name) by \(slice)")
      }
    }
  }

  @Test func `the documents come in the archive's order, each at its place`() throws {
    let archive = ArchiveWriter.archive([collection("A", 3), collection("B", 2)], slice: 1)
    let reading = try reading(archive, in: folder)
    #expect(
      reading.events.map(\.name) == ["app.A", "app.B", "app.A", "app.B", "app.A", "end app.A", "end app.B"]
    )
    for case .document(_, let bytes, let offset) in reading.events {
      #expect(archive[Int(offset)...].starts(with: bytes))
    }
  }

  @Test func `a collection can end while others go on`() throws {
    let (short, long) = (collection("Short", 1), collection("Long", 2))
    var writer = ArchiveWriter(prelude: [long, short])
    writer.slice(of: long, [long.documents[0]])
    writer.slice(of: short, short.documents)
    writer.close(short)
    writer.slice(of: long, [long.documents[1]])
    writer.close(long)
    let reading = try reading(writer.bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.events.map(\.name) == ["app.Long", "app.Short", "end app.Short", "app.Long", "end app.Long"])
    #expect(reading.ends == ["app.Short": true, "app.Long": true])
  }

  @Test func `an empty collection has a block without documents or only the closing one`() throws {
    let (none, data) = (collection("None", 0), collection("Data", 0))
    var writer = ArchiveWriter(prelude: [none, data])
    writer.slice(of: data, [])
    writer.close(data)
    writer.close(none)
    let reading = try reading(writer.bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.events == [.end("app.Data", isIntact: true), .end("app.None", isIntact: true)])
  }

  @Test func `an empty collection that states a checksum is not intact`() throws {
    let none = collection("None", 0)
    var writer = ArchiveWriter(prelude: [none])
    writer.close(none, checksum: 1)
    #expect(try reading(writer.bytes, in: folder).events == [.end("app.None", isIntact: false)])
  }

  @Test func `an archive without collections is whole`() throws {
    let reading = try reading(ArchiveWriter(prelude: []).bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.prelude?.namespaces == [])
    #expect(reading.events == [])
  }

  @Test func `a wrong checksum is told of its collection only, and reading goes on`() throws {
    let collections = [collection("A", 3), collection("B", 3), collection("C", 3)]
    var writer = ArchiveWriter(prelude: collections)
    for collection in collections { writer.slice(of: collection, collection.documents) }
    for collection in collections { writer.close(collection, checksum: collection.name == "B" ? 0 : nil) }
    let reading = try reading(writer.bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.ends == ["app.A": true, "app.B": false, "app.C": true])
    #expect(reading.documents["app.B"] == collections[1].documents)
  }

  @Test func `the order of the slices is covered by the checksum`() throws {
    let table = collection("T", 2)
    var writer = ArchiveWriter(prelude: [table])
    for document in table.documents.reversed() { writer.slice(of: table, [document]) }
    writer.close(table, checksum: ArchiveWriter.crc64(table.documents.flatMap { $0 }))
    #expect(try reading(writer.bytes, in: folder).ends == ["app.T": false])
  }

  @Test func `a header may have its fields in another order, further ones, and any integer as its checksum`() throws {
    let headers: [Document] = [
      ["EOF": false, "CRC": .int32(0), "collection": "T", "db": "app"],
      ["db": "app", "collection": "T", "EOF": true, "CRC": .double(0), "further": ["a": .null]],
    ]
    var writer = ArchiveWriter(prelude: [collection("T", 0)])
    for header in headers { writer.append(header.bytes + ArchiveWriter.terminator) }
    let reading = try reading(writer.bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.events == [.end("app.T", isIntact: true)])
  }

  @Test func `a document is not looked into`() throws {
    let noise: [UInt8] = [9, 0, 0, 0, 0xFF, 0xFE, 0, 0xFD, 0]
    let table = ArchiveWriter.Collection("T", raw: [[5, 0, 0, 0, 0], noise])
    let reading = try reading(ArchiveWriter.archive([table]), in: folder)
    #expect(reading.isWhole)
    #expect(reading.documents == ["app.T": table.documents])
  }
}

extension Reading.Event {
  /// The namespace, after "end" where it ends.
  fileprivate var name: String {
    switch self {
    case .document(let name, _, _): name
    case .end(let name, _): "end \(name)"
    }
  }
}
