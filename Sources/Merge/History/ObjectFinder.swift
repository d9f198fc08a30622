import Archive
import BSON
import Export
import Values

/// Finds one object in backups and exports.
struct ObjectFinder {
  /// An object as an input has it.
  struct Found {
    var evidence: Evidence
    var value: TypedValue
    /// The form in which it stands there.
    var form: ObjectForm
  }

  /// What looking through an input came to.
  struct Result {
    /// Nil where the input does not hold the object.
    var found: Found?
    /// Whether the input was read to its end, and is whole.
    var isChecked: Bool
    /// Whether the input has the object's table at all, as every backup counts to have.
    var hasTable = true
    /// The database that was looked through, of a backup.
    var database: String?
  }

  /// The class whose object it is.
  let table: String
  let key: [UInt8]
  let rules: ComparisonRules
  let progress: RunProgress?
  private let hash = FingerprintKey.random()

  init(table: String, key: [UInt8], rules: ComparisonRules, progress: RunProgress? = nil) {
    self.table = table
    self.key = key
    self.rules = rules
    self.progress = progress
  }

  /// Whether objects of the class may stand in a table.
  private func isHome(_ name: String) -> Bool { name == table || rules.schema?.isKind(table, of: name) == true }

  private enum Match { case exact, decoded }

  /// Whether an object of a table is the one, as its key stands or in its other reading.
  private func match(_ identity: ObjectIdentity, in name: String) -> Match? {
    let own = identity.table.isEmpty ? name : String(decoding: identity.table, as: UTF8.self)
    guard identity.problem == nil, own == table else { return nil }
    return identity.key == key ? .exact : identity.alternative == key ? .decoded : nil
  }

  // MARK: Backups

  /// Looks through a backup until the object is found.
  ///
  /// - Parameter database: the one of which the tables are looked through; nil for the only one.
  /// - Throws: `MergeError`: `.usage` where the database has to be named, or is not there; `.backup`,
  ///   `.damagedDocument` and `.wrongChecksum` where the object may be in what cannot be read.
  func find(inBackup path: String, database: String?) throws(MergeError) -> Result {
    let reader = try BackupReader.opening(path, counter: progress?.counter)
    let namespaces = reader.prelude.namespaces
    let known = Set(namespaces.filter { $0.kind == .collection }.map(\.database)).sorted()
    if let database, !known.contains(database) { throw .usage(.unknownDatabase(database, known: known)) }
    guard database != nil || known.count < 2 else { throw .usage(.severalDatabases(known)) }
    let wanted = database ?? known.first
    var collections = namespaces.map { namespace in
      namespace.kind == .collection && namespace.database == wanted ? collection(namespace) : nil
    }
    var walker = BSONWalker(maxDepth: rules.maxDepth, checksText: true)
    var damage: MergeError?
    var decoded: Found?
    while let event = try reader.nextEvent() {
      switch event {
      case .document(let index, let bytes, let offset):
        // The operation log need not be named by the prelude.
        guard index < collections.count, collections[index] != nil else { continue }
        switch collections[index]?.take(bytes.span, offset: offset, with: &walker) {
        case .failure(let error)?: damage = damage ?? error
        case .success(let object)?:
          let name = collections[index]?.name ?? ""
          guard let match = match(object.identity, in: name) else { continue }
          let schema = rules.tableSchema(of: name, .bson)
          guard let value = TypedValue(bytes.span, form: .bson, schema: schema) else { continue }
          let found = Found(evidence: object.evidence, value: value, form: .bson)
          if match == .exact { return Result(found: found, isChecked: false, database: wanted) }
          decoded = decoded ?? found
        case nil: continue
        }
      case .end(let index, isIntact: false):
        guard index < collections.count, collections[index]?.isHome == true else { continue }
        damage = damage ?? .wrongChecksum(collection: namespaces[index].name)
      case .end: continue
      case .broken(let index, let error):
        guard index < collections.count, collections[index]?.isHome == true else { continue }
        damage = damage ?? .backup(BackupFailure(error))
      }
    }
    if let damage, decoded == nil { throw damage }
    return Result(found: decoded, isChecked: damage == nil, database: wanted)
  }

  private func collection(_ namespace: Namespace) -> Collection {
    var name = namespace.collection
    // Collections are named as their class is, perhaps with this before it.
    for prefix in [ObjectKey.referencePrefix, "db."] where name.hasPrefix(prefix) {
      let short = String(name.dropFirst(prefix.count))
      if isHome(short) { name = short }
    }
    let object = rules.fingerprinter(of: name, .bson, key: hash)
    let isHome = isHome(name)
    // Elsewhere only a full reference can name the object, and no schema is needed to read that.
    let schema = isHome ? rules.tableSchema(of: name, .bson) : nil
    return Collection(name: name, isHome: isHome, document: FingerprintedDocument(object, schema: schema))
  }

  /// A collection of a backup while it is looked through.
  private struct Collection {
    var name: String
    var isHome: Bool
    var document: FingerprintedDocument
    var count = 0

    /// Takes one of its documents.
    mutating func take(
      _ bytes: Span<UInt8>,
      offset: UInt64,
      with walker: inout BSONWalker
    ) -> Swift.Result<BodyFingerprinter, MergeError>? {
      count += 1
      do throws(BSONError) {
        try document.walk(bytes, with: &walker)
      } catch {
        guard isHome else { return nil }
        return .failure(
          .damagedDocument(DocumentDamage(collection: name, number: count, offset: offset, error: error))
        )
      }
      return .success(document.object)
    }
  }

  // MARK: Exports

  /// Looks through what says what is there now, until the object is found.
  ///
  /// - Throws: `MergeError`.
  func find(inCurrent paths: [String], database: String?, currentDatabase: String?) throws(MergeError) -> Result {
    let inventory = try ExportInventory.reading(
      paths,
      database: database ?? "",
      currentDatabase: currentDatabase,
      schema: rules.schema
    )
    let files = inventory.files.filter { isHome($0.table) }
    progress?.begin(.readingExport, reading: files)
    var decoded: Found?
    for file in files {
      var object = rules.fingerprinter(of: file.table, file.form, key: hash)
      var objects = try CurrentReader(file, for: object, rules: rules, counter: progress?.counter)
      while try objects.next(into: &object) != nil {
        guard let match = match(object.identity, in: file.table), let bytes = objects.object,
          let value = TypedValue(bytes, form: file.form, schema: rules.tableSchema(of: file.table, file.form))
        else { continue }
        let found = Found(evidence: object.evidence, value: value, form: file.form)
        if match == .exact { return Result(found: found, isChecked: false) }
        decoded = decoded ?? found
      }
    }
    return Result(found: decoded, isChecked: !files.isEmpty, hasTable: !files.isEmpty)
  }
}
