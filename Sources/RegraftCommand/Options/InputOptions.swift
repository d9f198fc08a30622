import ArgumentParser
import Regraft

/// The backup and the export.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The backup: a MongoDB archive, a dump's folder or a .bson file, gzip'ed or not; - is standard input. Of several, "
        + "the newest that holds an object speaks for it: by the dates in their names, else the last one is the newest.",
      valueName: "backup"
    ),
    completion: .file()
  )
  var backups: [String]

  @Option(
    help: ArgumentHelp(
      "The current export: a folder of table files, or one file (repeatable); or a second archive or dump. With a "
        + "folder, an archive or a dump every table of the backup is compared, with files only theirs.",
      valueName: "path"
    ),
    completion: .file()
  )
  var current: [String]

  @OptionGroup var parts: CurrentPartsOptions

  @Option(help: ArgumentHelp("The backup's database, where it holds several.", valueName: "name"))
  var database: String?

  @OptionGroup var currentDatabase: CurrentDatabaseOptions

  @OptionGroup var schema: SchemaOptions

  @Option(
    help: ArgumentHelp("Stored keys of this table are percent-encoded (repeatable).", valueName: "table")
  )
  var encodedKeys: [String] = []

  @OptionGroup var temporary: TemporaryFolderOptions

  func validate() throws {
    guard !current.isEmpty else { throw ValidationError("Missing expected argument '--current <path>'") }
  }

  /// What is compared, and how.
  func planOptions(_ comparison: ComparisonOptions) throws -> PlanOptions {
    var options = PlanOptions(backups: backups, current: current)
    options.allowsParts = parts.currentParts
    options.database = database
    options.currentDatabase = currentDatabase.currentDatabase
    options.schema = try schema.folder()
    options.comparison = try comparison.rules(encodedKeys: encodedKeys)
    options.temporaryFolder = temporary.folder
    return options
  }
}
