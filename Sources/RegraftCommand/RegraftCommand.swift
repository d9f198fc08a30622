import ArgumentParser
import CLinux
import Compression
import Foundation
import Glibc
import Regraft

/// `regraft`: what to do, to what, against what.
@main
struct RegraftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regraft",
    abstract: "Bring back what was deleted since a backup, and overwrite nothing that is newer.",
    discussion: """
      Regraft reads a backup (a MongoDB archive or dump) and a current export, says of every object \
      whether it is deleted, modified, unchanged, diverged or created since, and writes import \
      files with just what was lost. No id that the export holds is ever in an import file.

        regraft recover backup.dump.gz --current export/ --output recovered/
      """ + ExitStatus.help,
    version: "0.1.0",
    subcommands: [
      RecoverCommand.self, PlanCommand.self, MergePlansCommand.self, PreviewCommand.self, EditCommand.self,
      EmitCommand.self, ReportCommand.self, VerifyCommand.self,
      UndoCommand.self, HistoryCommand.self, InspectCommand.self, ShowCommand.self, DrillCommand.self,
      BatchCommand.self,
    ]
  )

  static func main() {
    // A reader that has seen enough is no error.
    signal(SIGPIPE, SIG_IGN)
    // Nor does a limit of files' sizes kill: it is an error like that of a full disk.
    signal(SIGXFSZ, SIG_IGN)
    // What one large object took does not stay for the rest of the run.
    regraft_return_large_blocks()
    let arguments = GuardOptions.completed(Array(CommandLine.arguments.dropFirst()))
    // Programs get their document whatever happens, and so also where the command line is wrong.
    let failure = arguments.contains("--json") ? FailureDocument(command: arguments.first ?? "") : nil
    // Dispatch, which watches for signals, waits for ever where there is no room for a thread. A run has one a core, too.
    guard SystemCall.hasRoom(forThreads: ProcessInfo.processInfo.activeProcessorCount + 3) else {
      let error = ErrorText(
        "out-of-memory",
        "There is not enough memory to begin. Allow the process more (`ulimit -v`)."
      )
      try? failure?.print(error)
      Output.note(error.message)
      exit(withError: ExitStatus.failed.exit)
    }
    Interruption.watch(failure)
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      if let failure, !(error is ExitCode), exitCode(for: error) == .validationFailure {
        try? failure.print(ErrorText("usage", message(for: error)))
      }
      exit(withError: error)
    }
  }
}

/// How a command ends.
enum ExitStatus: Int32 {
  case done = 0
  case failed = 1
  case incomplete = 2
  case usage = 64
  case interrupted = 130

  static let help = """


    EXIT STATUS
      0   done
      1   failed; nothing was published
      2   done, but something was stopped or withheld, or a named id not recovered
      64  the command line is wrong
      130 interrupted; nothing was published
    """

  /// That of a command with an error.
  init(of error: ErrorText) { self = error.isUsage ? .usage : .failed }

  /// Ends the command. Nothing else is printed.
  var exit: ExitCode { ExitCode(rawValue) }
}
