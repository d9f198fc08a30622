import ArgumentParser
import Regraft

/// Which differences of changed objects are shown.
struct DifferencesOptions: ParsableArguments {
  @Flag(help: "Show what has changed in the objects that are modified or diverged.")
  var diff = false

  @OptionGroup var masking: MaskingOptions

  @Option(
    help: ArgumentHelp("With --diff, of how many objects a table; 0 for all. (default: 20)", valueName: "n")
  )
  var limit: Int?

  func validate() throws {
    guard diff || limit == nil && masking.mask.isEmpty else { throw ValidationError("--limit and --mask need --diff.") }
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0.") }
  }

  /// What of the differences is wanted; nil for none.
  var wanted: DifferenceOptions? {
    guard diff else { return nil }
    var wanted = DifferenceOptions()
    if let limit { wanted.limit = limit == 0 ? nil : limit }
    wanted.maskedNames = masking.mask
    return wanted
  }
}

/// Whose values are not shown.
struct MaskingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do not show the values of members of this name, at any depth, as those of members whose names begin with _ "
        + "(repeatable).",
      valueName: "name"
    )
  )
  var mask: [String] = []
}
