import Compression
import Export
import Foundation
import JSONStream
import Merge
import Values

/// The export of a data set, or the beginning of each of its files, in memory.
final class SampleExport {
  /// With what the scanner needs behind it.
  private let files: [(table: String, text: [UInt8])]

  /// Reads the files of a folder.
  init(folder: String) throws {
    let tables = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }.sorted()
    guard !tables.isEmpty else { throw SampleError("no tables in \(folder)") }
    let sources = try tables.map { (table: $0, source: try FileSource(path: "\(folder)/\($0)")) }
    // Of each file the same part.
    let size = sources.reduce(0) { $0 + Self.size($1.source) }
    let part = min(1, Double(SampleArchive.walkedBytes) / Double(max(size, 1)))
    files = try sources.map { table, source in
      let text = try Self.read(source, count: Int(Double(Self.size(source)) * part))
      return (String(table.dropLast(".json".count)), text)
    }
  }

  private static func size(_ source: FileSource) -> Int { Int(source.identity?.size ?? 0) }

  /// The beginning of a file, with what the scanner needs behind it.
  private static func read(_ source: FileSource, count size: Int) throws -> [UInt8] {
    var memory = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = try source.read(into: &memory, from: filled)
      if count == 0 { break }
      filled += count
    }
    return Array(memory.prefix(filled)) + [UInt8](repeating: 0, count: JSONScanner.padding)
  }

  /// Takes the fingerprint of every object that is there whole.
  func scan() throws -> Int {
    let key = FingerprintKey.random()
    var scanner = JSONScanner()
    var scanned = 0
    var sum: UInt64 = 0
    for file in files {
      var object = ComparisonRules().fingerprinter(of: file.table, .baqend, key: key)
      var position = 0
      while let start = Self.objectStart(file.text, from: position),
        let end = try scanner.scanObject(file.text.span, from: start, into: &object)
      {
        sum &+= object.fingerprint.low
        position = end
      }
      scanned += position
    }
    keep(sum)
    return scanned
  }

  /// Where the next object begins.
  private static func objectStart(_ text: [UInt8], from position: Int) -> Int? {
    var position = position
    while position < text.count {
      if text[position] == UInt8(ascii: "{") { return position }
      position += 1
    }
    return nil
  }
}
