import Compression
import TestSupport
import Testing

@testable import Archive

@Suite struct ArchiveDamageTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `an archive that is cut anywhere says where`() throws {
    let whole = try reading(TinyArchive.bytes, in: folder)
    // Where what is read at once begins: the length of a document is looked at with the document.
    let pieces = TinyArchive.pieces.indices.map { TinyArchive.pieces[..<$0].joined().count }
    for count in TinyArchive.bytes.indices {
      let cut = try reading(Array(TinyArchive.bytes[..<count]), in: folder)
      let place = pieces.last { $0 <= count } ?? 0
      if count < 4 {
        #expect(cut.error == .notAnArchive(path: folder.path(of: "archive"), isEmpty: count == 0))
      } else if TinyArchive.blocks.contains(count) {
        #expect(cut.damage == Damage(.unfinishedNamespaces(["app.T"]), at: UInt64(count)))
      } else {
        #expect(cut.damage == Damage(.cutShort, at: UInt64(place)), "\(count) bytes")
      }
      #expect(whole.events.starts(with: cut.events), "\(count) bytes")
    }
  }

  @Test func `a broken archive is known as a whole`() throws {
    // More than is read ahead.
    let bytes = TinyArchive.bytes + [UInt8](repeating: 7, count: 12 << 20)
    let reader = try BackupReader(path: try folder.write(bytes, to: "broken"), digest: true)
    #expect(throws: ArchiveError.self) { while try reader.next() != nil {} }
    let whole = try FileSource.summary(of: folder.path(of: "broken"))
    #expect(reader.files.map(\.bytesRead) == [whole.bytesRead])
    #expect(reader.files.map(\.sha256) == [whole.sha256])
  }

  @Test(arguments: [false, true])
  func `no beginning of an archive passes for a whole one`(isGzip: Bool) throws {
    let collections = [collection("A", 4), collection("B", 0), collection("C", 3)]
    let archive = ArchiveWriter.archive(collections, slice: 2)
    let bytes = isGzip ? GzipWriter.gzip(archive) : archive
    let whole = try reading(bytes, in: folder)
    #expect(whole.isWhole)
    for count in bytes.indices {
      let cut = try reading(Array(bytes[..<count]), in: folder)
      if cut.error == nil || !whole.events.starts(with: cut.events) {
        Issue.record("\(count) of \(bytes.count) bytes: \(cut)")
      }
    }
  }

  @Test func `what follows the last block is refused`() throws {
    for count in 1...20 {
      let reading = try reading(TinyArchive.bytes + [UInt8](repeating: 0, count: count), in: folder)
      let cause: ArchiveError.Cause = count < 4 ? .cutShort : .documentLength(0)
      #expect(reading.damage == Damage(cause, at: 335))
      #expect(reading.ends == ["app.T": true])
    }
  }

  @Test func `a changed byte is an error, or told with the namespace, or of no consequence`() throws {
    let whole = try reading(TinyArchive.bytes, in: folder)
    var harmless: Set<Int> = []
    var bytes = TinyArchive.bytes
    for place in bytes.indices {
      // The lowest bit, the one of upper case, the sign, and all of them.
      for change: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        bytes[place] ^= change
        let changed = try reading(bytes, in: folder)
        if changed.isWhole {
          harmless.insert(place)
          if changed.events != whole.events { Issue.record("byte \(place) by \(change): \(changed)") }
        }
        bytes[place] ^= change
      }
    }
    #expect(harmless.isDisjoint(with: TinyArchive.documents))
    // What is in the prelude beside names, and the checksum in the header that does not count.
    #expect(harmless.contains(4 + 12) && harmless.contains(0xEA - 2))
  }

  @Test func `a changed document is told with its namespace only`() throws {
    // What is changed is a value, so that all of the framing stays.
    var bytes = TinyArchive.bytes
    bytes[0xEA + 19] ^= 1
    let reading = try reading(bytes, in: folder)
    #expect(reading.error == nil)
    #expect(reading.ends == ["app.T": false])
    #expect(reading.documents["app.T"]?.count == 2)
  }

  @Test func `random changes never pass unseen`() throws {
    let seed: UInt64 = 335
    print("Random changes of an archive: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    // Names that are a bit or two apart, so that a change can make one of another.
    let collections = [collection("A", 20), collection("C", 15), collection("E", 0), collection("G", 10)]
    let archive = ArchiveWriter.archive(collections, slice: 4)
    let whole = try reading(archive, in: folder)
    #expect(whole.isWhole)
    var (errors, notIntact) = (0, 0)
    for _ in 0..<2_000 {
      var bytes = archive
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      let changed = try reading(bytes, in: folder)
      if changed.error != nil {
        errors += 1
      } else if !changed.isWhole {
        notIntact += 1
      } else if changed.events != whole.events {
        Issue.record("\(bytes) (seed \(seed))")
      }
    }
    #expect(errors > 500 && notIntact > 500, "\(errors) errors, \(notIntact) not intact: changes of one kind only")
  }
}
