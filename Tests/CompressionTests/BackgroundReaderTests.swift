import Foundation
import Synchronization
import Testing

@testable import Compression

@Suite(.timeLimit(.minutes(1))) struct BackgroundReaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test(arguments: [(1000, 2), (1 << 20, 4), (4096, 3), (1, 2)])
  func `chunks come in order`(chunkBytes: Int, chunks: Int) throws {
    let bytes = sampleBytes(chunkBytes == 1 ? 500 : 200_000)
    let source = InflatingSource(try FileSource(path: try folder.write(GzipWriter.gzip(bytes)), digest: true))
    let reader = BackgroundReader(source, chunkBytes: chunkBytes, chunks: chunks)
    #expect(try readAll(reader, upTo: chunkBytes) == bytes)
    #expect(try reader.next() == nil)
    #expect(source.isGzip)
    #expect(source.file.sha256?.count == 64)
  }

  @Test func `an empty file has no chunks`() throws {
    let reader = BackgroundReader(InflatingSource(try FileSource(path: try folder.write([]))))
    #expect(try reader.next() == nil)
  }

  @Test func `a chunk stays as it is until the next is asked for`() throws {
    let bytes = sampleBytes(100)
    let reader = BackgroundReader(
      InflatingSource(try FileSource(path: try folder.write(bytes))),
      chunkBytes: 10,
      chunks: 2
    )
    let chunk = try #require(try reader.next())
    Thread.sleep(forTimeInterval: 0.02)
    #expect(Array(chunk) == Array(bytes.prefix(10)))
  }

  @Test(arguments: [1, 3, 1000])
  func `other work is done while there is no room, and not for ever`(pieces: Int) throws {
    let bytes = sampleBytes(10_000)
    let reader = BackgroundReader(
      InflatingSource(try FileSource(path: try folder.write(bytes))),
      chunkBytes: 100,
      chunks: 2
    )
    let first = Array(try #require(try reader.next()))
    let left = Mutex(pieces)
    reader.useSpareTime {
      left.withLock { left in
        guard left > 0 else { return false }
        left -= 1
        return true
      }
    }
    var read = first
    for _ in 0..<50 { read += Array(try reader.next() ?? []) }
    // The thread waits for room from here on.
    #expect(becomesTrue { left.withLock { $0 == 0 } })
    #expect(try read + readAll(reader, upTo: 100) == bytes)
  }

  @Test func `an error comes behind the good chunks and comes again`() throws {
    let bytes = sampleBytes(50_000)
    let path = try folder.write(GzipWriter.gzip(bytes) + [0])
    let reader = BackgroundReader(InflatingSource(try FileSource(path: path)), chunkBytes: 1000)
    var read: [UInt8] = []
    let error = #expect(throws: CompressionError.self) {
      while let chunk = try reader.next() { read += Array(chunk) }
    }
    #expect(read == bytes)
    #expect(Outcome(error: error).damage == .trailingBytes)
    #expect(throws: CompressionError.self) { try reader.next() }
  }

  /// The checksums are taken by the consumer: what it is given, and the error behind that, are those of one thread.
  @Test(arguments: InflatingLibrary.allCases, [1, 7, 64, 4096])
  func `whatever bit of a member is flipped, it is told as without the thread`(
    library: InflatingLibrary,
    chunkBytes: Int
  ) throws {
    let members = [sampleBytes(90), [], sampleBytes(150, seed: 2), sampleBytes(40, seed: 3)]
    let file = members.flatMap { GzipWriter.gzip($0) }
    for index in file.indices {
      var flipped = file
      flipped[index] ^= UInt8(1 << (index % 8))
      let path = try folder.write(flipped)
      let expected = try decode(path, outputBytes: chunkBytes, library: library)
      let reader = BackgroundReader(
        InflatingSource(try FileSource(path: path), library: library),
        chunkBytes: chunkBytes
      )
      var outcome = Outcome()
      do {
        while let chunk = try reader.next() { outcome.bytes += Array(chunk) }
      } catch {
        outcome.error = error
        #expect(throws: error) { try reader.next() }
      }
      #expect(outcome.error == expected.error, "byte \(index)")
      // Damaged data may name bytes before the first one, for which ISA-L takes whatever is in its memory.
      if expected.damage != .data { #expect(outcome.bytes == expected.bytes, "byte \(index)") }
    }
  }

  @Test func `any number of empty members takes up no memory`() throws {
    let bytes = sampleBytes(100)
    let empty = GzipWriter.gzip([])
    let file = GzipWriter.gzip(bytes) + (0..<2000).flatMap { _ in empty } + GzipWriter.gzip(bytes)
    let path = try folder.write(file)
    let source = InflatingSource(try FileSource(path: path))
    var space = [UInt8](repeating: 0, count: 1000)
    var ends = 0
    while true {
      var output = space.mutableSpan
      let read = try source.readUnchecked(into: &output)
      let members = try #require(read.members)
      if read.count == 0, members.isEmpty { break }
      #expect(members.count < 100)
      ends += members.count
    }
    #expect(ends == 2002)
    #expect(try decode(path) == Outcome(bytes: bytes + bytes))
    #expect(try readAll(BackgroundReader(InflatingSource(try FileSource(path: path))), upTo: 1 << 20) == bytes + bytes)
    let cut = try folder.write(Array(file.prefix(10_000)), to: "cut")
    let reader = BackgroundReader(InflatingSource(try FileSource(path: cut)))
    #expect(try Array(reader.next() ?? []) == bytes)
    #expect(throws: try #require(try decode(cut).error)) { try reader.next() }
  }

  @Test func `behind a wrong checksum the thread has ended, and nothing more is read`() throws {
    var damaged = GzipWriter.gzip(sampleBytes(5_000, seed: 2))
    damaged[damaged.count - 8] ^= 1
    let more = (3..<40).flatMap { GzipWriter.gzip(sampleBytes(5_000, seed: $0)) }
    let path = try folder.write(GzipWriter.gzip(sampleBytes(5_000)) + damaged + more)
    let source = InflatingSource(try FileSource(path: path), inputBytes: 100)
    let reader = BackgroundReader(source, chunkBytes: 1000, chunks: 3)
    var read: [UInt8] = []
    let error = #expect(throws: CompressionError.self) {
      while let chunk = try reader.next() { read += Array(chunk) }
    }
    #expect(Outcome(error: error).damage == .checksum)
    #expect(read == sampleBytes(5_000) + sampleBytes(5_000, seed: 2))
    let bytesRead = source.file.bytesRead
    Thread.sleep(forTimeInterval: 0.02)
    #expect(source.file.bytesRead == bytesRead)
  }

  @Test func `stopping early ends the thread though it waits for room`() throws {
    let path = try folder.write(sampleBytes(100_000))
    weak var source: InflatingSource?
    let reader: BackgroundReader
    do {
      let made = InflatingSource(try FileSource(path: path))
      source = made
      reader = BackgroundReader(made, chunkBytes: 100, chunks: 2)
    }
    #expect(try reader.next()?.count == 100)
    reader.stop()
    reader.stop()
    #expect(try reader.next() == nil)
    #expect(becomesTrue { source == nil })
  }

  @Test func `letting the reader go ends its thread`() throws {
    let path = try folder.write(sampleBytes(100_000))
    weak var source: InflatingSource?
    do {
      let made = InflatingSource(try FileSource(path: path))
      source = made
      let reader = BackgroundReader(made, chunkBytes: 100, chunks: 2)
      #expect(try reader.next()?.count == 100)
    }
    #expect(becomesTrue { source == nil })
  }

  @Test func `stopping does not wait for a pipe that nobody writes to`() throws {
    let path = folder.path(of: "fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let writer = open(path, O_RDWR)
    let reader = BackgroundReader(InflatingSource(try FileSource(path: path)))
    Thread.sleep(forTimeInterval: 0.01)
    reader.stop()
    #expect(try reader.next() == nil)
    // Ends the read that the thread is in.
    close(writer)
  }

  private func readAll(_ reader: BackgroundReader, upTo count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = try reader.next() {
      #expect(!chunk.isEmpty && chunk.count <= count)
      bytes += Array(chunk)
    }
    return bytes
  }

  /// Whether `condition` is true within some seconds.
  private func becomesTrue(_ condition: () -> Bool) -> Bool {
    for _ in 0..<500 {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }
}
