import Compression
import Crypto
import Foundation
import TestSupport

@testable import Merge

/// The files of a random world.
struct ModelFiles {
  let folder: TemporaryFolder
  /// What is asked for, of these files.
  var options: PlanOptions

  /// Chooses spellings.
  private var random: SeededGenerator
  /// Chooses the order of what may stand in any order.
  private var order: SeededGenerator
  /// Chooses the order of the members of stored documents; nil for that of their spelling.
  private var memberOrder: SeededGenerator?
  private let compresses: Bool

  /// Writes a world.
  ///
  /// - Parameters:
  ///   - seed: chooses spellings: another one writes the same world in other words.
  ///   - order: chooses the order of objects, tables and backups.
  ///   - memberOrder: chooses the order of the members of stored documents; nil for that of their spelling.
  ///   - compresses: whether some files are compressed, so that their sizes depend on the order.
  init(
    _ world: ModelWorld,
    seed: UInt64,
    order: UInt64 = 0,
    memberOrder: UInt64? = nil,
    compresses: Bool = true
  ) throws {
    folder = try TemporaryFolder()
    options = PlanOptions(backups: [], current: [folder.path(of: "export")])
    options.temporaryFolder = folder.path
    options.hashesInputs = false
    random = SeededGenerator(seed: seed)
    self.compresses = compresses
    self.order = SeededGenerator(seed: order)
    self.memberOrder = memberOrder.map(SeededGenerator.init)
    for backup in 0..<world.backups { options.backups.append(try write(backup, of: world)) }
    if world.isDated { options.backups.shuffle(using: &self.order) }
    try folder.write([], to: "export/.keep")
    for table in world.tables {
      guard let export = table.export else { continue }
      let text = text(export, of: table.name)
      if random.chance(0.2), compresses {
        try folder.write(GzipWriter.gzip(Array(text.utf8)), to: "export/\(table.name).json.gz")
      } else {
        try folder.write(text, to: "export/\(table.name).json")
      }
    }
    try ask(world.request)
  }

  /// What the program plans; nil where it says that the order of the backups is wrong.
  func plan() throws -> Plan? {
    do {
      return try Planner(options).plan()
    } catch MergeError.wrongOrder {
      return nil
    }
  }

  private mutating func ask(_ request: ModelRequest) throws {
    options.selection = request.selection
    options.lifted = request.lifted
    options.strictReferences = request.strictReferences
    options.maxObjects = request.maxObjects
    options.keepsReferrersOfErased = request.keepsReferrersOfErased
    guard !request.erased.isEmpty else { return }
    let lines = request.erased.sorted().map { id in
      random.chance(0.5) ? id : ModelKey.hex(Array(SHA256.hash(data: Data(id.utf8))))
    }
    options.erased = try ErasedIDs(path: folder.write(lines.joined(separator: "\n"), to: "erased"))
  }

  // MARK: The backups

  private mutating func write(_ backup: Int, of world: ModelWorld) throws -> String {
    let name = world.name(backup)
    let snapshots = world.tables.compactMap { table in table.snapshots[backup].map { (table.name, $0) } }
    var collections = snapshots.map { table, snapshot in
      ArchiveWriter.Collection(table, documents(snapshot, of: table), metadata: Self.metadata(snapshot.indexes))
    }
    collections.shuffle(using: &order)
    // Only archives have checksums.
    if !snapshots.isEmpty, !snapshots.contains(where: \.1.isDamaged), random.chance(0.5) {
      for collection in collections {
        let path = "\(name)/app/\(ModelKey.id("", collection.name).dropFirst(5))"
        try folder.write(collection.documents.flatMap { $0 }, to: "\(path).bson")
        try folder.write(collection.metadata, to: "\(path).metadata.json")
      }
      return folder.path(of: name)
    }
    var writer = ArchiveWriter(prelude: collections)
    let slice = Int.random(in: 1...8, using: &random)
    for collection in collections {
      for start in stride(from: 0, to: collection.documents.count, by: slice) {
        writer.slice(of: collection, Array(collection.documents.dropFirst(start).prefix(slice)))
      }
    }
    for collection in collections {
      let isDamaged = snapshots.contains { $0.0 == collection.name && $0.1.isDamaged }
      writer.close(collection, checksum: isDamaged ? 1 : nil)
    }
    let isGzip = random.chance(0.3) && compresses
    return try folder.write(isGzip ? GzipWriter.gzip(writer.bytes) : writer.bytes, to: "\(name).dump")
  }

  private mutating func documents(_ snapshot: ModelTable.Snapshot, of table: String) -> [Document] {
    var documents: [Document] = []
    for (key, object) in Self.sorted(snapshot.objects) + Self.sorted(snapshot.repeated) {
      documents.append(object.stored(key.stored(table, &random), &random))
    }
    let keys: [Document.Value] = [.double(1.5), .boolean(true), .null, .string(""), .string("/db/\(table)/%zz")]
    for object in snapshot.keyless { documents.append(object.stored([("_id", random.element(of: keys))], &random)) }
    if var memberOrder {
      documents = documents.map { $0.shuffled(&memberOrder) }
      self.memberOrder = memberOrder
    }
    return documents.shuffled(using: &order)
  }

  private static func metadata(_ indexes: [ModelTable.Index]) -> String {
    let texts = indexes.enumerated().map { number, index in
      let keys = index.members.map { "\"\($0)\":{\"$numberInt\":\"1\"}" }.joined(separator: ",")
      return
        "{\"key\":{\(keys)},\"name\":\"index \(number)\",\"unique\":true\(index.isSparse ? ",\"sparse\":true" : "")}"
    }
    return "{\"options\":{},\"indexes\":[\(texts.joined(separator: ","))]}"
  }

  // MARK: The export

  private mutating func text(_ export: ModelTable.Export, of table: String) -> String {
    var texts = Self.sorted(export.objects).map { key, object in
      object.json(id: ModelKey.spelled(table, key.exported, &random), &random)
    }
    texts.shuffle(using: &order)
    let isArray = random.chance(0.7)
    // The form of a file is told from its first object, so that damage stands behind it.
    switch export.damage {
    case .noObject: texts.append("7")
    case .noID: texts.append(#"{"text":"no id"}"#)
    case .otherTable: texts.append(#"{"id":"/db/Another/1"}"#)
    case .repeatedID: texts.append(texts[0])
    case .endsEarly: return (isArray ? "[" : "") + texts.joined(separator: isArray ? "," : "\n").dropLast()
    case nil: break
    }
    guard isArray else { return texts.map { $0.replacing("\n", with: " ") + "\n" }.joined() }
    return "[" + texts.joined(separator: random.element(of: [",", ",\n"])) + "]"
  }

  private static func sorted(_ objects: [ModelKey: ModelObject]) -> [(ModelKey, ModelObject)] {
    objects.sorted { $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8) }.map { ($0.key, $0.value) }
  }
}

extension Document {
  /// The same document with its members, and those of all objects in it, in another order.
  fileprivate func shuffled(_ random: inout SeededGenerator) -> Document {
    Document(members.map { ($0.name, Self.shuffled($0.value, &random)) }.shuffled(using: &random))
  }

  private static func shuffled(_ value: Value, _ random: inout SeededGenerator) -> Value {
    switch value {
    case .document(let document): .document(document.shuffled(&random))
    case .array(let elements): .array(elements.map { shuffled($0, &random) })
    default: value
    }
  }
}
