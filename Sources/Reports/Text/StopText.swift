import Merge
import Values

/// Sentences about guards: what they have seen, and what to do.
package enum StopText {
  /// - Parameter table: the table that is stopped; nil for the run.
  package static func text(_ stop: Stop, table: String?) -> String {
    if case .superclass(let name, let cause) = stop.cause {
      let own = text(Stop(stoppedBy: stop.stoppedBy, cause: cause), table: name)
      return "Objects of this class may stand in the export of \(name.visible). \(own)"
    }
    let (seen, advice) = parts(stop)
    guard let flag = stop.stoppedBy.liftedBy, stop.stoppedBy != .tooMany else { return "\(seen). \(advice)." }
    let condition =
      switch stop.stoppedBy {
      case .missingTable, .emptyTable: "Only if the application's table really is empty now"
      default: "If it is right as it is"
      }
    // That flag is not for one table.
    let place = stop.stoppedBy == .damagedBackup ? nil : table
    return "\(seen). \(advice). \(condition): \(flag)\(place.map { " " + $0.visible } ?? "")."
  }

  /// What was seen, without advice.
  static func seen(_ cause: StopCause) -> String {
    parts(Stop(stoppedBy: .damagedBackup, cause: cause)).seen
  }

  private static func parts(_ stop: Stop) -> (seen: String, advice: String) {
    switch stop.cause {
    case .superclass(_, let cause): return parts(Stop(stoppedBy: stop.stoppedBy, cause: cause))
    case .damagedExport(let damage):
      return (DamageText.text(damage), "Export the table again, and run with that")
    case .unreadableFile(let damage):
      return (
        "\(DamageText.text(damage)). The backup has no such table, and the file may hold objects of any",
        "Export that table again, or take the file away"
      )
    case .nothingExported(let backup):
      return stop.stoppedBy == .missingTable
        ? (
          "The export has no file for this table, of which the backup holds \(backup.counted("object"))",
          "Export it too"
        )
        : (
          "The export's file holds no object, the backup \(backup.grouped)",
          "Export it again"
        )
    case .noOverlap(let backup, let current):
      return (
        "Not one of the backup's \(backup.counted("id")) is among the export's \(current.grouped)",
        "Check that both are of the same application and table"
      )
    case .massDeletion(let deleted, let backup):
      return (
        "\(deleted.grouped) of \(backup.counted("object")) look deleted",
        "Check that the export is complete"
      )
    case .pageSize(let current, let backup):
      return (
        "The export holds exactly \(current.counted("object")), the size of a page, and the backup \(backup.grouped)",
        "Export the whole table"
      )
    case .readRules(let deleted):
      return (
        "All \(deleted.counted("deleted object")) may be read only by some, and no object of the export is like that",
        "Export with the rights to read everything"
      )
    case .createdAfterExport(let objects, let latest):
      return (
        "\(objects.counted("object")) that look deleted were created after everything in the export, which ends "
          + (ISODate.text(latest) ?? "\(latest) ms after 1970"),
        "The export looks older than the backup: make a new one"
      )
    case .looksOlder(let newerInBackup, let newerNow):
      return (
        "\(newerInBackup.counted("object")) look newer in the backup, and \(newerNow.grouped) in the export",
        "The export looks older than the backup: make a new one"
      )
    case .nothingUnchanged(let common):
      return (
        "Of \(common.counted("object")) on both sides not one is unchanged",
        "The two sides may write the same things differently: compare one object with `regraft show`"
      )
    case .form(let difference):
      return (text(difference), "What is recovered would be written in the wrong form")
    case .checksum(let collection):
      return (
        "The checksum of \(collection.visible) is wrong: some of its documents are not what was backed up",
        "Use another backup"
      )
    case .brokenFile(let failure): return (DamageText.text(failure.error), "Use another backup")
    case .document(let damage):
      return (DamageText.text(damage), "Use another backup")
    case .repeatedInBackup(let id):
      return ("\(id.visible) stands in the backup twice, with different content", "Use another backup")
    case .brokenBackup:
      return ("The backup's stream is broken", "Use another backup")
    case .tooMany(let recovered, let limit):
      return (
        "\(recovered.counted("object")) would be recovered, and at most \(limit.grouped) may be",
        "Select fewer, or raise --max-objects"
      )
    }
  }

  /// A difference of form, with the flag that mends it.
  package static func text(_ difference: FormDifference) -> String {
    let share = "\(difference.objects.grouped) of \(difference.compared.counted("compared object"))"
    let mending = { (flag: String) in difference.isSerious ? "" : ": \(flag)" }
    switch difference.kind {
    case .renamed(let stored, let exported):
      return "\(share) have \"\(stored.visible)\" only in the backup and \"\(exported.visible)\" only in the export, "
        + "with equal values: --map-field \(stored.visible)=\(exported.visible)"
    case .evidence:
      return "\(share) have a version or a time in a form that is not known, and that the export does not have"
    case .nullOrAbsent(let name):
      return "\(share) have \"\(name.visible)\" as null on one side and not at all on the other: --null-equals-absent"
    case .onlyInBackup(let name):
      return "\(share) have \"\(name.visible)\" only in the backup" + mending("--ignore-field \(name.visible)")
    case .onlyInExport(let name):
      return "\(share) have \"\(name.visible)\" only in the export" + mending("--ignore-field \(name.visible)")
    case .rounded(let name):
      return "\(share) have numbers in \"\(name.visible)\" that are equal only after rounding, which lost digits in "
        + "the export: --ignore-field \(name.visible)"
    }
  }
}
