import Archive
import Compression
import Foundation

/// The backups of a run, the newest first: what they say of themselves, and their readers.
struct Backups {
  private struct Entry {
    var path: String
    var date: Int64?
    var prelude: Prelude
    /// A reader that stands behind the prelude, while there is one.
    var reader: BackupReader?
    /// What tells the files from later states of them, where they may be read twice.
    var files: [FileIdentity]?
  }

  private var entries: [Entry]
  private let hasDigests: Bool
  /// What counts what is read of them, behind what they say of themselves.
  private var counter: ReadCounter?
  private var hasBegun = false
  /// The database whose tables are compared.
  let database: String

  /// Opens the backups, and reads what they say of themselves.
  init(_ options: PlanOptions) throws(MergeError) {
    hasDigests = options.hashesInputs
    counter = options.progress.map { _ in ReadCounter() }
    var entries: [Entry] = []
    for backup in BackupOrder(paths: options.backups).newestFirst {
      let isKept = options.backups.count == 1 || backup.path == "-"
      let isLimited = options.memoryLimit != nil || options.indexBytes != nil
      let files = !isLimited ? nil : BackupReader.identities(path: backup.path)
      let reader = try BackupReader.opening(
        backup.path,
        digest: options.hashesInputs,
        counter: isKept ? counter : nil
      )
      let kept = isKept ? reader : nil
      entries.append(
        Entry(path: backup.path, date: backup.date, prelude: reader.prelude, reader: kept, files: files)
      )
    }
    self.entries = entries
    database = try Self.database(of: entries.map(\.prelude), named: options.database)
  }

  /// How many there are.
  var count: Int { entries.count }
  /// Their paths.
  var paths: [String] { entries.map(\.path) }
  /// What they say of themselves.
  var preludes: [Prelude] { entries.map(\.prelude) }

  /// Tells that they are read from now on, perhaps once more.
  mutating func begin(_ progress: RunProgress?) {
    guard let progress else { return }
    if hasBegun { counter = ReadCounter() }
    hasBegun = true
    guard let counter else { return }
    progress.begin(.readingBackup, totalBytes: BackupReader.storedBytes(paths: paths), counter: counter)
  }

  /// A reader that stands behind the prelude of a backup.
  ///
  /// - Parameter hasDigest: whether the SHA-256 of its files is wanted, if it is wanted at all.
  mutating func reader(_ index: Int, hasDigest: Bool = true) throws(MergeError) -> BackupReader {
    if let reader = entries[index].reader {
      entries[index].reader = nil
      return reader
    }
    let reader = try BackupReader.opening(entries[index].path, digest: hasDigests && hasDigest, counter: counter)
    guard reader.prelude == entries[index].prelude else { throw .changedBackup(path: entries[index].path) }
    return reader
  }

  /// Refuses backups that cannot be read twice.
  func checkReadTwice() throws(MergeError) {
    for entry in entries where BackupReader.identities(path: entry.path) == nil {
      throw .usage(.readTwice(path: entry.path))
    }
  }

  /// Refuses a backup whose files are not as they were before they were read for the first time.
  func checkUnchanged(_ index: Int) throws(MergeError) {
    guard let files = entries[index].files, BackupReader.identities(path: entries[index].path) != files else { return }
    throw .changedBackup(path: entries[index].path)
  }

  /// What is said of a backup that has been read.
  ///
  /// - Parameter failure: how its stream broke, where it did.
  func summary(_ index: Int, of reader: BackupReader, failure: BackupFailure?) -> PlannedBackup {
    let entry = entries[index]
    return PlannedBackup(
      file: InputFile(path: entry.path, files: reader.files),
      date: entry.date,
      failure: failure,
      lostBytes: failure.flatMap(Self.lostBytes),
      createdWith: BackupVersions(server: entry.prelude.serverVersion, tool: entry.prelude.toolVersion)
    )
  }

  /// How many bytes of a file stand behind the place where it broke.
  private static func lostBytes(_ failure: BackupFailure) -> UInt64? {
    guard case .source(let error) = failure.error else { return nil }
    switch error {
    case .damagedGzip(let path, let offset, _), .cannotRead(let path, let offset, _):
      guard let size = try? FileIdentity.of(path: path).size, size >= offset else { return nil }
      return size - offset
    case .cannotOpen, .notReadable: return nil
    }
  }

  private static func database(of preludes: [Prelude], named: String?) throws(MergeError) -> String {
    let known = preludes.map { prelude in
      Set(prelude.namespaces.filter { $0.kind == .collection }.map(\.database)).sorted()
    }
    if let named {
      for names in known where !names.contains(named) { throw .usage(.unknownDatabase(named, known: names)) }
      return named
    }
    for names in known where names.count > 1 { throw .usage(.severalDatabases(names)) }
    // One that is empty holds no database.
    let all = Set(known.joined()).sorted()
    guard all.count < 2 else { throw .usage(.differentDatabases(all)) }
    return all.first ?? ""
  }
}

/// A backup as a run has read it.
public struct PlannedBackup: Codable, Equatable, Sendable {
  /// The file or folder.
  public var file: InputFile
  /// The moment in its name, in milliseconds since 1970; nil where it has none.
  public var date: Int64?
  /// How its stream broke, where it did and what stands before is salvaged.
  public var failure: BackupFailure?
  /// How many bytes of the file stand behind the place where it broke; nil where that cannot be told.
  public var lostBytes: UInt64?
  /// The versions that wrote it.
  public var createdWith: BackupVersions

  /// The last part of its path; "-" for standard input.
  public var name: String { file.path == "-" ? "-" : URL(fileURLWithPath: file.path).lastPathComponent }
}
