import Archive
import Compression
import Export
import ImportFiles
import JSONStream
import Merge
import PlanStore
import Reports
import Values

/// An error in words: what is wrong, where, what to do next.
public struct ErrorText: Equatable, Sendable {
  /// A short name for programs.
  public var code: String
  /// What is wrong, where, and what to do.
  public var message: String
  /// The file or folder that it is about; nil where it is about none.
  public var place: String?
  /// Whether what was asked for is wrong, not what was found.
  public var isUsage = false

  package init(_ code: String, _ message: String, place: String? = nil, isUsage: Bool = false) {
    self.code = code
    self.message = message
    self.place = place
    self.isUsage = isUsage
  }

  /// The error as programs read it.
  package var json: JSONText {
    ["code": .text(code), "message": .text(message), "where": place.map { .text($0) } ?? .null]
  }

  /// The words for an error that something in this library has thrown.
  public init(_ error: any Error) {
    switch error {
    case let error as MergeError: self.init(error)
    case let error as ImportFolderError: self.init(error)
    case let error as VerificationError: self.init(error)
    case let error as PlanFileError: self.init(error)
    case let error as ReportFileError: self.init(error)
    case let error as BatchFileError: self.init(error)
    case let error as DrillError: self.init(error)
    default: self.init("failed", "\(error)")
    }
  }

  private init(_ error: MergeError) {
    switch error {
    case .usage(let problem): self.init("usage", Self.text(problem), isUsage: true)
    case .backup(let failure): self.init(failure.error)
    case .changedBackup(let path):
      self.init("changed-backup", "\(path.visible) changed in the course of the run. Run again.", place: path)
    case .wrongOrder(let newer, let older, let id):
      self.init(
        "wrong-order",
        "\(id.visible) is newer in \(DamageText.name(older)) than in \(DamageText.name(newer)), which is taken for the "
          + "newer backup. Give the backups in the order in which they were made, or leave one of them out.",
        place: older
      )
    case .export(let failure): self.init(failure.failure)
    case .currentBackup(let failure):
      self.init(
        "damaged-export",
        "\(DamageText.text(failure.error)). It is to say what is there now, and must be whole.",
        place: failure.error.path
      )
    case .schema(let problem):
      self.init("schema", Self.text(problem), place: problem.path)
    case .damagedExport(let damage): self.init("damaged-export", "\(DamageText.text(damage)).")
    case .damagedDocument(let damage): self.init("damaged-backup", "\(DamageText.text(damage)).")
    case .wrongChecksum(let collection):
      self.init(
        "damaged-backup",
        "The checksum of \(collection.visible) is wrong: some documents are not what was backed up."
      )
    case .unwritable(let id):
      self.init(
        "unwritable",
        "\(id.visible) cannot be written as planned, so nothing was. Leave it out with --id or --table."
      )
    case .temporaryFile(let folder, let errno):
      self.init(
        "temporary-file",
        "A temporary file in \(folder.visible) failed: \(DamageText.system(errno)). Make room there, or name another "
          + "folder with --temp-dir.",
        place: folder
      )
    case .outOfMemory:
      self.init(
        "out-of-memory",
        "There is not enough memory: 64 bytes are needed for each object of the export. Allow "
          + "less with --memory-limit, and the disk is used."
      )
    case .memoryLimit(let allowed, let needed):
      self.init(
        "memory-limit",
        "\(Self.megabytes(needed)) have to be in memory by now, and \(Self.megabytes(allowed)) are allowed. Allow more with "
          + "--memory-limit, or do the work in parts, with --shard or --table."
      )
    }
  }

  /// A size, rounded up.
  private static func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000)M" }

  init(_ error: ArchiveError) {
    let text = DamageText.text(error)
    switch error {
    case .notAnArchive(let path, _):
      self.init("not-an-archive", "\(text). Give the backup as `mongodump --archive` writes it.", place: path)
    case .source(.cannotOpen(let path, _)), .source(.notReadable(let path)):
      self.init("cannot-read", "\(text).", place: path)
    case .source(let error):
      self.init(
        "broken-backup",
        "\(text). What is missing cannot be told from what never was: use another backup, or "
          + "what stands before the damage (--salvage).",
        place: error.path
      )
    case .damaged(let path, _, _):
      self.init(
        "broken-backup",
        "\(text). What is missing cannot be told from what never was: use another backup, or "
          + "what stands before the damage (--salvage).",
        place: path
      )
    }
  }

  init(_ failure: ExportInventory.Failure) {
    switch failure {
    case .cannotRead(let error):
      self.init("cannot-read", "\(DamageText.text(error)).", place: error.path)
    case .cannotList(let path):
      self.init("cannot-read", "\(path.visible): the folder cannot be listed.", place: path)
    case .notATableFile(let path):
      self.init(
        "not-a-table-file",
        "\(path.visible): is no file of a table; their names end in .json, .ndjson or .jsonl, perhaps with .gz.",
        place: path
      )
    }
  }

  private static func text(_ problem: SchemaProblem) -> String {
    let path = problem.path.visible
    switch problem.cause {
    case .unreadable: return "\(path): the schema cannot be read."
    case .notAClass:
      return "\(path): does not describe a class in JSON. Give the folder that `baqend schema download` has written."
    case .noClasses: return "\(path): holds no class. Give the folder that `baqend schema download` has written."
    case .repeatedClass(let name, let other):
      return "\(path): describes the class \(name.visible), as \(other.visible) does. Remove one of them."
    case .unknownType(let type, let field, let name):
      return "\(path): the type of \(name.visible).\(field.visible), \(type.visible), is none that Baqend has."
    }
  }

  private static func text(_ problem: UsageProblem) -> String {
    func list(_ names: [String]) -> String { names.map(\.visible).joined(separator: ", ") }
    switch problem {
    case .severalDatabases(let names):
      return "The backup holds several databases: \(list(names)). Name one with --database."
    case .unknownDatabase(let name, let known):
      return "The backup holds no database \(name.visible), but \(list(known))."
    case .differentDatabases(let names):
      return "The backups hold different databases: \(list(names)). Name one with --database, or give backups of one."
    case .nothingSelected:
      return "Several backups would bring back all that was deleted over their time, on purpose or not. Say what is "
        + "wanted (--table, --id, --where, --deleted-after, …), or --all-deleted."
    case .undatedBackup(let path):
      return "The name of \(path.visible) has no date, by which --deleted-after and --deleted-before could go."
    case .severalCurrentDatabases(let names):
      return "The backup that says what is there now holds several databases: \(list(names)). Name one with "
        + "--current-database."
    case .unknownCurrentDatabase(let name, let known):
      return "The backup that says what is there now holds no database \(name.visible), but \(list(known))."
    case .noCurrentBackup:
      return "--current-database names a database of a backup, and what --current names is none."
    case .unknownTable(let name, let known):
      return "The backup holds no table \(name.visible), but \(list(known))."
    case .keyWithoutTable(let key):
      return "\(key.visible) names no table: give the whole id, /db/TABLE/KEY, or one --table."
    case .idOutsideSelection(let id):
      return "\(id.visible) is not of a selected table."
    case .twoFiles(let table, let paths, let modified):
      let files = zip(paths, modified).map { path, time in
        "\(path.visible) (of \(ISODate.text(time) ?? "an unknown time"))"
      }
      return "Two files hold the table \(table.visible): \(files.joined(separator: " and ")). Remove the older one, or "
        + "say --current-parts if they are parts of one export."
    case .mixedForms(let table, let paths):
      return "The parts of \(table.visible) have different forms: \(list(paths)). Give all of them in one form."
    case .idsFile(let path, let problem):
      let words =
        switch problem {
        case .unreadable: "cannot be read"
        case .notUTF8: "is not UTF-8"
        case .notTexts: "is not a JSON array of texts"
        }
      return "The file of ids, \(path.visible), \(words): give one id a line, or a JSON array of them."
    case .query(let problem): return QueryText.text(problem.error)
    case .erasedFile(let path, let line):
      return line.map { "\(path.visible), line \($0): is neither an id (/db/TABLE/KEY) nor the SHA-256 of one." }
        ?? "The file of erased ids, \(path.visible), cannot be read."
    case .equivalentNames(let name):
      return "Two tables are named \(name.visible), spelled with different characters that look the same; they "
        + "cannot be told apart in what is written."
    case .unknownLiftedTable(let name, let known):
      return "An option names the table \(name.visible), which is on neither side; there are \(list(known))."
    case .smallMemoryLimit(_, let least):
      return "--memory-limit takes a size from \(Self.megabytes(least)): the program itself needs so much."
    case .readTwice(let path):
      return
        "The export does not fit into the memory that --memory-limit allows, and then the backup is read twice, which "
        + "\(path == "-" ? "standard input" : path.visible) cannot be. Give it as a file, or allow more memory."
    }
  }

  private init(_ error: ImportFolderError) {
    switch error {
    case .exists(let path):
      self.init(exists: path, "folder")
    case .notReplaceable(let path):
      self.init(
        "not-replaceable",
        "\(path.visible) is not a folder that Regraft has made, so it is not replaced. Name another folder.",
        place: path
      )
    case .cannotWrite(let path, let errno):
      self.init("cannot-write", "\(path.visible): cannot be written: \(DamageText.system(errno)).", place: path)
    case .noExchange(let path):
      self.init(
        "no-exchange",
        "\(path.visible): this file system cannot exchange two folders in one step. Name a folder that is not there.",
        place: path
      )
    case .stopped(let stops):
      let stop = stops.first
      self.init(
        stop.map { $0.stoppedBy.rawValue.split(separator: " ").joined(separator: "-") } ?? "stopped",
        stops.map { StopText.text($0, table: nil) }.joined(separator: " ")
      )
    case .shard(let shard):
      self.init(
        "shard",
        "The plan is that of \(WarningText.text(shard)), of which nothing is decided: it cannot be published."
      )
    case .unknownIDs:
      self.init("unknown-ids", "Neither the backup nor the export has any of the objects that were named.")
    case .lastCheck(let failure): self.init(failure)
    }
  }

  /// Something stands where a file or a folder is to be written.
  private init(exists path: String, _ noun: String) {
    self.init(
      "output-exists",
      "\(path.visible) is there already. Name another \(noun), or say --replace to exchange it for the new one.",
      place: path
    )
  }

  private init(_ failure: LastCheckFailure) {
    switch failure {
    case .currentID(let id, let path):
      self.init(
        "last-check",
        "The last check found \(id.visible) in \(path.visible): it is there now, so nothing was written. Make a new "
          + "export, and run again.",
        place: path
      )
    case .changed(let path):
      self.init("last-check", "\(path.visible) changed in the course of the run. Run again.", place: path)
    case .unreadable(let path):
      self.init(
        "last-check",
        "\(path.visible) cannot be read to its end, and may hold any id. Export it again.",
        place: path
      )
    case .count(let name, let first, let second):
      self.init(
        "last-check",
        "The last check counts \(second) objects of \(name.visible), where \(first) were counted before. Run again."
      )
    }
  }

  private init(_ error: ReportFileError) {
    switch error {
    case .exists(let path):
      self.init(exists: path, "file")
    case .notReplaceable(let path):
      self.init(
        "not-replaceable",
        "\(path.visible) is not a report that Regraft has made, so it is not replaced. Name another file.",
        place: path
      )
    case .cannotWrite(let path, let errno):
      self.init("cannot-write", "\(path.visible): cannot be written: \(DamageText.system(errno)).", place: path)
    }
  }

  private init(_ error: PlanFileError) {
    switch error {
    case .exists(let path):
      self.init(exists: path, "file")
    case .cannotWrite(let path, let errno):
      self.init("cannot-write", "\(path.visible): cannot be written: \(DamageText.system(errno)).", place: path)
    case .notThere(let path): self.init("cannot-read", "\(path.visible) is not there.", place: path)
    case .notAPlan(let path):
      self.init("not-a-plan", "\(path.visible) is no plan. Make one with `regraft plan --output`.", place: path)
    case .otherVersion(let path, let version):
      self.init(
        "other-version",
        "\(path.visible) was written by another version of Regraft (its layout is \(version)). Make the plan anew.",
        place: path
      )
    case .damaged(let path, let what):
      self.init(
        "plan-file",
        "\(path.visible): \(what.visible) is not as Regraft has written it. Make the plan anew.",
        place: path
      )
    case .stopped(let path, let message): self.init("stopped", message, place: path)
    case .exportChanged(let path):
      self.init(
        "export-changed",
        "\(path.visible), with which the plan was made, is not as it was then, or not there. Give a fresh export: "
          + "--current EXPORT.",
        place: path
      )
    case .olderExport(let latest, let planned):
      self.init(
        "older-export",
        "The export given as the fresh one ends at \(latest.minuteText) UTC, the one that the plan was made with at "
          + "\(planned.minuteText) UTC: it looks older. Make a new one. If it is right as it is: --allow-older-export."
      )
    case .unknownIDs(let path, let ids):
      let rest = ids.count > 10 ? " and \(ids.count - 10) more" : ""
      self.init(
        "unknown-ids",
        "\(path.visible) has no object of these ids: \(ids.prefix(10).map(\.visible).joined(separator: ", "))\(rest). "
          + "Nothing was changed.",
        place: path
      )
    case .keyWithoutTable(let key):
      self.init("usage", "\(key.visible) names no table: give the whole id, /db/TABLE/KEY.", isUsage: true)
    case .contradiction(let id):
      self.init("usage", "\(id.visible) is to be taken out, and in again: say one of them.", isUsage: true)
    case .shard(let path, let shard):
      self.init(
        "shard",
        "\(path.visible) is the plan of \(WarningText.text(shard)), of which nothing is decided yet. Join all parts with "
          + "`regraft merge-plans`, and take the plan that it writes.",
        place: path
      )
    case .notAShard(let path):
      self.init(
        "not-a-shard",
        "\(path.visible) is the plan of all ids, not of a part of them: there is nothing to join. Give plans made with "
          + "`regraft plan --shard K/N`.",
        place: path
      )
    case .otherInputs(let path, let other):
      self.init(
        "other-shards",
        "\(path.visible) and \(other.visible) were made of different backups or exports, by their SHA-256. Make all "
          + "parts of the same.",
        place: path
      )
    case .otherOptions(let path, let other):
      self.init(
        "other-shards",
        "\(path.visible) and \(other.visible) were made with different options. Make all parts with the same.",
        place: path
      )
    case .otherParts(let path, let shard, let other, let otherShard):
      self.init(
        "other-shards",
        "\(path.visible) is \(WarningText.text(shard)), \(other.visible) is \(WarningText.text(otherShard)). Give all "
          + "parts of one run.",
        place: path
      )
    case .repeatedShard(let shard, let path, let other):
      self.init(
        "other-shards",
        "\(path.visible) and \(other.visible) are both \(WarningText.text(shard)). Give each part once.",
        place: path
      )
    case .missingShards(let missing, let count):
      let rest = missing.count > 10 ? " and \(missing.count - 10) more" : ""
      let numbers = missing.prefix(10).map { "\($0)/\(count)" }.joined(separator: ", ")
      self.init(
        "missing-shards",
        "There is no plan of the parts \(numbers)\(rest). Make them with `regraft plan --shard`, and give them too."
      )
    case .inputChanged(let path):
      self.init(
        "input-changed",
        "\(path.visible) is not as it was when the parts were made. Make all of them anew.",
        place: path
      )
    case .database(let path, let message):
      self.init("plan-file", "\(path.visible): \(message.visible).", place: path)
    }
  }

  private init(_ error: VerificationError) {
    switch error {
    case .noManifest(let path):
      self.init("no-manifest", "\(path.visible) is not there: the folder is none that Regraft has made.", place: path)
    case .malformedManifest(let path):
      self.init("no-manifest", "\(path.visible) is not a manifest of Regraft's.", place: path)
    case .importFile(let path, let damage):
      self.init(
        "damaged-import-file",
        "\(DamageText.text(damage)). Recover anew, and import nothing of it.",
        place: path
      )
    case .needsSchema(let name):
      self.init(
        "needs-schema",
        "The import files were written by a schema: give it too, with --schema \(name.visible)."
      )
    case .missingTable(let table):
      self.init("missing-table", "The export has no file for \(table.visible). Export it too.", place: table)
    }
  }
}
