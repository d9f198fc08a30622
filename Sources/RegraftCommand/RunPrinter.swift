import ArgumentParser
import Merge
import Regraft
import Reports

/// Prints what plan and recover came to, as text or as one JSON document.
struct RunPrinter {
  private let options: PrintingOptions

  init(_ options: PrintingOptions) { self.options = options }

  /// Prints a plan, and what was published of it.
  ///
  /// - Parameter failure: why the run counts as failed although there is a plan.
  func print(_ plan: Plan, published: String? = nil, files: [PublishedFile] = [], failure: (any Error)? = nil) throws {
    if options.json {
      let document = try PlanJSON.document(
        plan: plan,
        published: published,
        files: files,
        error: failure.map { ErrorText($0).json } ?? .null
      )
      try Output.print(document)
    } else if !options.quiet {
      try Output.print(
        try PlanText(plan).text()
          + (published.map { PublishedText.text($0, files, schema: plan.options.schema?.input.path) } ?? "")
      )
    }
    if let failure { Output.note(ErrorText(failure).message) }
  }

  /// Prints why a run failed.
  ///
  /// - Parameter plan: the plan, where there is one already.
  /// - Returns: how the command ends.
  func fail(_ error: any Error, plan: Plan? = nil) throws -> any Error {
    if error is ExitCode || error is ValidationError { return error }
    if options.json {
      var stops: [Stop] = []
      if case MergeError.backup(let failure) = error, failure.isBrokenStream {
        stops = [Stop(stoppedBy: .brokenBackup, cause: .brokenBackup)]
      }
      try Output.print(try PlanJSON.document(plan: plan, stops: stops, error: ErrorText(error).json))
    } else if !options.quiet, let plan {
      try Output.print(try PlanText(plan).text())
    }
    return Output.fail(error)
  }
}
