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
      """ + ExitStatus.help
  )

  @OptionGroup var options: RunOptions

  func run() throws {
    let printer = RunPrinter(options.printing)
    do {
      let plan = try Planner(try options.planOptions(hashesInputs: options.printing.json)).plan()
      let failure = plan.isStopped ? ImportFolderError.of(plan) : nil
      try printer.print(plan, failure: failure)
      throw (failure != nil ? ExitStatus.failed : plan.isIncomplete ? .incomplete : .done).exit
    } catch {
      throw try printer.fail(error)
    }
  }
}
