import BSON
import Export
import ExtendedJSON
import JSONStream
import Values

/// Writes objects of either wire format in one of the forms of a listing.
struct ObjectWriter {
  private enum Form {
    case baqend(BaqendWriter)
    case extended(ExtendedJSONWriter)
  }

  private var form: Form
  private var walker: BSONWalker
  private var scanner = JSONScanner(maxDepth: .max)
  /// Reads the ids of each table's documents.
  private var identities: [String: BodyFingerprinter] = [:]

  init(_ format: ObjectListing.Format, maxDepth: Int) {
    form =
      switch format {
      case .baqend: .baqend(BaqendWriter())
      case .extendedJSON: .extended(ExtendedJSONWriter(.relaxed))
      case .canonicalExtendedJSON: .extended(ExtendedJSONWriter(.canonical))
      case .legacyExtendedJSON: .extended(ExtendedJSONWriter(.legacy))
      }
    walker = BSONWalker(maxDepth: maxDepth, checksText: true)
  }

  /// The object that was written last.
  var bytes: [UInt8] {
    switch form {
    case .baqend(let writer): writer.bytes
    case .extended(let writer): writer.bytes
    }
  }

  /// The identity of a document, which `write` uses where the form has ids of its own.
  mutating func identity(of document: Span<UInt8>, table: String) throws(BSONError) -> ObjectIdentity {
    let key = FingerprintKey.published
    var object =
      identities[table]
      ?? BodyFingerprinter(
        identity: ObjectIdentity(table: table, form: .stored),
        key: key,
        roles: MemberRoles(key: key)
      )
    try walker.walk(document, into: &object)
    identities[table] = object
    if case .baqend(var writer) = form {
      writer.id = object.identity.problem == nil ? ObjectKey.normalID(table: table, key: object.identity.key) : nil
      form = .baqend(writer)
    }
    return object.identity
  }

  /// Writes a document.
  mutating func write(_ document: Span<UInt8>) throws(BSONError) {
    switch form {
    case .baqend(var writer):
      try walker.walk(document, into: &writer)
      form = .baqend(writer)
    case .extended(var writer):
      try walker.walk(document, into: &writer)
      form = .extended(writer)
    }
  }

  /// Writes an object of an export, which has been read without an error before.
  mutating func write(json: Span<UInt8>, form: ObjectForm, identity: ObjectIdentity, table: String) {
    switch self.form {
    case .baqend(var writer):
      writer.id =
        form == .extendedJSON && identity.problem == nil ? ObjectKey.normalID(table: table, key: identity.key) : nil
      scan(json, form, into: &writer)
      self.form = .baqend(writer)
    case .extended(var writer):
      scan(json, form, into: &writer)
      self.form = .extended(writer)
    }
  }

  private mutating func scan<Sink: ValueSink>(_ text: Span<UInt8>, _ form: ObjectForm, into sink: inout Sink) {
    if form == .baqend {
      _ = scanner.scan(whole: text, into: &sink)
    } else {
      var decoder = ExtendedJSONDecoder(sink)
      _ = scanner.scan(whole: text, into: &decoder)
      sink = decoder.sink
    }
  }
}
