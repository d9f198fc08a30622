import Export
import TestSupport
import Values

/// The reader of table files in the Baqend form.
struct JSONTarget: FuzzTarget {
  private let file = InputFile()

  func read(_ input: UnsafeRawBufferPointer) {
    for key in FingerprintKey.ofEachHash {
      let fingerprinter = BodyFingerprinter(.references, .plain, key: key)
      let whole = TableFileOutcome.read(input, in: file, .baqend, fingerprinter, value: description)
      let single = TableFileOutcome.read(input, in: file, .baqend, ValueByValue(fingerprinter)) {
        description(of: $0.sink)
      }
      demand(whole == single, "objects that are taken as a whole are taken as value by value")
      guard !key.isOfRounds else { continue }
      var narrowing = fingerprinter
      narrowing.takesNarrowWalks = true
      let narrow = TableFileOutcome.read(input, in: file, .baqend, narrowing, value: description)
      demand(narrow == single, "so are those that are taken as on every processor")
    }
  }

  private func description(of object: BodyFingerprinter) -> [String] {
    [object.fingerprint.hex, "\(object.evidence)", "\(object.traits.rawValue)", "\(object.identity.key)"]
  }

  static var seeds: [[UInt8]] {
    let object = #"""
      {"id":"/db/T/1","version":1,"acl":{"read":{"/db/Role/1":"allow"},"write":{}},"createdAt":"2021-05-03T00:00:00.000Z",
      "updatedAt":"2021-05-03T00:01:00Z","n":[0,-1.5e+3,123456789012345678901,0.1],"t":"\u00e9\ud83d\ude00\n","é":{"a":null}}
      """#
    let texts = [
      "", "[]", "[\(object)]", "[\(object),{}]", "{\"id\":\"/db/T/%C3%A9\"}\n{\"b\":[true,false,[{}]]}\n",
      "\u{FEFF}[{\"a\":\"é😀\"}]",
    ]
    return texts.map { Array($0.utf8) }
  }
}
