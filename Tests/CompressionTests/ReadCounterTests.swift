import Foundation
import Testing

@testable import Compression

@Suite struct ReadCounterTests {
  @Test func `bytes are counted as they are stored, of several files together`() throws {
    let folder = try TemporaryFolder()
    let counter = ReadCounter()
    let gzip = GzipWriter.gzip(sampleBytes(100_000))
    for (name, bytes) in [("plain", sampleBytes(1000)), ("gzip", gzip)] {
      let file = try FileSource(path: try folder.write(bytes, to: name), counter: counter)
      let source = InflatingSource(file, inputBytes: 100)
      while try !readOnce(source, upTo: 1 << 16).isEmpty {}
    }
    #expect(counter.bytes == UInt64(1000 + gzip.count))
    #expect(counter.objects == 0)
  }

  @Test func `several threads count together`() {
    let counter = ReadCounter()
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<1000 {
        counter.add(bytes: 3)
        counter.add(objects: 2)
      }
    }
    #expect(counter.bytes == 12_000 && counter.objects == 8000)
  }

  @Test func `what need not be read can be counted, and nothing is taken back`() {
    let counter = ReadCounter()
    counter.reach(bytes: 10)
    counter.add(bytes: 1)
    counter.reach(bytes: 5)
    #expect(counter.bytes == 11)
  }
}
