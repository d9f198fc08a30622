import ArgumentParser
import Regraft

/// `regraft history`
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Follow one object through many backups.",
    discussion: """
      Says of each backup, the oldest first, whether the object is there, and what has changed since \
      the one before. Backups are ordered by the dates in their names when all have one, else as they \
      are given, the newest last. ~ is a value that changed, + one that is new, - one that is gone.

        regraft history backups/*.dump.gz --id /db/Message/42 --current export/
        regraft history old.archive new.archive --table Message --id 42

      EXIT STATUS
        0   done
        1   a backup or the export cannot be read, or none of them has the object
        64  the command line is wrong
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The backups: MongoDB archives, dumps' folders or .bson files, gzip'ed or not; - is standard input.",
      valueName: "backup"
    ),
    completion: .file()
  )
  var backups: [String]

  @Option(help: ArgumentHelp("The object: /db/TABLE/KEY, or a bare key with --table.", valueName: "id"))
  var id: String

  @Option(help: ArgumentHelp("The table of a bare key.", valueName: "table"))
  var table: String?

  @Option(
    help: ArgumentHelp(
      "The current export: a folder of table files, or one file (repeatable); or an archive or a dump.",
      valueName: "path"
    ),
    completion: .file()
  )
  var current: [String] = []

  @Option(help: ArgumentHelp("The backups' database, where one holds several.", valueName: "name"))
  var database: String?

  @OptionGroup var currentDatabase: CurrentDatabaseOptions

  @OptionGroup var schema: SchemaOptions

  @Option(help: ArgumentHelp("Stored keys of this table are percent-encoded (repeatable).", valueName: "table"))
  var encodedKeys: [String] = []

  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Comparison") var masking: MaskingOptions
  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func run() throws {
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    do {
      let history = try ObjectHistory(try options(display.begin()))
      if printing.json {
        try Output.print(history.json)
      } else if !printing.quiet {
        try Output.print(history.text)
      }
      if !history.isFound { Output.note("there is no such object") }
      throw (history.isFound && history.isReadable ? ExitStatus.done : .failed).exit
    } catch {
      throw try printing.fail(error, ObjectHistory.json(id: id, failure: error))
    }
  }

  private func options(_ progress: RunProgress?) throws -> HistoryOptions {
    var options = HistoryOptions(backups: backups, id: id)
    options.progress = progress
    options.table = table
    options.current = current
    options.database = database
    options.currentDatabase = currentDatabase.currentDatabase
    options.schema = try schema.folder()
    options.comparison = try comparison.rules(encodedKeys: encodedKeys)
    options.maskedNames = masking.mask
    return options
  }
}
