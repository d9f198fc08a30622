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
  /// How many objects have rules for reading.
  private(set) var withReadRules = 0
  /// How many objects have a version or a time in a form that is not known.
  private(set) var withUnusableEvidence = 0
  /// The latest moment at which an object was created or changed.
  private(set) var latest: Int64?
  /// What was read of each file, in their order.
  private(set) var inputs: [InputFile] = []
  private(set) var damage: ExportDamage?

  /// The export of a table for which there is no file.
  init() {
    files = []
    index = ExportIndex(isSmall: true)
  }

  /// The form of its objects; that of an export is Baqend's where there is no file.
  var form: ObjectForm { files.first?.form ?? .baqend }

  /// Whether it says what the table holds now.
  var isUsable: Bool { damage == nil && !files.isEmpty }

  /// Reads the export of one table.
  init(table: String, files: [TableFile], key: FingerprintKey, options: PlanOptions) throws(MergeError) {
    self.files = files
    index = ExportIndex(isSmall: files.reduce(0) { $0 + $1.identity.size } < 1 << 20)
    var object = BodyFingerprinter(
      identity: ObjectIdentity(table: table, form: options.comparison.identityForm(of: table, form)),
      key: key,
      roles: MemberRoles(key: key, ignored: options.comparison.ignoredFields),
      nullEqualsAbsent: options.comparison.nullEqualsAbsent,
      space: form.space
    )
    for file in files where damage == nil {
      damage = try add(file, object: &object, key: key, options: options)
    }
    if damage == nil, let duplicate = try index.finish() {
      damage = repeatedID(duplicate, table: table, key: key, rules: options.comparison)
    }
  }

  /// Reads one file, and leaves one fixed record of each object.
  ///
  /// - Returns: what is wrong with it.
  private mutating func add(
    _ file: TableFile,
    object: inout BodyFingerprinter,
    key: FingerprintKey,
    options: PlanOptions
  ) throws(MergeError) -> ExportDamage? {
    var objects: ObjectReader<BodyFingerprinter>
    do throws(ExportError) {
      objects = try ObjectReader(
        file,
        for: object,
        digest: options.hashesInputs,
        maxDepth: options.comparison.maxDepth
      )
    } catch {
      return .file(TableFileDamage(error))
    }
    let reader = objects.reader
    while true {
      switch objects.next(into: &object) {
      case .failure(let error): return .file(TableFileDamage(error))
      case .success(false):
        guard !reader.file.hasChanged(), reader.file.identity == file.identity else {
          return .changed(path: file.path)
        }
        inputs.append(InputFile(path: file.path, bytes: reader.file.bytesRead, sha256: reader.file.sha256))
        return nil
      case .success(true): break
      }
      let hasStoredID = file.form == .baqend || object.identity.hasStoredID
      if let problem = object.identity.problem ?? (hasStoredID ? nil : .missing) {
        return .object(
          path: file.path,
          number: reader.objectNumber,
          offset: reader.objectOffset,
          problem: IDProblem(problem)
        )
      }
      let hasReadRules = object.traits.contains(.hasReadRules)
      if hasReadRules { withReadRules += 1 }
      if object.traits.contains(.hasUnusableEvidence) { withUnusableEvidence += 1 }
      for moment in [object.evidence.createdAt, object.evidence.updatedAt] {
        if let moment, moment > latest ?? .min { latest = moment }
      }
      try index.append(
        ExportRecord(
          id: key.hash(object.identity.key),
          body: object.fingerprint,
          evidence: object.evidence,
          hasReadRules: hasReadRules
        )
      )
    }
  }

  /// Finds out which id it is that stands twice, by reading the files once more.
  private func repeatedID(
    _ record: ExportRecord,
    table: String,
    key: FingerprintKey,
    rules: ComparisonRules
  ) -> ExportDamage {
    let identity = ObjectIdentity(table: table, form: rules.identityForm(of: table, form))
    var object = MemberCollector(members: [], identity: identity)
    var number = 0
    var first: Int?
    for file in files {
      guard var objects = try? ObjectReader(file, for: object, maxDepth: .max) else { continue }
      while case .success(true) = objects.next(into: &object) {
        number += 1
        guard let own = object.identity?.key, record.hasID(key.hash(own)) else { continue }
        let id = ObjectKey.normalID(table: table, key: own)
        if let first { return .repeatedID(id: id, path: file.path, first: first, second: number) }
        first = number
      }
    }
    // It was there a moment ago.
    return .changed(path: files.first?.path ?? table)
  }
}

/// One file that a run has read to its end.
public struct InputFile: Equatable, Sendable {
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
  package init(_ file: TableFile, maxDepth: Int) throws(MergeError) {
    var options = PlanOptions(backup: "", current: [])
    options.comparison.maxDepth = maxDepth
    let export = try IndexedExport(table: file.table, files: [file], key: .random(), options: options)
    objects = export.index.count
    damage = export.damage
  }
}
