import ArgumentParser
import Regraft
import Reports

/// `regraft recover`
struct RecoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Plan, and write the import files: the main job.",
    discussion: """
      The folder appears whole or not at all. It holds import/TABLE.json for each table with \
      something to recover, and withheld.json, undo.json and manifest.json beside it.

        regraft recover backup.dump.gz --current export/ --output recovered/
        regraft recover backup.dump.gz --current export/ --output recovered/ --id /db/Message/42
      """ + ExitStatus.help
  )

  @OptionGroup var options: RunOptions

  @Option(
    help: ArgumentHelp("The folder to write, which must not be there yet.", valueName: "folder"),
    completion: .directory
  )
  var output: String

  @Option(
    help: ArgumentHelp(
      "The form of what is written: baqend, extended-json, canonical-extended-json or legacy-extended-json. (default: "
        + "that of each table's export, Extended JSON in its canonical form)",
      valueName: "format"
    )
  )
  var outputFormat: ObjectFormat?

  @Flag(help: "Exchange an earlier folder of Regraft's for the new one.")
  var replace = false

  func run() throws {
    let printer = RunPrinter(options.printing)
    var plan: Plan?
    do {
      let folder = try ImportFolder(path: output, replaces: replace)
      var planOptions = try options.planOptions(hashesInputs: true)
      planOptions.outputFormat = outputFormat
      let made = try Planner(planOptions).plan()
      plan = made
      let files = try folder.publish(made)
      do {
        try printer.print(made, published: output, files: files)
      } catch {
        // The folder is there, whoever hears of it.
      }
      throw (made.isIncomplete ? ExitStatus.incomplete : .done).exit
    } catch {
      throw try printer.fail(error, plan: plan)
    }
  }
}
