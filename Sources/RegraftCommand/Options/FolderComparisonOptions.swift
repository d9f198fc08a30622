import ArgumentParser
import Regraft

/// A folder that recover has written, and the export against which it is held.
struct FolderComparisonOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The folder that recover has written.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The fresh export: a folder of table files, or one file (repeatable); or an archive or a dump.",
      valueName: "path"
    ),
    completion: .file()
  )
  var current: [String]

  @OptionGroup var parts: CurrentPartsOptions

  @OptionGroup var currentDatabase: CurrentDatabaseOptions

  @OptionGroup var schema: SchemaOptions

  func validate() throws {
    guard !current.isEmpty else { throw ValidationError("Missing expected argument '--current <path>'") }
  }

  /// What became of the folder's objects.
  ///
  /// - Parameter progress: what is told how far it is.
  func verification(_ progress: RunProgress?) throws -> Verification {
    try Verification(
      folder: folder,
      current: current,
      currentDatabase: currentDatabase.currentDatabase,
      schema: try schema.folder()?.schema,
      allowsParts: parts.currentParts,
      progress: progress
    )
  }
}
