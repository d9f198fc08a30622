import ArgumentParser
import Batch
import Foundation
import ImportFiles
import Regraft

/// `regraft batch`
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Many recoveries, unattended.",
    discussion: """
      Each job of the YAML file is a recovery of its own, into its own folder; one that fails stops \
      only itself. A job has a name, a backup (a path, a list of paths, or {latest: PATTERN} for the \
      newest), and any long option of recover without its dashes; defaults count for all jobs.

        regraft batch jobs.yaml
        regraft batch jobs.yaml --check

        defaults:
          current: exports/
        jobs:
          - name: nightly
            backup: {latest: baqend_backups/*.dump.gz}
            output: recovered/${DATE}-${NAME}
            table: [Message, User]

      ${DATE} and ${TIME} are those of the beginning, in UTC; ${NAME} is the job's name, ${ENV:VARIABLE} \
      a variable of the environment. Paths are relative to the file.

      EXIT STATUS
        that of the worst job, in this order:
        64  a setting or the command line is wrong
        1   a job failed; of it nothing was published
        2   done, but something was stopped or withheld, or a named id not recovered
        0   done
        130 interrupted; the jobs that were done are published
      """
  )

  @Argument(
    help: ArgumentHelp("The file of jobs.", valueName: "jobs.yaml"),
    completion: .file(extensions: ["yaml", "yml"])
  )
  var file: String

  @Option(help: ArgumentHelp("How many jobs run at a time.", valueName: "n"))
  var parallel = 1

  @Flag(help: "Only say whether the file is right.")
  var check = false

  @Flag(help: "Plan each job, and publish nothing.")
  var dryRun = false

  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func validate() throws {
    guard parallel > 0 else { throw ValidationError("--parallel takes a number from 1.") }
    guard !check || !dryRun else { throw ValidationError("--check and --dry-run exclude each other.") }
  }

  func run() throws {
    do {
      let batch = try BatchFile(path: file)
      let display = ProgressDisplay(progress, isQuiet: printing.quiet, jobs: batch.jobs.count)
      defer { display.close() }
      let run = try BatchRun(batch, publishes: !dryRun, display: display)
      // Whatever options there are, their paths are relative to the file.
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
      guard FileManager.default.changeCurrentDirectoryPath(folder) else {
        throw BatchFileError(path: file, place: nil, .unreadable)
      }
      Workplaces.expectMore()
      let summary = check ? BatchSummary(checked: batch) : BatchSummary(results: run.results(parallel: parallel))
      for result in summary.results {
        if let error = result.error { Output.note("\(result.name): \(error.message)") }
      }
      if printing.json {
        try Output.print(summary.json)
      } else if !printing.quiet {
        try Output.print(check ? "\(file): nothing is wrong\n" : summary.text)
      }
      throw summary.status.exit
    } catch {
      throw try printing.fail(error, BatchSummary.json(failure: ErrorText(error)))
    }
  }
}
