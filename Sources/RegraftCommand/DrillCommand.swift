import ArgumentParser
import Regraft

/// `regraft drill`
struct DrillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Rehearse: pretend that some objects were deleted, recover them, and compare.",
    discussion: """
      Takes objects that are unchanged since the backup out of a copy of the export, recovers them \
      into a temporary folder as recover would, and holds what was written against the originals. \
      Nothing else is written, and the folder is removed in the end.

        regraft drill backup.dump.gz --current export/
        regraft drill backup.dump.gz --current export/ --table Message --seed 7

      EXIT STATUS
        0   passed: every object came back as it is, and nothing else
        1   failed, or there was nothing to drill
        64  the command line is wrong
        130 interrupted
      """
  )

  @OptionGroup var inputs: InputOptions

  @Option(help: ArgumentHelp("How many objects of each table are drawn.", valueName: "k"))
  var objects = 20

  @Option(help: ArgumentHelp("Draw the objects that were drawn with this seed.", valueName: "n"))
  var seed: UInt64?

  @OptionGroup(title: "Selection") var tables: TableOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func validate() throws {
    guard objects > 0 else { throw ValidationError("--objects takes a number from 1.") }
  }

  func run() throws {
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    do {
      let result = try drill(display.begin()).run()
      if printing.json {
        try Output.print(result.json)
      } else if !printing.quiet {
        try Output.print(result.text)
      }
      throw (result.isPassed ? ExitStatus.done : .failed).exit
    } catch {
      throw try printing.fail(error, DrillResult.json(failure: ErrorText(error)))
    }
  }

  private func drill(_ progress: RunProgress?) throws -> Drill {
    var options = try inputs.planOptions(comparison)
    options.progress = progress
    options.selection.tables = tables.table
    options.selection.excludedTables = tables.excludeTable
    var drill = seed.map { Drill(options, seed: $0) } ?? Drill(options)
    drill.objectsPerTable = objects
    return drill
  }
}
