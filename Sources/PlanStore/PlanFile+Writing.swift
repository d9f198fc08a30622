import Compression
import Foundation
import GRDB
import ImportFiles
import JSONStream
import Merge
import Reports
import Values

// Keeping a plan.
extension PlanFile {
  /// Members by which objects are called, the first that is text.
  package static let labels = ["name", "title", "username", "email", "label", "subject", "text"]

  /// Writes a plan to a file, which appears as a whole or not at all. The plan must have been made with
  /// `keepsEveryObject`, and with differences of all objects.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - path: where the file is to appear.
  ///   - replaces: whether an earlier plan file may stand there.
  ///   - label: the member by which objects are called; nil for one of the usual.
  /// - Throws: `PlanFileError`, or `MergeError` where the export cannot be read once more.
  public static func write(_ plan: Plan, to path: String, replaces: Bool = false, label: String? = nil) throws {
    try write(plan, to: path, replaces: replaces, label: label, shards: nil)
  }

  /// - Parameter shards: where the plan was joined from shards, the rows that they have made already.
  static func write(_ plan: Plan, to path: String, replaces: Bool, label: String?, shards: ShardRows?) throws {
    try check(path: path, replaces: replaces)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let name = URL(fileURLWithPath: path).lastPathComponent
    guard let workplace = Workplaces.make("\(folder)/.\(name.prefix(100)).regraft") else {
      throw PlanFileError.cannotWrite(path: path, errno: errno)
    }
    defer { Workplaces.discard(workplace) }
    let file = "\(workplace)/plan"
    let descriptor = SystemCall.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: S_IRUSR | S_IWUSR)
    guard descriptor >= 0 else { throw PlanFileError.cannotWrite(path: path, errno: errno) }
    defer { close(descriptor) }
    do {
      try write(plan, into: file, label: label, shards: shards)
      guard fsync(descriptor) == 0 else { throw PlanFileError.cannotWrite(path: path, errno: errno) }
      try Workplaces.publish(workplace) { () throws(PlanFileError) in
        guard SystemCall.rename(file, to: path) else { throw .cannotWrite(path: path, errno: errno) }
      }
    } catch {
      throw (error as? DatabaseError).map { PlanFileError.database(path: path, message: $0.message ?? "") } ?? error
    }
  }

  /// Refuses a place where something stands that must not be lost.
  package static func check(path: String, replaces: Bool) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard replaces else { throw PlanFileError.exists(path: path) }
    _ = try PlanFile(path: path)
  }

  private static func write(_ plan: Plan, into path: String, label: String?, shards: ShardRows?) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      // The file has no name yet: after a crash it is no file.
      try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { database in
      try database.execute(sql: PlanSchema.statements)
      try database.execute(sql: "PRAGMA application_id = \(PlanSchema.applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(PlanSchema.version)")
      try writeInputs(plan, label: label, database)
      for table in plan.tables { try writeFigures(of: table, database) }
      for stop in plan.stops { try write(stop, table: nil, database) }
      for warning in plan.warnings {
        let row: [(any DatabaseValueConvertible)?] = [warning.table, WarningText.text(warning)]
        try database.execute(sql: "INSERT INTO warnings VALUES (?, ?)", arguments: StatementArguments(row))
      }
      for reference in plan.lostReferences {
        let lost = JSONText.array(reference.lost.map { .text($0) })
        try database.execute(
          sql: "INSERT INTO lost_references VALUES (?, ?, ?)",
          arguments: [reference.id, reference.table, lost.string]
        )
      }
      for id in plan.namedIDs {
        try database.execute(
          sql: "INSERT INTO named_ids VALUES (?, ?, ?)",
          arguments: [id.id, id.table, id.status?.rawValue]
        )
      }
      try shards?.collect(in: database)
      for table in plan.tables {
        try writeObjects(of: table, plan, labels: label.map { [$0] } ?? labels, shards: shards, database)
      }
      if let findings = plan.shard { try write(findings, database) }
    }
    try queue.close()
  }

  // MARK: What was read

  private static func absolute(_ path: String) -> String { path == "-" ? path : URL(fileURLWithPath: path).path }

  private static func writeInputs(_ plan: Plan, label: String?, _ database: Database) throws {
    func meta(_ key: String, _ value: String?) throws {
      guard let value else { return }
      try database.execute(sql: "INSERT INTO meta VALUES (?, ?)", arguments: [key, value])
    }
    try meta("database", plan.database)
    try meta("created", ISODate.text(Int64(Date().timeIntervalSince1970 * 1000)))
    try meta("options", Manifest.options(plan.options).string)
    try meta("lifted", JSONText.array(Manifest.lifted(plan.options)).string)
    try meta("label", label)
    try meta("manifest", Manifest.json(of: plan, files: []).string)
    try meta("current", JSONText.array(plan.options.current.map { .text(absolute($0)) }).string)
    try meta("current_database", plan.options.currentDatabase)
    try meta("classes", plan.options.schema.map { $0.schema.json.string })
    try meta("deleted_changed_first", plan.deletedChanged.flatMap { ISODate.text($0.lowerBound) })
    try meta("deleted_changed_last", plan.deletedChanged.flatMap { ISODate.text($0.upperBound) })
    func input(_ kind: String, _ position: Int, _ file: InputFile, date: Int64? = nil, createdWith: String? = nil)
      throws
    {
      let row: [(any DatabaseValueConvertible)?] = [
        kind, position, absolute(file.path), Int64(clamping: file.bytes), file.sha256,
        date.flatMap(ISODate.text), createdWith,
      ]
      try database.execute(sql: "INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?)", arguments: StatementArguments(row))
    }
    for (position, backup) in plan.backups.enumerated() {
      let createdWith = backup.createdWith.texts.joined(separator: ", ")
      try input("backup", position, backup.file, date: backup.date, createdWith: createdWith)
    }
    for (position, file) in plan.exports.enumerated() { try input("export", position, file) }
    for file in plan.exportFiles {
      let row: [(any DatabaseValueConvertible)?] = [
        absolute(file.path), file.table, file.collection, file.form.rawValue, file.isDamaged,
      ]
      try database.execute(sql: "INSERT INTO export_files VALUES (?, ?, ?, ?, ?)", arguments: StatementArguments(row))
    }
    if let schema = plan.options.schema { try input("schema", 0, schema.input) }
    if let erased = plan.options.erased { try input("erased", 0, erased.input) }
  }

  private static func writeFigures(of table: PlannedTable, _ database: Database) throws {
    let figures = table.figures
    let statuses = [Status.deleted, .unchanged, .modified, .diverged, .created].map { status in
      figures.statuses.map { $0[status] ?? 0 }
    }
    let counts: [Int?] =
      [figures.backup, figures.current] + statuses + [
        figures.selected, figures.followed, figures.recovered, figures.withheld, table.isUnverified ? 1 : 0,
      ]
    let latest = table.latest.flatMap(ISODate.text)
    let row: [(any DatabaseValueConvertible)?] = [table.name, table.format.rawValue] + counts.map { $0 } + [latest]
    let marks = row.map { _ in "?" }.joined(separator: ", ")
    try database.execute(sql: "INSERT INTO tables VALUES (\(marks))", arguments: StatementArguments(row))
    for stop in table.stops { try write(stop, table: table.name, database) }
    for index in table.uniqueIndexes {
      let fields = JSONText.array(index.fields.map { .text($0.joined(separator: ".")) })
      let row: [(any DatabaseValueConvertible)?] = [
        table.name, index.name, fields.string, index.isSparse,
        index.filter.map { String(decoding: $0.json, as: UTF8.self) },
        index.folding.map { Manifest.collation($0).string },
      ]
      try database.execute(
        sql: "INSERT INTO unique_indexes VALUES (?, ?, ?, ?, ?, ?)",
        arguments: StatementArguments(row)
      )
    }
  }

  private static func write(_ stop: Stop, table: String?, _ database: Database) throws {
    let row: [(any DatabaseValueConvertible)?] = [
      table, stop.stoppedBy.rawValue, StopText.text(stop, table: table), stop.stoppedBy.liftedBy,
    ]
    try database.execute(sql: "INSERT INTO stops VALUES (?, ?, ?, ?)", arguments: StatementArguments(row))
  }

  // MARK: Objects

  private static func writeWithheldEntries(of table: PlannedTable, _ plan: Plan, _ database: Database) throws {
    let statement = try database.makeStatement(sql: "INSERT INTO withheld_entries VALUES (?, ?)")
    try WithheldEntries.forEach(of: table, in: plan) { entry in
      try statement.execute(arguments: [table.name, entry.string])
    }
  }

  private static func writeObjects(
    of table: PlannedTable,
    _ plan: Plan,
    labels: [String],
    shards: ShardRows?,
    _ database: Database
  ) throws {
    try writeWithheldEntries(of: table, plan, database)
    let columns = PlanSchema.objectColumns
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.makeStatement(
      sql: "INSERT INTO objects (\(columns.joined(separator: ", "))) VALUES (\(marks))"
    )
    let rows = ObjectRows(of: table, in: plan)
    func insert(_ row: StatementArguments) throws {
      statement.setUncheckedArguments(row)
      try statement.execute()
    }
    try plan.forEachDeleted(in: table, labels: labels, make: rows.row) { try insert($0) }
    if let shards {
      if table.hasUsableExport { try shards.write(of: table.name, database) }
      return
    }
    try plan.forEveryChanged(in: table, labels: labels, make: rows.row) { try insert($0) }
    try plan.forEachCreated(in: table) { try insert(rows.row(of: $0)) }
  }
}

extension JSONText {
  /// The document as text.
  var string: String { String(decoding: serialized(), as: UTF8.self) }
}
