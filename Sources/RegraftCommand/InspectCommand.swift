import ArgumentParser
import JSONStream
import Regraft

/// `regraft inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what is in a backup or an export, and whether it is whole.",
    discussion: """
        regraft inspect backup.dump.gz export/

      EXIT STATUS
        0   every input is whole
        1   an input is not, or cannot be read
        64  the command line is wrong
      """
  )

  @Argument(
    help: ArgumentHelp(
      "Archives, dumps, table files, or folders of table files; - is standard input.",
      valueName: "input"
    ),
    completion: .file()
  )
  var inputs: [String]

  @Option(help: ArgumentHelp("How deep objects and arrays may be nested.", valueName: "levels"))
  var maxDepth = 200

  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func validate() throws { try ComparisonOptions.check(maxDepth: maxDepth) }

  func run() throws {
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    let progress = display.begin()
    var isWhole = true
    var documents: [JSONText] = []
    for input in inputs {
      do {
        let inspection = try Inspection(path: input, maxDepth: maxDepth, progress: progress)
        isWhole = isWhole && inspection.isWhole
        if printing.json {
          documents.append(inspection.json)
        } else if !printing.quiet {
          try Output.print(inspection.text)
        }
      } catch {
        if let exit = error as? ExitCode { throw exit }
        isWhole = false
        _ = Output.fail(error)
        documents.append(Inspection.json(path: input, failure: error))
      }
    }
    if printing.json { try Output.print(["inputs": .array(documents)]) }
    throw (isWhole ? ExitStatus.done : .failed).exit
  }
}
