import TestSupport
import Testing
import Values

@testable import ExtendedJSON

private let formats: [ExtendedJSONWriter.Format] = [.canonical, .relaxed, .legacy]

/// What holds for objects of all types, whatever they hold.
@Suite struct RandomDocumentTests {
  private typealias Kind = RandomDocuments.Kind

  @Test(arguments: [ValueSpace.plain, .typed])
  func `the order of members never counts and every scalar does`(space: ValueSpace) throws {
    let seed: UInt64 = 61
    var random = RandomDocuments(seed: seed, kinds: Kind.allCases)
    for round in 0..<400 {
      let members = random.document()
      let fingerprint = try space.fingerprint(document: bson(members))
      if try space.fingerprint(document: bson(random.shuffled(members))) != fingerprint {
        Issue.record("\(members) shuffled (seed \(seed), round \(round))")
      }
      let changed = random.changed(members)
      if try space.fingerprint(document: bson(changed)) == fingerprint {
        Issue.record("\(members) and \(changed) (seed \(seed), round \(round))")
      }
    }
  }

  @Test func `canonical Extended JSON keeps every type`() throws {
    let seed: UInt64 = 62
    var random = RandomDocuments(seed: seed, kinds: Kind.allCases)
    for round in 0..<150 {
      let document = bson(random.document())
      let canonical = try extendedJSON(document, .canonical)
      let place = Comment(rawValue: "\(canonical) (seed \(seed), round \(round))")
      #expect(try rewritten(canonical, as: .canonical) == canonical, place)
      #expect(
        try ValueSpace.typed.fingerprint(extendedJSON: canonical) == ValueSpace.typed.fingerprint(document: document),
        place
      )
    }
  }

  @Test(arguments: formats, formats)
  func `an object stays the same from one version of Extended JSON to another`(
    from: ExtendedJSONWriter.Format,
    to: ExtendedJSONWriter.Format
  ) throws {
    let seed: UInt64 = 63
    var random = RandomDocuments(seed: seed, kinds: [from, to].contains(.legacy) ? Kind.legacy : Kind.allCases)
    for round in 0..<40 {
      let document = bson(random.document())
      let read = try extendedJSON(document, from)
      let written = try rewritten(read, as: to)
      let fingerprint = try ValueSpace.typed.fingerprint(document: document)
      let place = Comment(rawValue: "\(read) as \(written) (seed \(seed), round \(round))")
      #expect(try ValueSpace.typed.fingerprint(extendedJSON: read) == fingerprint, place)
      #expect(try ValueSpace.typed.fingerprint(extendedJSON: written) == fingerprint, place)
    }
  }

  @Test(arguments: formats)
  func `the Baqend form and Extended JSON become each other`(format: ExtendedJSONWriter.Format) throws {
    let seed: UInt64 = 64
    var random = RandomDocuments(seed: seed, kinds: Kind.baqend)
    for round in 0..<150 {
      let document = bson(random.document())
      let written = try baqend(document)
      let place = Comment(rawValue: "\(written.text) (seed \(seed), round \(round))")
      #expect(!written.isUnwritable, place)
      #expect(try inBaqendForm(extendedJSON(document, format)) == written.text, place)

      // An object of a Baqend export has dates and ObjectIds as text, and keeps them so.
      var writer = ExtendedJSONWriter(format)
      try scan(Array(written.text.utf8), into: &writer)
      let extended = String(decoding: writer.bytes, as: UTF8.self)
      #expect(try inBaqendForm(extended) == written.text, place)
      let fingerprint = try ValueSpace.plain.fingerprint(document: document)
      #expect(try ValueSpace.plain.fingerprint(json: written.text) == fingerprint, place)
      #expect(try ValueSpace.plain.fingerprint(extendedJSON: extended) == fingerprint, place)
    }
  }

  /// An object in Extended JSON, read and written in one of its versions.
  private func rewritten(_ json: String, as format: ExtendedJSONWriter.Format) throws -> String {
    String(decoding: try read(json, into: ExtendedJSONWriter(format)).bytes, as: UTF8.self)
  }

  /// An object in Extended JSON, read and written in the Baqend form.
  private func inBaqendForm(_ json: String) throws -> String {
    String(decoding: try read(json, into: BaqendWriter()).bytes, as: UTF8.self)
  }

  private func read<Sink: ValueSink>(_ json: String, into sink: Sink) throws -> Sink {
    var decoder = ExtendedJSONDecoder(sink)
    try scan(Array(json.utf8), into: &decoder)
    try #require(decoder.malformedKey == nil, "\(json)")
    return decoder.sink
  }
}
