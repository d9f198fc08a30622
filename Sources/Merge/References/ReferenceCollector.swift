import BSON
import Values

/// A reference to an object.
struct Reference: Hashable {
  /// The class that it names.
  var table: String
  /// The key, not encoded.
  var key: [UInt8]

  /// The reference that a text is, or nil where it is none.
  init?(_ text: String) { self.init(Array(text.utf8).span) }

  /// The same of a text's bytes.
  init?(_ text: Span<UInt8>) {
    guard let (table, key) = ObjectKey.parse(reference: text) else { return nil }
    self.init(table: table, key: key)
  }

  init(table: String, key: [UInt8]) {
    self.table = table
    self.key = key
  }

  /// The id in its normal form.
  var id: String { ObjectKey.normalID(table: table, key: key) }

  /// The fingerprint by which the object is found in the table in which it stands.
  func fingerprint(_ hash: FingerprintKey, in home: String) -> Fingerprint {
    table == home ? hash.hash(key) : ObjectIdentity.fingerprint(hash, table: Array(table.utf8), key: key)
  }
}

/// Collects the references in an object, wherever they stand: as values, as names of members (the keys of
/// maps, the subjects of an ACL), and as DBRefs.
struct ReferenceCollector: StructureSink {
  /// The references, each once, in their order.
  private(set) var all: [Reference] = []

  /// The same, where there are so many that comparing each with all others would take longer.
  private var seen: Set<Reference> = []
  private static let fewest = 16
  private var depth = 0
  /// Whether the member that comes next is the object's own id.
  private var isOwnID = false
  /// What the member that comes next is in a DBRef.
  private var part: Part?
  private var collection = ""
  private enum Part { case collection, id }

  /// Collects the references in a document. By the schema, keys alone are references too.
  mutating func collect(
    _ document: Span<UInt8>,
    schema: TableSchema?,
    with walker: inout BSONWalker
  ) {
    // What could be walked over before can be now.
    guard let schema else {
      try? walker.walk(document, into: &self)
      return
    }
    var converter = SchemaConverter(self, table: schema, purpose: .writing)
    try? walker.walk(document, into: &converter)
    self = converter.sink
  }

  mutating func reset() {
    all.removeAll(keepingCapacity: true)
    if !seen.isEmpty { seen.removeAll(keepingCapacity: true) }
    depth = 0
    isOwnID = false
    part = nil
  }

  private mutating func add(_ reference: Reference?) {
    guard let reference else { return }
    if all.count < Self.fewest {
      guard !all.contains(reference) else { return }
    } else {
      if seen.isEmpty { seen = Set(all) }
      guard seen.insert(reference).inserted else { return }
    }
    all.append(reference)
  }

  /// Whether it is the name of an id: `id` or `_id`.
  private static func isID(_ name: Span<UInt8>) -> Bool {
    name.count == 2 ? name.elementsEqual("id".utf8) : name.count == 3 && name.elementsEqual("_id".utf8)
  }

  mutating func member(_ name: Span<UInt8>) {
    isOwnID = depth == 1 && Self.isID(name)
    part = nil
    if name.first == UInt8(ascii: "$") {
      part = name.elementsEqual("$ref".utf8) ? .collection : name.elementsEqual("$id".utf8) ? .id : nil
    } else if ObjectKey.isLikelyReference(name) {
      add(Reference(name))
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {
    if ObjectKey.isLikelyReference(bytes) {
      if !isOwnID { add(Reference(bytes)) }
    } else if let part {
      let text = String(decoding: bytes, as: UTF8.self)
      switch part {
      case .collection: collection = text
      case .id: addKey(Array(bytes))
      }
    }
  }

  mutating func objectID(_ bytes: Span<UInt8>) {
    if part == .id { addKey(Array(Hex.text(bytes).utf8)) }
  }

  mutating func int32(_ value: Int32) { if part == .id { addKey(Array(String(value).utf8)) } }
  mutating func int64(_ value: Int64) { if part == .id { addKey(Array(String(value).utf8)) } }

  /// Adds what a DBRef refers to.
  private mutating func addKey(_ key: [UInt8]) {
    let table = ValueConversion.className(collection)
    if !table.isEmpty, !key.isEmpty { add(Reference(table: table, key: key)) }
    collection = ""
  }

  mutating func beginObject() { depth += 1 }
  mutating func endObject() { depth -= 1 }
  mutating func beginArray() { depth += 1 }
  mutating func endArray() { depth -= 1 }
  mutating func beginCodeWithScope(_ code: Span<UInt8>) { depth += 1 }
  mutating func endCodeWithScope() { depth -= 1 }
}

/// An object that has changed, and that referred to one which the export does not hold.
struct FormerReferrer {
  /// The low half of the fingerprint of what it referred to.
  var target: UInt64
  /// The low half of its own.
  var owner: UInt64
  /// Its table.
  unowned var table: TableRun
}
