import ArgumentParser
import PlanStore
import Regraft
import Reports

/// `regraft report`
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a page for the browser of a plan that was kept, to look at and to share.",
    discussion: """
      The page is one file that needs nothing else and asks no network: figures, a timeline, and every object that is \
      not unchanged, to filter, sort and search, with what has changed in it. The ids of the objects that are ticked \
      there can be saved for --ids-from.

        regraft plan backup.dump.gz --current export/ --output today.plan
        regraft report today.plan --output today.html --mask email

      EXIT STATUS
        0   done
        1   the plan cannot be read, or the page not be written
        64  the command line is wrong
      """
  )

  @OptionGroup var kept: PlanFileArgument

  @Option(help: ArgumentHelp("The page to write, which must not be there yet.", valueName: "file"), completion: .file())
  var output: String

  @OptionGroup var masking: MaskingOptions

  @OptionGroup var label: LabelOptions

  @Flag(help: "Exchange an earlier page of Regraft's for the new one.")
  var replace = false

  func run() throws {
    do {
      let file = try ReportFile(path: output, replaces: replace)
      try file.write(HTMLReport(PlanReport(try PlanFile(path: kept.plan), label: label.label), masked: masking.mask))
    } catch {
      throw Output.fail(error)
    }
  }
}
