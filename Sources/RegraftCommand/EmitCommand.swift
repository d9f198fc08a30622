import ArgumentParser
import JSONStream
import PlanStore
import Regraft
import Reports

/// `regraft emit`
struct EmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit",
    abstract: "Write the import files of a plan that was kept.",
    discussion: """
      The folder is the one that recover would have written, without what `regraft edit` has taken out. \
      No id that the export holds is in it: the export of the plan, which must still be as it was, or a \
      fresh one. What that holds again, or would clash with, is withheld.

      With --strict-references, what an object refers to counts by the plan's export.

        regraft emit today.plan --output recovered/
        regraft emit today.plan --output recovered/ --current fresh/
      """ + ExitStatus.help
  )

  @OptionGroup var kept: PlanFileArgument

  @Option(
    help: ArgumentHelp("The folder to write, which must not be there yet.", valueName: "folder"),
    completion: .directory
  )
  var output: String

  @Option(
    help: ArgumentHelp(
      "A fresh export: a folder of table files, or one file (repeatable); or an archive or a dump. (default: that of "
        + "the plan)",
      valueName: "path"
    ),
    completion: .file()
  )
  var current: [String] = []

  @OptionGroup var parts: CurrentPartsOptions

  @OptionGroup var currentDatabase: CurrentDatabaseOptions

  @Flag(help: "Take a fresh export that ends before the one that the plan was made with.")
  var allowOlderExport = false

  @OptionGroup var temporary: TemporaryFolderOptions

  @OptionGroup var shape: ImportShapeOptions

  @Flag(help: "Exchange an earlier folder of Regraft's for the new one.")
  var replace = false

  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func validate() throws {
    guard !current.isEmpty || !parts.currentParts && !allowOlderExport && currentDatabase.currentDatabase == nil else {
      throw ValidationError("--current-parts, --current-database and --allow-older-export need --current.")
    }
  }

  func run() throws {
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    var outcome: Emission.Outcome?
    do {
      var emission = try Emission(plan: kept.plan, output: output, replaces: replace, shape: shape.shape)
      emission.current = current
      emission.currentDatabase = currentDatabase.currentDatabase
      emission.allowsParts = parts.currentParts
      emission.allowsOlderExport = allowOlderExport
      emission.temporaryFolder = temporary.folder
      emission.progress = display.begin()
      let done = emission.run()
      outcome = done
      if let failure = done.failure { throw failure }
      // The folder is there, whoever hears of it.
      try? print(done)
      throw (done.isIncomplete ? ExitStatus.incomplete : .done).exit
    } catch {
      let document = try? EmissionReport.json(outcome?.recovery, error: ErrorText(error).json)
      throw try printing.fail(error, document ?? ["error": ErrorText(error).json])
    }
  }

  private func print(_ outcome: Emission.Outcome) throws {
    guard let recovery = outcome.recovery, let published = outcome.published else { return }
    if printing.json {
      try Output.print(try EmissionReport.json(recovery, published: published, files: outcome.files))
    } else if !printing.quiet {
      let schema = try recovery.file.inputs().first { $0.kind == "schema" }?.path
      try Output.print(
        try EmissionReport.text(recovery) + PublishedText.text(published, outcome.files, schema: schema)
      )
    }
  }
}
