import Foundation

@testable import Compression

/// A folder of its own for one test, removed with everything in it when the test lets it go.
final class TemporaryFolder {
  let path: String

  init() throws {
    let name = "compression-tests-" + UUID().uuidString
    path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in the folder.
  func path(of name: String) -> String {
    path + "/" + name
  }

  /// Writes `bytes` to a file in the folder, over what is there, and returns its path.
  func write(_ bytes: [UInt8], to name: String = "file") throws -> String {
    let file = path(of: name)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// What reading to the end gave: the bytes, and the error behind them if there was one.
struct Outcome: Equatable {
  var bytes: [UInt8] = []
  var error: CompressionError?

  /// What was wrong with the gzip file; nil where nothing or something else was.
  var damage: GzipDamage? {
    guard case .damagedGzip(_, _, let cause) = error else { return nil }
    return cause
  }
}

/// Reads the file at `path` to the end or to the first error.
func decode(
  _ path: String,
  inputBytes: Int = 256 << 10,
  outputBytes: Int = 64 << 10,
  library: InflatingLibrary = .fastest
) throws -> Outcome {
  let source = InflatingSource(try FileSource(path: path), inputBytes: inputBytes, library: library)
  var outcome = Outcome()
  do {
    while true {
      let bytes = try readOnce(source, upTo: outputBytes)
      if bytes.isEmpty { return outcome }
      outcome.bytes += bytes
    }
  } catch let error as CompressionError {
    outcome.error = error
  }
  return outcome
}

/// The bytes of one read.
func readOnce(_ source: InflatingSource, upTo count: Int) throws -> [UInt8] {
  var buffer = [UInt8](repeating: 0, count: count)
  let filled = try source.read(into: &buffer)
  return Array(buffer.prefix(filled))
}

/// Bytes that are the same at every run: words in some order, which deflate makes smaller, with noise
/// in between, which it does not.
func sampleBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  let words = ["archive", "export", "merge", "identifier", "{\"_id\":", "null", ", ", "\n"].map { Array($0.utf8) }
  var state = seed
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count + 16)
  while bytes.count < count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let random = Int(state >> 33)
    if random % 5 == 0 {
      bytes.append(UInt8(truncatingIfNeeded: random >> 8))
    } else {
      bytes += words[(random >> 8) % words.count]
    }
  }
  return Array(bytes.prefix(count))
}

/// "hello" in one member by fixed Huffman codes, as gzip(1) writes it without name and time.
let helloMember: [UInt8] = [
  0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03,
  0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00,
  0x86, 0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
]

let hello = Array("hello".utf8)
