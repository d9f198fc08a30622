import BSON
import Foundation
import JSONStream
import Testing
import Values

@testable import ExtendedJSON

/// A file of the corpus.
private struct CorpusFile: Decodable {
  struct Valid: Decodable {
    var description: String
    var canonical_bson: String
    var canonical_extjson: String
    var relaxed_extjson: String?
    var degenerate_bson: String?
    var degenerate_extjson: String?
    var lossy: Bool?
  }

  struct DecodeError: Decodable {
    var description: String
    var bson: String
  }

  struct ParseError: Decodable {
    var description: String
    var string: String
  }

  var description: String
  var bson_type: String
  var valid: [Valid]?
  var decodeErrors: [DecodeError]?
  var parseErrors: [ParseError]?

  static let all: [(name: String, file: CorpusFile)] = {
    guard let folder = Bundle.module.url(forResource: "Corpus", withExtension: nil) else { return [] }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.filter { $0.hasSuffix(".json") }.compactMap { name in
      (try? Data(contentsOf: folder.appendingPathComponent(name)))
        .flatMap { try? JSONDecoder().decode(CorpusFile.self, from: $0) }.map { (name, $0) }
    }
  }()
}

@Suite struct CorpusTests {
  private func bytes(_ hex: String) -> [UInt8] { Hexadecimal.bytes(Array(hex.utf8), count: hex.utf8.count / 2) ?? [] }

  private func walk(_ bytes: [UInt8], into sink: inout some ValueSink) throws {
    var walker = BSONWalker(checksText: true)
    try walker.walk(bytes.span, into: &sink)
  }

  /// Reads a JSON text as Extended JSON and writes it anew; nil where it is malformed.
  private func rewritten(_ json: String, as format: ExtendedJSONWriter.Format) -> String? {
    let padded = Array(json.utf8) + [UInt8](repeating: 0, count: JSONScanner.padding)
    var decoder = ExtendedJSONDecoder(ExtendedJSONWriter(format))
    var scanner = JSONScanner()
    let end = (try? scanner.scanObject(padded.span, from: 0, into: &decoder)) ?? nil
    let isRead = end == json.utf8.count
    return isRead && decoder.malformedKey == nil ? String(decoding: decoder.sink.bytes, as: UTF8.self) : nil
  }

  /// A text without white space outside of strings, members in their order, strings without needless
  /// escapes.
  private func compact(_ json: String) -> String {
    let padded = Array(json.utf8) + [UInt8](repeating: 0, count: JSONScanner.padding)
    var writer = BaqendWriter()
    var scanner = JSONScanner()
    _ = try? scanner.scanObject(padded.span, from: 0, into: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `the corpus is there`() {
    #expect(CorpusFile.all.count == 31)
    #expect(CorpusFile.all.reduce(0) { $0 + ($1.file.valid?.count ?? 0) } == 718)
    #expect(CorpusFile.all.reduce(0) { $0 + ($1.file.decodeErrors?.count ?? 0) } == 75)
  }

  @Test func `valid documents are shown as the corpus has them`() throws {
    for (name, file) in CorpusFile.all {
      for example in file.valid ?? [] {
        for (format, expected) in [
          (ExtendedJSONWriter.Format.canonical, example.canonical_extjson), (.relaxed, example.relaxed_extjson),
        ] {
          guard let expected else { continue }
          for hex in [example.canonical_bson, example.degenerate_bson].compactMap({ $0 }) {
            var writer = ExtendedJSONWriter(format)
            try walk(bytes(hex), into: &writer)
            let text = String(decoding: writer.bytes, as: UTF8.self)
            #expect(text == compact(expected), "\(name): \(example.description)")
          }
        }
      }
    }
  }

  @Test func `Extended JSON is read and written again without loss`() throws {
    for (name, file) in CorpusFile.all {
      for example in file.valid ?? [] {
        let canonical = compact(example.canonical_extjson)
        let texts = [example.canonical_extjson, example.degenerate_extjson].compactMap { $0 }
        for text in texts where example.lossy != true {
          #expect(rewritten(text, as: .canonical) == canonical, "\(name): \(example.description)")
        }
        if let relaxed = example.relaxed_extjson {
          #expect(rewritten(relaxed, as: .relaxed) == compact(relaxed), "\(name): \(example.description)")
        }
      }
    }
  }

  @Test func `documents that are wrong are refused with a place in them`() {
    for (name, file) in CorpusFile.all {
      for example in file.decodeErrors ?? [] {
        let document = bytes(example.bson)
        var walker = BSONWalker(checksText: true)
        var discard = DiscardingSink()
        do throws(BSONError) {
          try walker.walk(document.span, into: &discard)
          Issue.record("\(name): \(example.description) was accepted")
        } catch {
          #expect(0...document.count ~= error.offset, "\(name): \(example.description)")
        }
      }
    }
  }

  @Test func `texts that are malformed are refused`() {
    for (name, file) in CorpusFile.all {
      for example in file.parseErrors ?? [] {
        if file.bson_type == "0x13" {
          #expect(Decimal128(example.string) == nil, "\(name): \(example.description)")
        } else if !Self.accepted.contains(example.description) {
          #expect(rewritten(example.string, as: .canonical) == nil, "\(name): \(example.description)")
        }
      }
    }
  }

  /// Texts that the corpus refuses and that are read all the same, because MongoDB's tools write or
  /// read them.
  private static let accepted: Set<String> = [
    // v1 wrote dates as numbers, and mongoimport reads them.
    "Bad $date (number, not string or hash)"
  ]
}
