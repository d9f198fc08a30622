import Compression
import Glibc
import TestSupport
import Testing

@testable import Archive

@Suite struct FramingErrorTests {
  private let folder: TemporaryFolder
  private let table = collection("T", 2)
  private let empty = collection("U", 0)
  /// Where the blocks begin behind the prelude that names both.
  private let start: UInt64

  init() throws {
    folder = try TemporaryFolder()
    start = UInt64(ArchiveWriter(prelude: [table, empty]).bytes.count)
  }

  /// Where an archive is damaged that goes on with these bytes behind its prelude.
  private func damage(_ parts: [UInt8]...) throws -> Damage? {
    let prelude = ArchiveWriter(prelude: [table, empty]).bytes
    return try reading(prelude + parts.flatMap { $0 }, in: folder).damage
  }

  private var dataHeader: [UInt8] { ArchiveWriter.header(table, isEnd: false, checksum: 0) }

  @Test(arguments: [0, 1, 4, -2, 16_793_601, .max, .min] as [Int32])
  func `what is no length is refused where it stands`(length: Int32) throws {
    #expect(try damage(littleEndian(length)) == Damage(.documentLength(length), at: start))
    let document = table.documents[0]
    let place = start + UInt64(dataHeader.count + document.count)
    let inBlock = try damage(dataHeader, document, littleEndian(length), [UInt8](repeating: 0, count: 20))
    #expect(inBlock == Damage(.documentLength(length), at: place))
  }

  @Test func `the largest document is no larger than MongoDB's own`() throws {
    let place = start + UInt64(dataHeader.count)
    // Cut short is what it can only be where the length itself is taken.
    #expect(try damage(dataHeader, littleEndian(16_793_600 as Int32), [1]) == Damage(.cutShort, at: place))
    #expect(try damage(dataHeader, littleEndian(5 as Int32)) == Damage(.cutShort, at: place))
  }

  @Test func `a document ends with NUL`() throws {
    let place = start + UInt64(dataHeader.count)
    var document = table.documents[0]
    document[document.count - 1] = 1
    #expect(try damage(dataHeader, document) == Damage(.unterminatedDocument, at: place))
    #expect(try damage(document) == Damage(.unterminatedDocument, at: start))
    #expect(try damage(dataHeader, [5, 0, 0, 0, 1]) == Damage(.unterminatedDocument, at: place))
  }

  @Test func `a terminator without a header is refused`() throws {
    #expect(try damage(ArchiveWriter.terminator)?.cause == .headerlessBlock)
    let block = dataHeader + ArchiveWriter.terminator
    #expect(try damage(block, ArchiveWriter.terminator)?.cause == .headerlessBlock)
    let noHeader = ArchiveWriter.magic + ArchiveWriter.terminator
    #expect(try reading(noHeader, in: folder).damage?.cause == .headerlessBlock)
  }

  @Test
  func `a terminator without a header is refused at its place`() throws {
    #expect(try damage(ArchiveWriter.terminator) == Damage(.headerlessBlock, at: start))
    let noHeader = ArchiveWriter.magic + ArchiveWriter.terminator
    #expect(try reading(noHeader, in: folder).damage == Damage(.headerlessBlock, at: 4))
  }

  @Test(
    arguments: [
      [:], ["collection": "T", "EOF": false, "CRC": .int64(0)], ["db": "app", "EOF": false, "CRC": .int64(0)],
      ["db": "app", "collection": "T", "CRC": .int64(0)], ["db": "app", "collection": "T", "EOF": true],
      ["db": "app", "collection": "", "EOF": false, "CRC": .int64(0)],
      ["db": .null, "collection": "T", "EOF": false, "CRC": .int64(0)],
      ["db": "app", "collection": .int32(1), "EOF": false, "CRC": .int64(0)],
      ["db": "app", "collection": "T", "EOF": .int32(0), "CRC": .int64(0)],
      ["db": "app", "collection": "T", "EOF": false, "CRC": "0"],
      ["db": "app", "collection": "T", "EOF": true, "CRC": .double(0.5)],
      ["db": "app", "collection": "T", "EOF": .raw(0x08, [2]), "CRC": .int64(0)],
      ["db": "app", "collection": "T", "eof": false, "CRC": .int64(0)],
      // Text that is not UTF-8, and a type that there is not.
      ["db": "app", "collection": .raw(0x02, [2, 0, 0, 0, 0xFF, 0]), "EOF": false, "CRC": .int64(0)],
      ["db": "app", "collection": "T", "EOF": false, "CRC": .int64(0), "x": .raw(0x40, [])],
    ] as [Document]
  )
  func `a block's header without the fields that it needs is refused`(header: Document) throws {
    #expect(try damage(header.bytes, ArchiveWriter.terminator) == Damage(.malformedHeader, at: start))
    let behind = try damage(dataHeader, ArchiveWriter.terminator, header.bytes)
    #expect(behind == Damage(.malformedHeader, at: start + UInt64(dataHeader.count + 4)))
  }

  @Test(arguments: [true, false])
  func `a block of a namespace that the prelude does not name is refused`(isEnd: Bool) throws {
    for (database, name) in [("app", "V"), ("App", "T"), ("app", "t"), ("", "V"), ("", "T"), ("app", "oplog")] {
      let header = ArchiveWriter.header(
        ArchiveWriter.Collection(name, [], database: database),
        isEnd: isEnd,
        checksum: 0
      )
      let full = database.isEmpty ? name : "\(database).\(name)"
      #expect(try damage(header, ArchiveWriter.terminator) == Damage(.unknownNamespace(full), at: start))
    }
  }

  @Test(arguments: [true, false])
  func `a block of a namespace that has ended is refused`(isEnd: Bool) throws {
    let closing = ArchiveWriter.header(empty, isEnd: true, checksum: 0) + ArchiveWriter.terminator
    let again = ArchiveWriter.header(empty, isEnd: isEnd, checksum: 0) + ArchiveWriter.terminator
    let place = start + UInt64(closing.count)
    #expect(try damage(closing, again) == Damage(.reopenedNamespace("app.U"), at: place))
  }

  @Test func `documents in a closing block are refused`() throws {
    let closing = ArchiveWriter.header(table, isEnd: true, checksum: 0)
    let place = start + UInt64(closing.count)
    #expect(try damage(closing, table.documents[0]) == Damage(.documentsInClosingBlock("app.T"), at: place))
  }

  @Test func `an archive that ends too soon names all that is not finished`() throws {
    #expect(try damage() == Damage(.unfinishedNamespaces(["app.T", "app.U"]), at: start))
    let closing = ArchiveWriter.header(table, isEnd: true, checksum: 0) + ArchiveWriter.terminator
    let end = start + UInt64(closing.count)
    #expect(try damage(closing) == Damage(.unfinishedNamespaces(["app.U"]), at: end))
  }

  @Test func `a prelude that names more namespaces than anybody has is refused where it does`() throws {
    let collections = (0...PreludeReader.maxNamespaces).map { collection("T\($0)", 0) }
    let most = ArchiveWriter(prelude: Array(collections.dropLast())).bytes
    let place = UInt64(most.count - ArchiveWriter.terminator.count)
    let damage = try reading(ArchiveWriter(prelude: collections).bytes, in: folder).damage
    #expect(damage == Damage(.tooManyNamespaces(limit: PreludeReader.maxNamespaces), at: place))
    #expect(try reading(most, in: folder).prelude?.namespaces.count == PreludeReader.maxNamespaces)
  }

  @Test func `a namespace that the prelude names twice is never finished`() throws {
    let bytes = ArchiveWriter(prelude: [empty, empty]).bytes
    let closing = ArchiveWriter.header(empty, isEnd: true, checksum: 0) + ArchiveWriter.terminator
    let damage = try reading(bytes + closing, in: folder).damage
    #expect(damage == Damage(.unfinishedNamespaces(["app.U"]), at: UInt64(bytes.count + closing.count)))
  }

  @Test(
    arguments: [
      ["db": "app"], ["db": "app", "collection": ""], ["db": "app", "collection": .int32(7)],
      ["db": "app", "collection": .raw(0x02, [2, 0, 0, 0, 0xC0, 0])],
    ] as [Document]
  )
  func `the prelude's namespaces have names`(entry: Document) throws {
    let header: Document = ["version": "0.1"]
    for entries in [[entry], [["db": "app", "collection": "T"], entry]] {
      let bytes = ArchiveWriter.magic + header.bytes + entries.flatMap(\.bytes) + ArchiveWriter.terminator
      let reading = try reading(bytes, in: folder)
      #expect(reading.damage?.cause == .malformedHeader)
      #expect(reading.prelude == nil)
    }
  }

  @Test
  func `a namespace without a name is refused at its place`() throws {
    let (header, entry): (Document, Document) = (["version": "0.1"], ["db": "app"])
    let bytes = ArchiveWriter.magic + header.bytes + entry.bytes + ArchiveWriter.terminator
    #expect(try reading(bytes, in: folder).damage == Damage(.malformedHeader, at: 4 + UInt64(header.bytes.count)))
  }

  @Test func `the prelude's documents are BSON`() throws {
    let noise: [UInt8] = [7, 0, 0, 0, 0x40, 0, 0]
    let header = Document().bytes
    #expect(try reading(ArchiveWriter.magic + noise, in: folder).damage == Damage(.malformedHeader, at: 4))
    #expect(try reading(ArchiveWriter.magic + header + noise, in: folder).damage == Damage(.malformedHeader, at: 9))
    let length = ArchiveWriter.magic + header + littleEndian(3 as Int32)
    #expect(try reading(length, in: folder).damage == Damage(.documentLength(3), at: 9))
  }

  @Test(
    arguments: [
      ([], true), ([0x6D], false), ([0x6D, 0xE2, 0x99], false), ([0x6D, 0xE2, 0x99, 0x80], false),
      ([0x81, 0x99, 0xE2, 0x6D], false), (Array("{\"id\":1}".utf8), false), ([5, 0, 0, 0, 0], false),
    ] as [([UInt8], Bool)]
  )
  func `what does not begin as an archive is none`(bytes: [UInt8], isEmpty: Bool) throws {
    for bytes in [bytes, GzipWriter.gzip(bytes)] {
      let path = try folder.write(bytes)
      #expect(Reading(path: path).error == .notAnArchive(path: path, isEmpty: isEmpty))
    }
  }

  @Test func `a file that cannot be opened is told as such`() throws {
    let missing = folder.path(of: "missing")
    #expect(Reading(path: missing).error == .source(.cannotOpen(path: missing, errno: ENOENT)))
    #expect(Reading(path: folder.path).error == .source(.notReadable(path: folder.path)))
  }

  @Test func `damaged gzip is told behind the documents before it`() throws {
    // Stored, so that where the documents are in the gzip is known.
    let gzip = GzipWriter.gzip(TinyArchive.bytes, level: 0)
    let cut = try folder.write(Array(gzip.dropLast(8)))
    #expect(
      Reading(path: cut).error
        == .source(.damagedGzip(path: cut, offset: UInt64(gzip.count - 8), cause: .cutShort))
    )
    #expect(Reading(path: cut).events == (try reading(TinyArchive.bytes, in: folder)).events)
    let trailing = try folder.write(gzip + [0])
    guard case .source(.damagedGzip(trailing, _, .trailingBytes)) = Reading(path: trailing).error else {
      Issue.record("\(String(describing: Reading(path: trailing).error))")
      return
    }
  }
}
