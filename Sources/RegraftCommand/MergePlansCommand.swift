import ArgumentParser
import PlanStore
import Regraft

/// `regraft merge-plans`
struct MergePlansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge-plans",
    abstract: "Join the plans of shards to one plan.",
    discussion: """
      Each part of a run, made with `regraft plan --shard K/N` by one process or machine of several, holds what it has \
      found. Joined, they give the plan that one run makes: guards, references, unique indexes and limits are judged \
      now. The export is read again for that, where the parts found it, and must be as it was.

        regraft plan backup.dump.gz --current export/ --shard 1/2 --output 1.plan
        regraft plan backup.dump.gz --current export/ --shard 2/2 --output 2.plan
        regraft merge-plans 1.plan 2.plan --output today.plan
      """ + ExitStatus.help
  )

  @Argument(
    help: ArgumentHelp("The plans of all parts, as `regraft plan --shard` keeps them.", valueName: "plan"),
    completion: .file()
  )
  var plans: [String]

  @Option(help: ArgumentHelp("Keep the plan in this file.", valueName: "file"), completion: .file())
  var output: String

  @Flag(help: "Exchange an earlier plan file for the new one.")
  var replace = false

  @OptionGroup var temporary: TemporaryFolderOptions

  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func run() throws {
    let printer = RunPrinter(printing)
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    do {
      var merge = try PlanMerge(shards: plans, output: output, replaces: replace)
      merge.temporaryFolder = temporary.folder
      merge.progress = display.begin()
      let plan = try merge.run()
      let failure = ImportFolderError(of: plan)
      try printer.print(plan, failure: failure)
      throw (failure != nil ? ExitStatus.failed : plan.isIncomplete ? .incomplete : .done).exit
    } catch {
      throw try printer.fail(error)
    }
  }
}
