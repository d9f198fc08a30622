import BSON
import ExtendedJSON
import JSONStream
import TestSupport
import Values

/// The BSON walker, and the forms in which documents are written.
struct BSONTarget: FuzzTarget {
  func read(_ input: UnsafeRawBufferPointer) {
    for key in FingerprintKey.ofEachHash { compareWithSingleValues(input, key) }
    var stored = BodyFingerprinter(.stored, .typed)
    guard walk(input, into: &stored) else { return }

    var canonical = ExtendedJSONWriter(.canonical)
    demand(walk(input, into: &canonical), "a document that was walked over is walked over again")
    var decoder = ExtendedJSONDecoder(BodyFingerprinter(.stored, .typed))
    demand(scan(canonical.bytes, into: &decoder), "Extended JSON is JSON")
    // Extended JSON has no escape for data that look like its wrappers.
    if !input.contains(0x24) {
      demand(decoder.malformedKey == nil, "Extended JSON has no malformed wrapper")
      demand(decoder.sink.isSame(as: stored), "Extended JSON stands for the document that it was written from")
    }

    var sink = DiscardingSink()
    for format in [ExtendedJSONWriter.Format.relaxed, .legacy] {
      var writer = ExtendedJSONWriter(format)
      demand(walk(input, into: &writer) && scan(writer.bytes, into: &sink), "other Extended JSON is JSON")
    }
    var baqend = BaqendWriter()
    demand(walk(input, into: &baqend) && scan(baqend.bytes, into: &sink), "the Baqend form is JSON")
  }

  /// Walks over a document in the way in which it may be taken as a whole.
  private func compareWithSingleValues(_ document: UnsafeRawBufferPointer, _ key: FingerprintKey) {
    var whole = BodyFingerprinter(.stored, .plain, key: key)
    var single = ValueByValue(whole)
    var narrow = whole
    if !key.isOfRounds { narrow.takesNarrowWalks = true }
    var walker = BSONWalker()
    let isWhole = (try? walker.walk(document.span, into: &whole)) != nil
    let isSingle = (try? walker.walk(document.span, into: &single)) != nil
    demand(isWhole == isSingle, "a document is sound, however it is taken")
    if isWhole {
      demand(whole.isSame(as: single.sink), "a document that is taken as a whole is taken as value by value")
      if key.isOfRounds { return }
      demand((try? walker.walk(document.span, into: &narrow)) != nil, "so is one that is taken as on every processor")
      demand(narrow.isSame(as: single.sink), "it is taken as value by value too")
    }
  }

  /// Walks over a document, as far as it is one.
  private func walk(_ document: UnsafeRawBufferPointer, into sink: inout some ValueSink) -> Bool {
    var walker = BSONWalker(checksText: true)
    do throws(BSONError) {
      try walker.walk(document.span, into: &sink)
      return true
    } catch {
      demand(0...document.count ~= error.offset, "a fault has its place in the document")
      return false
    }
  }

  /// Whether bytes are one JSON object and nothing more.
  private func scan(_ json: [UInt8], into sink: inout some ValueSink) -> Bool {
    var scanner = JSONScanner(maxDepth: .max)
    return scanner.scan(whole: json, into: &sink) == json.count
  }

  static var seeds: [[UInt8]] { documents.map(\.bytes) }

  private static var documents: [Document] {
    let id = [UInt8](1...12)
    let name: [UInt8] = [2, 0, 0, 0, 0x61, 0]
    let scope: Document = ["n": .int32(1)]
    let scopedCode = littleEndian(Int32(4 + name.count + scope.bytes.count)) + name + scope.bytes
    return [
      [:],
      [
        "_id": "k1", "version": .int64(1), "acl": ["read": ["/db/Role/1": "allow"], "write": [:]],
        "createdAt": .date(1_620_000_000_000), "updatedAt": .date(-1), "text": "é😀", "none": .null,
      ],
      ["_id": .objectID(id), "list": [.int32(1), .double(0.5), true, ["deep": [[:], []]]]],
      [
        "binary": .binary(0, [1, 2]), "old": .binary(2, littleEndian(Int32(1)) + [7]),
        "uuid": .binary(4, Array(0...15)),
      ],
      [
        "undefined": .raw(0x06, []), "expression": .raw(0x0B, [0x61, 0, 0x69, 0]), "pointer": .raw(0x0C, name + id),
        "code": .raw(0x0D, name), "symbol": .raw(0x0E, name), "scoped": .raw(0x0F, scopedCode),
      ],
      [
        "time": .raw(0x11, littleEndian(UInt64(1) << 32)),
        "decimal": .raw(0x13, [1] + Array(repeating: 0, count: 13) + [0x40, 0x30]),
        "least": .raw(0xFF, []), "most": .raw(0x7F, []), "NaN": .double(.nan), "infinite": .double(-.infinity),
      ],
    ]
  }
}
