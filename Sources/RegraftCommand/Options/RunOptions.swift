import ArgumentParser
import JSONStream
import Regraft

/// All that plan and recover have in common.
struct RunOptions: ParsableArguments {
  @OptionGroup var inputs: InputOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Lifting guards") var guards: GuardOptions
  @OptionGroup(title: "Resources") var resources: ResourceOptions
  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func validate() throws {
    guard !guards.dropUndeclared || inputs.schema.schema != nil else {
      throw ValidationError("--drop-undeclared needs --schema.")
    }
    guard inputs.backups.filter({ $0 == "-" }).count < 2 else {
      throw ValidationError("Only one backup is standard input.")
    }
  }

  /// - Parameter hashesInputs: whether the SHA-256 of the inputs is wanted.
  func planOptions(hashesInputs: Bool) throws -> PlanOptions {
    var options = try inputs.planOptions(comparison)
    options.selection = try selection.selection()
    options.comparison.dropsUndeclared = guards.dropUndeclared
    options.lifted = guards.lifted
    options.erased = try guards.erased.map { try ErasedIDs(path: $0) }
    options.keepsReferrersOfErased = guards.keepReferrersOfErased
    options.strictReferences = guards.strictReferences
    options.maxObjects = guards.maxObjects
    options.hashesInputs = hashesInputs
    options.memoryLimit = resources.memoryLimit?.bytes
    options.threads = resources.threads
    return options
  }
}

/// How results are printed.
struct PrintingOptions: ParsableArguments {
  @Flag(help: "Print one JSON document, also when the run fails.")
  var json = false

  @Flag(help: "Print nothing but errors (and the JSON document, where it is asked for).")
  var quiet = false

  /// Says an error.
  ///
  /// - Parameter document: what programs read then.
  /// - Returns: how the command ends.
  func fail(_ error: any Error, _ document: @autoclosure () -> JSONText) throws -> ExitCode {
    if json, !(error is ExitCode) { try Output.print(document()) }
    return Output.fail(error)
  }
}
