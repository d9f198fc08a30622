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

  @OptionGroup var format: OutputFormatOptions

  @OptionGroup var shape: ImportShapeOptions

  @Flag(help: "Exchange an earlier folder of Regraft's for the new one.")
  var replace = false

  /// The recovery that these options mean.
  ///
  /// - Parameters:
  ///   - hashesInputs: whether the SHA-256 of the inputs is wanted, as it is where something is published.
  ///   - progress: what is told how far it is.
  func recovery(hashesInputs: Bool = true, progress: RunProgress?) throws -> Recovery {
    var planOptions = try options.planOptions(hashesInputs: hashesInputs)
    planOptions.progress = progress
    planOptions.outputFormat = format.outputFormat
    return try Recovery(planOptions, output: output, replaces: replace, shape: shape.shape)
  }

  func run() throws {
    let printer = RunPrinter(options.printing)
    let display = ProgressDisplay(options.progress, isQuiet: options.printing.quiet)
    defer { display.close() }
    var plan: Plan?
    do {
      let outcome = try recovery(progress: display.begin()).run()
      plan = outcome.plan
      if let failure = outcome.failure { throw failure }
      if let plan {
        // The folder is there, whoever hears of it.
        try? printer.print(plan, published: output, files: outcome.files)
      }
      throw outcome.status.exit
    } catch {
      throw try printer.fail(error, plan: plan)
    }
  }
}

extension Recovery.Outcome {
  /// How a command ends that came to this.
  var status: ExitStatus {
    if let failure { return ExitStatus(of: ErrorText(failure)) }
    return plan?.isIncomplete == true ? .incomplete : .done
  }
}
