import ArgumentParser
import Glibc
import JSONStream
import PlanStore
import Regraft
import Reports

/// `regraft preview`
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Read a plan that was kept, in the terminal.",
    discussion: """
        regraft preview today.plan
        regraft preview today.plan --status deleted --table Order --limit 0
        regraft preview today.plan --label subject --mask email
        regraft preview today.plan --json

      With --diff, ~ is a value that has changed since the backup, + one that is new, - one that is gone.

      EXIT STATUS
        0   done
        1   the file cannot be read
        64  the command line is wrong
      """
  )

  @OptionGroup var kept: PlanFileArgument

  @Option(help: ArgumentHelp("Only this table; * stands for any characters (repeatable).", valueName: "table"))
  var table: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only objects of this status: deleted, modified, diverged, created (repeatable).",
      valueName: "status"
    ),
    completion: .list(Status.allCases.filter { $0 != .unchanged }.map(\.rawValue))
  )
  var status: [Status] = []

  @Option(
    help: ArgumentHelp("At most so many objects of a status in a table; 0 for all. (default: 20)", valueName: "n")
  )
  var limit: Int?

  @Flag(help: "Also what has changed in modified and diverged objects.")
  var diff = false

  @OptionGroup var masking: MaskingOptions

  @OptionGroup var label: LabelOptions

  @Flag(help: "Do not show it through $PAGER (or less) on a terminal.")
  var noPager = false

  @Flag(help: "One JSON object a line: every object that is not unchanged.")
  var json = false

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0.") }
    guard !status.contains(.unchanged) else { throw ValidationError("Unchanged objects are only counted.") }
  }

  func run() throws {
    var lines = LineWriter()
    var pager: Pager?
    do {
      let file = try PlanFile(path: kept.plan)
      if json {
        let masking = ReportMasking(masking.mask)
        try file.forEachObject(filter) { try lines.write(StoredObjectJSON.json($0, masking).serialized()) }
      } else {
        var preview = PlanPreview(file)
        preview.filter = filter
        preview.width = Terminal.columns(of: STDOUT_FILENO)
        preview.label = label.label
        preview.showsDifferences = diff
        preview.masking = ReportMasking(masking.mask)
        pager = noPager ? nil : Pager()
        try preview.write { try lines.write(Array($0.utf8)) }
      }
      try lines.flush()
      pager?.finish()
    } catch {
      try? lines.flush()
      pager?.finish()
      throw Output.fail(error)
    }
  }

  private var filter: StoredObjectFilter {
    var filter = StoredObjectFilter()
    filter.tables = table
    filter.statuses = status.map(\.rawValue)
    let most = limit ?? (json ? 0 : 20)
    filter.limit = most == 0 ? nil : most
    return filter
  }
}

extension Status: ExpressibleByArgument {}
