import ArgumentParser
import Merge
import PlanStore
import Regraft
import Reports

/// `regraft plan`
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say what would be recovered, and write nothing.",
    discussion: """
        regraft plan backup.dump.gz --current export/
        regraft plan backup.dump.gz --current export/ --table Message --json
        regraft plan backup.dump.gz --current export/ --diff --id /db/Message/42
        regraft plan backup.dump.gz --current export/ --output today.plan
        regraft plan backup.dump.gz --current export/ --shard 2/4 --output 2.plan

      With --diff, ~ is a value that has changed since the backup, + one that is new, - one that is gone.
      """ + ExitStatus.help
  )

  @OptionGroup var options: RunOptions
  @OptionGroup(title: "Differences") var differences: DifferencesOptions

  @Option(
    help: ArgumentHelp("Keep the plan in this file, for `regraft preview`.", valueName: "file"),
    completion: .file()
  )
  var output: String?

  @Option(help: ArgumentHelp("With --output: the member by which objects are called.", valueName: "member"))
  var label: String?

  @OptionGroup var format: OutputFormatOptions

  @OptionGroup var shard: ShardOption

  @Flag(help: "Exchange an earlier plan file for the new one.")
  var replace = false

  func run() throws {
    let printer = RunPrinter(options.printing)
    let display = ProgressDisplay(options.progress, isQuiet: options.printing.quiet)
    defer { display.close() }
    do {
      var planOptions = try options.planOptions(hashesInputs: options.printing.json)
      planOptions.differences = differences.wanted
      planOptions.outputFormat = format.outputFormat
      planOptions.shard = shard.shard
      planOptions.progress = display.begin()
      if let output {
        try PlanFile.check(path: output, replaces: replace)
        planOptions.hashesInputs = true
        planOptions.keepsEveryObject = true
        planOptions.maskedNames = differences.masking.mask
      }
      let plan = try Planner(planOptions).plan()
      let failure = ImportFolderError(of: plan)
      planOptions.progress?.begin(.writing)
      if let output { try PlanFile.write(plan, to: output, replaces: replace, label: label) }
      try printer.print(plan, failure: failure)
      throw (failure != nil ? ExitStatus.failed : plan.isIncomplete ? .incomplete : .done).exit
    } catch {
      throw try printer.fail(error)
    }
  }
}
