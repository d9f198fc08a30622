import BSON
import Compression
import Export
import Values

/// What one reading of a table's export gave.
///
/// Unchecked, because the index has no lock: it is made by one thread, and handed over when that
/// thread is done with it.
struct IndexedExport: @unchecked Sendable {
  let files: [TableFile]
  let index: ExportIndex
  private var tally = ExportTally()
  /// What was read of each file, in their order.
  private(set) var inputs: [InputFile] = []
  private(set) var damage: ExportDamage?
  /// How many objects and how many different ids it has in all, where the index holds only some of them.
  private var counted: (objects: Int, ids: Int)?

  /// How many objects it has.
  var objectCount: Int { counted?.objects ?? index.count }
  /// How many different ids it has.
  var idCount: Int { counted?.ids ?? index.distinctCount }

  /// Takes in what other readings of the export have counted and found, each of which has indexed a part of it.
  mutating func complete(objects: Int, ids: Int, damage other: ExportDamage?) {
    counted = (objects, ids)
    damage = damage ?? other
  }

  /// How many objects have rules for reading.
  var withReadRules: Int { tally.withReadRules }
  /// How many objects have a version or a time in a form that is not known.
  var withUnusableEvidence: Int { tally.withUnusableEvidence }
  /// The latest moment at which an object was created or changed.
  var latest: Int64? { tally.latest }

  /// The form of its objects; that of an export is Baqend's where there is no file.
  var form: ObjectForm { files.first?.form ?? .baqend }

  /// Whether it says what the table holds now.
  var isUsable: Bool { damage == nil && !files.isEmpty }

  /// Reads the export of one table.
  ///
  /// - Parameter memory: what memory is taken of, where it is limited.
  init(
    table: String,
    files: [TableFile],
    key: FingerprintKey,
    options: PlanOptions,
    memory: LimitedMemory? = nil
  ) throws(MergeError) {
    self.init(files: files, memory: memory)
    for file in files where damage == nil {
      if file.form == .bson {
        var exports = [self]
        try Self.add([file], to: &exports, key: key, options: options)
        self = exports[0]
      } else {
        damage = try add(file, of: table, key: key, options: options)
      }
    }
    try finish(table: table, key: key, options: options)
  }

  /// The export of a table of which nothing has been read.
  ///
  /// - Parameter isLarge: whether there are so many objects that all of the memory for them will be used.
  init(files: [TableFile] = [], memory: LimitedMemory? = nil, isLarge: Bool = false) {
    self.files = files
    index = ExportIndex(memory: memory, isLarge: isLarge)
  }

  /// Completes the index, when all files have been read.
  mutating func finish(table: String, key: FingerprintKey, options: PlanOptions) throws(MergeError) {
    // Even what was read before a damage is counted.
    let duplicate = try index.finish()
    guard damage == nil, let duplicate else { return }
    damage = repeatedID(duplicate, table: table, key: key, rules: options.comparison)
  }

  /// Takes in which ids turned out to stand on the disk twice.
  mutating func take(
    _ repeated: PartitionedExport.Repeated,
    table: String,
    key: FingerprintKey,
    options: PlanOptions
  ) {
    let duplicate = index.take(repeated)
    guard damage == nil, let duplicate else { return }
    damage = repeatedID(duplicate, table: table, key: key, rules: options.comparison)
  }

  /// Reads one file, and leaves one fixed record of each object.
  ///
  /// - Returns: what is wrong with it.
  private mutating func add(
    _ file: TableFile,
    of table: String,
    key: FingerprintKey,
    options: PlanOptions
  ) throws(MergeError) -> ExportDamage? {
    let object = options.comparison.fingerprinter(of: table, form, key: key)
    guard let schema = options.comparison.tableSchema(of: table, file.form) else {
      return try read(file, into: object, options: options) { (export, object, reader) throws(MergeError) in
        try export.take(
          object,
          of: file,
          at: reader.place,
          bytesRead: reader.file.bytesRead,
          key: key,
          options: options
        )
      }
    }
    let converter = SchemaConverter(object, table: schema, purpose: .comparing)
    return try read(file, into: converter, options: options) { (export, converter, reader) throws(MergeError) in
      converter.settle()
      return try export.take(
        converter.sink,
        of: file,
        at: reader.place,
        bytesRead: reader.file.bytesRead,
        key: key,
        options: options
      )
    }
  }

  /// Reads one file to its end.
  ///
  /// - Parameter take: takes the object that has been walked over, and tells what is wrong with it.
  private mutating func read<Sink: ValueSink>(
    _ file: TableFile,
    into sink: Sink,
    options: PlanOptions,
    _ take: (inout IndexedExport, inout Sink, TableFileReader) throws(MergeError) -> ExportDamage?
  ) throws(MergeError) -> ExportDamage? {
    var sink = sink
    var objects: ObjectReader<Sink>
    do throws(ExportError) {
      objects = try ObjectReader(
        file,
        for: sink,
        digest: options.hashesInputs,
        maxDepth: options.comparison.maxDepth,
        counter: options.progress?.counter
      )
    } catch {
      return .file(TableFileDamage(error))
    }
    let reader = objects.reader
    while true {
      switch objects.next(into: &sink) {
      case .failure(let error): return .file(TableFileDamage(error))
      case .success(false):
        guard !reader.file.hasChanged(), reader.file.identity == file.identity else {
          return .changed(path: file.path)
        }
        inputs.append(InputFile(path: file.path, bytes: reader.file.bytesRead, sha256: reader.file.sha256))
        return nil
      case .success(true):
        if let damage = try take(&self, &sink, reader) { return damage }
      }
    }
  }

  /// Why an object has no usable id of the table.
  private func problem(of object: borrowing BodyFingerprinter, form: ObjectForm) -> ObjectIdentity.Problem? {
    if let problem = object.identity.problem { return problem }
    guard form != .baqend else { return nil }
    guard object.identity.hasStoredID else { return .missing }
    return object.identity.table.isEmpty || object.identity.isOfSubclass ? nil : .otherTable
  }

  /// How many objects there will be in all, by how much of the files has been read.
  private func estimate(bytesRead: UInt64) -> Int {
    let all = files.reduce(0) { $0 + $1.identity.size }
    let read = inputs.reduce(bytesRead) { $0 + $1.bytes }
    guard read < all else { return index.count }
    // A little more: the last bytes that were read have not been taken yet.
    return Int(Double(index.count) * 1.03 * Double(all) / Double(max(read, 1)))
  }

  /// Leaves the record of an object.
  ///
  /// - Parameter bytesRead: how much of the file has been read, as it is stored.
  /// - Returns: what is wrong with it.
  private mutating func take(
    _ object: borrowing BodyFingerprinter,
    of file: TableFile,
    at place: @autoclosure () -> (number: Int, offset: UInt64),
    bytesRead: @autoclosure () -> UInt64,
    key: FingerprintKey,
    options: PlanOptions
  ) throws(MergeError) -> ExportDamage? {
    if let problem = problem(of: object, form: file.form) {
      let place = place()
      return .object(
        path: file.path,
        number: place.number,
        offset: place.offset,
        problem: IDProblem(problem)
      )
    }
    if let record = tally.take(object, key: key, options: options) {
      try index.append(record, of: estimate(bytesRead: bytesRead()))
    }
    return nil
  }

  // MARK: Chunks of a file

  /// Adds what a thread has found in a part of the only file.
  ///
  /// - Parameter bytesRead: how much of the file has been read, as it is stored.
  mutating func add(_ found: ExportChunk.Found, bytesRead: @autoclosure () -> UInt64) throws(MergeError) {
    tally.add(found.tally)
    try index.append(found.records, of: estimate(bytesRead: bytesRead()))
  }

  /// Completes the index, when all parts of the only file have been added.
  mutating func finish(
    table: String,
    input: InputFile,
    key: FingerprintKey,
    options: PlanOptions
  ) throws(MergeError) {
    inputs.append(input)
    try finish(table: table, key: key, options: options)
  }

  // MARK: Collections of a backup

  /// Reads what holds one table, or the collections of an archive, each of which is one.
  static func reading(
    _ files: [TableFile],
    key: FingerprintKey,
    options: PlanOptions,
    memory: LimitedMemory?
  ) throws(MergeError) -> [String: IndexedExport] {
    guard let first = files.first else { return [:] }
    guard first.collection != nil, Set(files.map(\.table)).count == files.count else {
      let export = try IndexedExport(table: first.table, files: files, key: key, options: options, memory: memory)
      return [first.table: export]
    }
    var exports = files.map { IndexedExport(files: [$0], memory: memory) }
    try add(files, to: &exports, key: key, options: options)
    for index in exports.indices { try exports[index].finish(table: files[index].table, key: key, options: options) }
    return Dictionary(zip(files.map(\.table), exports)) { first, _ in first }
  }

  /// Reads collections that stand in one file, in one reading.
  ///
  /// - Parameters:
  ///   - files: the collections.
  ///   - exports: for each of them what its objects are added to.
  static func add(
    _ files: [TableFile],
    to exports: inout [IndexedExport],
    key: FingerprintKey,
    options: PlanOptions
  ) throws(MergeError) {
    do throws(MergeError) {
      try read(files, into: &exports, key: key, options: options)
    } catch .damagedExport(let damage) {
      for index in exports.indices { exports[index].damage = exports[index].damage ?? damage }
    }
  }

  private static func read(
    _ files: [TableFile],
    into exports: inout [IndexedExport],
    key: FingerprintKey,
    options: PlanOptions
  ) throws(MergeError) {
    let reader = try CollectionReader(files, digest: options.hashesInputs, counter: options.progress?.counter)
    var objects = files.map { file in
      FingerprintedDocument(
        options.comparison.fingerprinter(of: file.table, .bson, key: key),
        schema: options.comparison.tableSchema(of: file.table, .bson)
      )
    }
    var walker = BSONWalker(maxDepth: options.comparison.maxDepth, checksText: true)
    while let event = try reader.next() {
      switch event {
      case .damage(let damage, let collection): exports[collection].damage = exports[collection].damage ?? damage
      case .document(let bytes, let place):
        guard exports[place.collection].damage == nil else { continue }
        do throws(BSONError) {
          try objects[place.collection].walk(bytes.span, with: &walker)
        } catch {
          exports[place.collection].damage = reader.damage(error, at: place)
          continue
        }
        exports[place.collection].damage = try exports[place.collection].take(
          objects[place.collection].object,
          of: files[place.collection],
          at: (place.number, place.offset),
          bytesRead: place.offset,
          key: key,
          options: options
        )
      }
    }
    guard let input = reader.input else { throw .damagedExport(.changed(path: reader.path)) }
    if !exports.isEmpty { exports[0].inputs.append(input) }
  }

  /// Finds out which id it is that stands twice, by reading the files once more.
  private func repeatedID(
    _ record: ExportRecord,
    table: String,
    key: FingerprintKey,
    rules: ComparisonRules
  ) -> ExportDamage {
    var object = MemberCollector(members: [], identity: rules.identity(of: table, form))
    var number = 0
    var first: Int?
    for file in files {
      guard var objects = try? CurrentReader(file, for: object, rules: rules, maxDepth: .max) else { continue }
      while (try? objects.next(into: &object)) != nil {
        number += 1
        guard let identity = object.identity, record.hasID(identity.fingerprint(key)) else { continue }
        let id = identity.normalID(in: table)
        if let first { return .repeatedID(id: id, path: file.path, first: first, second: number) }
        first = number
      }
    }
    // It was there a moment ago.
    return .changed(path: files.first?.path ?? table)
  }
}

/// One file that a run has read to its end.
public struct InputFile: Codable, Equatable, Sendable {
  /// The path as it was given or found; "-" is standard input.
  public var path: String
  /// The file's size in bytes, as it is stored.
  public var bytes: UInt64
  /// The SHA-256 of its bytes in hex digits; nil where it was not asked for. Of a folder it is that of
  /// the text that `sha256sum` prints for its files, by their names.
  public var sha256: String?
}

extension InputFile {
  /// The files that make up one input.
  init(path: String, files: [FileSource.Summary]) {
    let bytes = files.reduce(0) { $0 + $1.bytesRead }
    let isFolder = files.count != 1 || files[0].path != path
    self.init(path: path, bytes: bytes, sha256: isFolder ? FileSource.sha256(of: files) : files[0].sha256)
  }
}

/// What one file of an export holds, where only its being sound is of interest.
package struct TableFileCheck {
  /// How many objects could be read.
  package let objects: Int
  /// What is wrong with the file.
  package let damage: ExportDamage?

  /// Reads a file to its end, or to its damage.
  package init(_ file: TableFile, maxDepth: Int, progress: RunProgress? = nil) throws(MergeError) {
    var options = PlanOptions(backups: [], current: [])
    options.progress = progress
    options.comparison.maxDepth = maxDepth
    let export = try IndexedExport(table: file.table, files: [file], key: .random(), options: options)
    objects = export.objectCount
    damage = export.damage
  }
}
