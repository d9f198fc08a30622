import Compression
import TestSupport
import Testing

@testable import Archive

@Suite struct ArchiveBytesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func bytes(_ path: String, chunkBytes: Int) throws -> ArchiveBytes {
    ArchiveBytes(BackgroundReader(InflatingSource(try FileSource(path: path)), chunkBytes: chunkBytes))
  }

  @Test func `pieces are whole and checksums right wherever the chunks end`() throws {
    var generator = SeededGenerator(seed: 7)
    let file = (0..<200).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let path = try folder.write(file)
    for chunkBytes in 1...40 {
      let bytes = try bytes(path, chunkBytes: chunkBytes)
      var (position, covered) = (0, [UInt8]())
      while position < file.count {
        let count = Int.random(in: 1...50, using: &generator)
        // A first look at less, as the reader has it for lengths.
        let look = Int.random(in: 0...count, using: &generator)
        #expect(Array(try bytes.peek(look)) == Array(file[position...].prefix(look)))
        let piece = Array(try bytes.peek(count))
        #expect(piece == Array(file[position...].prefix(count)), "\(count) bytes at \(position), by \(chunkBytes)")
        let isDocument = Bool.random(using: &generator)
        if isDocument { covered += piece }
        bytes.pass(piece.count, isDocument: isDocument)
        position += piece.count
        #expect(bytes.offset == UInt64(position))
      }
      #expect(try bytes.peek(1).isEmpty)
      #expect(bytes.exchangeChecksum(CRC64()).value == ArchiveWriter.crc64(covered), "by \(chunkBytes)")
    }
  }

  @Test func `less can be passed than was looked at`() throws {
    let file = (0..<60).map { UInt8($0) }
    let path = try folder.write(file)
    for chunkBytes in 1...16 {
      let bytes = try bytes(path, chunkBytes: chunkBytes)
      for position in stride(from: 0, to: 60, by: 3) {
        #expect(Array(try bytes.peek(10)) == Array(file[position...].prefix(10)), "at \(position), by \(chunkBytes)")
        bytes.pass(3, isDocument: position % 2 == 0)
      }
      let covered = stride(from: 0, to: 60, by: 6).flatMap { file[$0..<($0 + 3)] }
      #expect(bytes.exchangeChecksum(CRC64()).value == ArchiveWriter.crc64(covered), "by \(chunkBytes)")
    }
  }

  @Test func `checksums of two namespaces by turns do not mix`() throws {
    let file = Array("AAbbbAbbAAAAb".utf8)
    let path = try folder.write(file)
    for chunkBytes in 1...13 {
      let bytes = try bytes(path, chunkBytes: chunkBytes)
      var checksums: [UInt8: CRC64] = [:]
      for byte in file {
        _ = bytes.exchangeChecksum(checksums[byte] ?? CRC64())
        #expect(try bytes.peek(1).first == byte)
        bytes.pass(1, isDocument: true)
        checksums[byte] = bytes.exchangeChecksum(CRC64())
      }
      for byte in Array("Ab".utf8) {
        #expect(checksums[byte]?.value == ArchiveWriter.crc64(file.filter { $0 == byte }), "by \(chunkBytes)")
      }
    }
  }

  @Test func `an error of the file comes behind the bytes before it`() throws {
    let file = (0..<30).map { UInt8($0) }
    let gzip = GzipWriter.gzip(file, level: 0)
    let path = try folder.write(Array(gzip.dropLast(4)))
    let bytes = try bytes(path, chunkBytes: 7)
    #expect(Array(try bytes.peek(30)) == file)
    bytes.pass(30, isDocument: true)
    #expect(throws: CompressionError.self) { try bytes.peek(1) }
  }

  @Test(arguments: [false, true])
  func `documents larger than a chunk of the reader are whole`(isGzip: Bool) throws {
    let sizes = [5, 70_000, 300_000, 1_200_000, 12, 65_536, 65_537]
    let documents = sizes.enumerated().map { index, size in
      littleEndian(Int32(size)) + [UInt8](repeating: UInt8(index + 1), count: size - 5) + [0]
    }
    // The writer's checksum would take longer than all the rest; this one is held against it elsewhere.
    var checksum = CRC64()
    for document in documents { checksum.update(document.span) }
    let (table, other) = (collection("T", 0), collection("O", 3))
    var writer = ArchiveWriter(prelude: [table, other])
    for document in documents {
      writer.append(ArchiveWriter.header(table, isEnd: false, checksum: 0) + document + ArchiveWriter.terminator)
      if document.count == 12 { writer.slice(of: other, other.documents) }
    }
    writer.close(table, checksum: checksum.value)
    writer.close(other)
    let archive = isGzip ? GzipWriter.gzip(writer.bytes, level: 1) : writer.bytes
    let reading = try reading(archive, in: folder)
    #expect(reading.error == nil)
    #expect(reading.ends == ["app.T": true, "app.O": true])
    #expect(reading.documents["app.T"] == documents)
    #expect(reading.documents["app.O"] == other.documents)
  }
}
