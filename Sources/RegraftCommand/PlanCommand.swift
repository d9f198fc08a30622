import ArgumentParser
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

      With --diff, ~ is a value that has changed since the backup, + one that is new, - one that is gone.
      """ + ExitStatus.help
  )

  @OptionGroup var options: RunOptions
  @OptionGroup(title: "Differences") var differences: DifferencesOptions

  func run() throws {
    let printer = RunPrinter(options.printing)
    do {
      var planOptions = try options.planOptions(hashesInputs: options.printing.json)
      planOptions.differences = differences.wanted
      let plan = try Planner(planOptions).plan()
      let failure = plan.isStopped ? ImportFolderError.of(plan) : nil
      try printer.print(plan, failure: failure)
      throw (failure != nil ? ExitStatus.failed : plan.isIncomplete ? .incomplete : .done).exit
    } catch {
      throw try printer.fail(error)
    }
  }
}
