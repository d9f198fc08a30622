import ArgumentParser

/// Whether and how long work says how far it is.
struct ProgressOptions: ParsableArguments {
  /// The forms in which it does.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case auto, bar, plain, none
  }

  @Option(
    help: ArgumentHelp(
      "Say on standard error how far the work is: with a bar, with a line every 10 seconds (plain), or not at all; auto "
        + "is a bar on a terminal, unless --quiet is given.",
      valueName: "form"
    )
  )
  var progress = Form.auto

  /// For tests, which do not wait so long.
  @Option(help: .private)
  var progressInterval: Double?

  func validate() throws {
    guard progressInterval.map({ 0.001...3600 ~= $0 }) ?? true else {
      throw ValidationError("--progress-interval takes seconds from 0.001 to 3600.")
    }
  }
}
