import Archive
import BSON
import Compression
import Export
import ExtendedJSON
import Merge
import Values

/// The objects of a backup or an export, one at a time, in its order.
public struct ObjectListing {
  /// How objects are written.
  public typealias Format = ObjectFormat

  private let path: String
  private let kind: InputKind
  private let tables: [String]
  private let ids: [String]
  private let format: Format?
  private let maxDepth: Int

  /// - Parameters:
  ///   - path: an archive, a table file, or a folder of table files; "-" is an archive on standard input.
  ///   - tables: names of tables, with `*` for any characters; empty for all.
  ///   - ids: whole references or bare keys; empty for all objects.
  ///   - format: nil for canonical Extended JSON of an archive, and the Baqend form of an export.
  ///   - maxDepth: how deep objects and arrays may be nested.
  /// - Throws: `MergeError` where the file cannot be opened.
  public init(
    path: String,
    tables: [String] = [],
    ids: [String] = [],
    format: Format? = nil,
    maxDepth: Int = 200
  ) throws(MergeError) {
    self.path = path
    self.tables = tables
    self.ids = ids
    self.maxDepth = maxDepth
    kind = try InputKind(path: path)
    self.format = format
  }

  /// Calls `body` with each object as JSON, without a newline.
  ///
  /// - Returns: false where reading stopped early, because all ids were found: the rest was not checked.
  /// - Throws: `MergeError` where the input is damaged, and what `body` throws.
  public func forEach(_ body: ([UInt8]) throws -> Void) throws -> Bool {
    switch kind {
    case .archive, .dump: try listArchive(body)
    case .export: try listExport(body)
    }
  }

  private func isWanted(table: String) -> Bool {
    tables.isEmpty || tables.contains { Selection.matches(table, pattern: $0) }
  }

  // MARK: Archives

  private func listArchive(_ body: ([UInt8]) throws -> Void) throws -> Bool {
    let reader = try BackupReader.opening(path)
    let known = reader.prelude.namespaces.map(\.collection)
    if let unknown = tables.first(where: { table in !table.contains("*") && !known.contains(table) }) {
      throw MergeError.usage(.unknownTable(unknown, known: known.sorted()))
    }
    var wanted = WantedIDs(ids)
    var numbers: [Int: Int] = [:]
    var wrong: String?
    var writer = ObjectWriter(format ?? .canonicalExtendedJSON, maxDepth: maxDepth)
    while !wanted.areAllFound, let event = try reader.nextEvent() {
      if case .broken(_, let error) = event { throw MergeError.backup(BackupFailure(error)) }
      if case .end(let index, isIntact: false) = event, wrong == nil { wrong = reader.prelude.namespaces[index].name }
      guard case .document(let index, let bytes, let offset) = event else { continue }
      let table = reader.prelude.namespaces[index].collection
      numbers[index, default: 0] += 1
      guard isWanted(table: table) else { continue }
      do throws(BSONError) {
        guard wanted.take(try writer.identity(of: bytes.span, table: table), table: table) else { continue }
        try writer.write(bytes.span)
      } catch {
        let damage = DocumentDamage(collection: table, number: numbers[index] ?? 0, offset: offset, error: error)
        throw MergeError.damagedDocument(damage)
      }
      try body(writer.bytes)
    }
    if let wrong { throw MergeError.wrongChecksum(collection: wrong) }
    return !wanted.areAllFound
  }

  // MARK: Exports

  private func listExport(_ body: ([UInt8]) throws -> Void) throws -> Bool {
    let inventory = try ExportInventory.reading([path])
    var wanted = WantedIDs(ids)
    for file in inventory.files where isWanted(table: file.table) {
      guard try list(file, wanted: &wanted, body) else { return false }
    }
    return true
  }

  /// - Returns: false where all ids are found.
  private func list(_ file: TableFile, wanted: inout WantedIDs, _ body: ([UInt8]) throws -> Void) throws -> Bool {
    let ownFormat: Format = file.form == .baqend ? .baqend : .canonicalExtendedJSON
    var writer = ObjectWriter(format ?? ownFormat, maxDepth: maxDepth)
    let identity = ObjectIdentity(table: file.table, form: file.form.identityForm)
    var object = MemberCollector(members: [], identity: identity)
    var objects: ObjectReader<MemberCollector>
    do throws(ExportError) {
      objects = try ObjectReader(file, for: object, maxDepth: maxDepth)
    } catch {
      throw MergeError.damagedExport(.file(TableFileDamage(error)))
    }
    while !wanted.areAllFound {
      switch objects.next(into: &object) {
      case .failure(let error): throw MergeError.damagedExport(.file(TableFileDamage(error)))
      case .success(false): return true
      case .success(true):
        guard let own = object.identity, wanted.take(own, table: file.table) else { continue }
        writer.write(json: objects.reader.objectText, form: file.form, identity: own, table: file.table)
        try body(writer.bytes)
      }
    }
    return false
  }
}
