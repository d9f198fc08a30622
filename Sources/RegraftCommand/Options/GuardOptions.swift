import ArgumentParser
import Regraft

/// Which guards are lifted.
struct GuardOptions: ParsableArguments {
  @Option(help: ArgumentHelp("This table is empty now, file or not (repeatable).", valueName: "table"))
  var assumeEmpty: [String] = []

  @Option(
    help: ArgumentHelp("Backup and export of this table may have no id in common (repeatable).", valueName: "table")
  )
  var allowNoOverlap: [String] = []

  @Option(help: ArgumentHelp("More than half of this table may be deleted (repeatable).", valueName: "table"))
  var allowMassDeletion: [String] = []

  @Option(help: ArgumentHelp("The export of this table may look like a part of it (repeatable).", valueName: "table"))
  var allowPartialExport: [String] = []

  @Option(help: ArgumentHelp("Every object of this table may differ from the backup (repeatable).", valueName: "table"))
  var allowForm: [String] = []

  @Option(
    help: ArgumentHelp(
      "The export may look older than the backup: that of a table, or without a table (as the last option) the "
        + "whole (repeatable).",
      valueName: "table"
    )
  )
  var allowOlderExport: [String] = []

  @Flag(help: "Use what of a damaged or broken backup stands before the damage.")
  var salvage = false

  @Option(
    help: ArgumentHelp(
      "Never bring back the objects whose ids stand in this file, one a line, or the SHA-256 of one, nor what refers to "
        + "them.",
      valueName: "file"
    ),
    completion: .file()
  )
  var erased: String?

  @Flag(help: "Do bring back objects that refer to erased ones.")
  var keepReferrersOfErased = false

  @Flag(help: "Withhold objects that refer to what is neither in the export nor recovered.")
  var strictReferences = false

  @Flag(help: "Leave members that the schema does not declare out of what is written.")
  var dropUndeclared = false

  @Option(help: ArgumentHelp("Recover nothing where it would be more objects than this.", valueName: "n"))
  var maxObjects: Int?

  func validate() throws {
    if let maxObjects, maxObjects < 0 { throw ValidationError("--max-objects takes a number from 0.") }
  }

  var lifted: LiftedGuards {
    var lifted = LiftedGuards()
    lifted.assumeEmpty = Set(assumeEmpty)
    lifted.noOverlap = Set(allowNoOverlap)
    lifted.massDeletion = Set(allowMassDeletion)
    lifted.partialExport = Set(allowPartialExport)
    lifted.form = Set(allowForm)
    lifted.olderExport = Set(allowOlderExport.filter { $0 != Self.wholeRun })
    lifted.salvage = salvage
    lifted.olderExportOfRun = allowOlderExport.contains(Self.wholeRun)
    return lifted
  }

  /// What stands for the whole run where a table's name is expected; no name holds a NUL.
  private static let wholeRun = "\0"

  /// The arguments with a value for each `--allow-older-export` that has none: the parser knows options
  /// with a value and flags without one, and this one is either.
  static func completed(_ arguments: [String]) -> [String] {
    arguments.enumerated().map { index, argument in
      guard argument == "--allow-older-export" else { return argument }
      let hasValue = index + 1 < arguments.count && !arguments[index + 1].hasPrefix("-")
      return hasValue ? argument : "\(argument)=\(wholeRun)"
    }
  }
}
