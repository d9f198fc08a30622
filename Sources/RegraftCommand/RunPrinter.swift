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
      let imported = files.filter { $0.table != nil }
      let document = try PlanJSON.document(
        plan: plan,
        published: published,
        files: imported,
        error: failure.map { ErrorText($0).json } ?? .null
      )
      try Output.print(document)
    } else if !options.quiet {
      try Output.print(
        try PlanText(plan).text() + (published.map { Self.text(of: plan, published: $0, files: files) } ?? "")
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

  /// Where the files are, and what to do with them.
  private static func text(of plan: Plan, published: String, files: [PublishedFile]) -> String {
    let imports = files.filter { $0.table != nil }
    var lines = ["", "Written to \(published.visible):"]
    var table = TextTable(header: ["file", "objects", "size"])
    for file in imports { table.add([file.path.visible, file.objects.grouped, file.bytes.byteSize]) }
    guard !imports.isEmpty else {
      return (lines + ["  no import file, for there is nothing to recover"]).map { $0 + "\n" }.joined()
    }
    lines += table.lines
    let schema = plan.options.schema.map { " --schema \($0.input.path.visible)" } ?? ""
    lines += [
      "", "What to do now:",
      "  1. Check against a fresh export:  regraft verify \(published.visible) --current EXPORT\(schema)",
      "  2. In the dashboard open each table, choose Import, and take its file.",
    ]
    return lines.map { $0 + "\n" }.joined()
  }
}
