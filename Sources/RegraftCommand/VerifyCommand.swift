import ArgumentParser
import Regraft
import Reports

/// `regraft verify`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check import files against a fresh export, before or after the import.",
    discussion: """
        regraft verify recovered/ --current export/
        regraft verify recovered/ --current export/ --imported

      EXIT STATUS
        before the import
        0   no object of the import files is in the export, and the files are as they were written
        1   otherwise; each id is said
        after the import (--imported)
        0   all objects are in the export as they were written
        2   some are absent or changed; each id is said
        64  the command line is wrong
      """
  )

  @OptionGroup var comparison: FolderComparisonOptions

  @Flag(help: "The files were imported: every object should be there as it was written.")
  var imported = false

  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func run() throws {
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    do {
      let verification = try comparison.verification(display.begin())
      if printing.json {
        try Output.print(VerificationReport.json(verification, isImported: imported))
      } else if !printing.quiet {
        try Output.print(VerificationReport.text(verification, isImported: imported))
      }
      if imported { throw (verification.isImported ? ExitStatus.done : .incomplete).exit }
      throw (verification.isReady ? ExitStatus.done : .failed).exit
    } catch {
      throw try printing.fail(error, VerificationReport.json(error))
    }
  }
}
