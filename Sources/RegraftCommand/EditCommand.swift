import ArgumentParser
import JSONStream
import PlanStore
import Regraft
import Reports

/// `regraft edit`
struct EditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Take single objects out of a plan that was kept, or in again.",
    discussion: """
      The decisions are kept in the plan, with their time; preview and report show them, and emit obeys. \
      They are all kept or, where an id is unknown, none.

        regraft edit today.plan --exclude /db/Message/42 --exclude /db/Message/43
        regraft edit today.plan --include /db/Message/43
        regraft edit today.plan --ids-from ticked.txt

      EXIT STATUS
        0   done
        1   the plan cannot be read or written, or has no object of an id; nothing was changed
        2   done, but an object that is to be recovered cannot be: it is withheld, or not deleted
        64  the command line is wrong
      """
  )

  @OptionGroup var kept: PlanFileArgument

  @Option(help: ArgumentHelp("Do not recover this object (repeatable).", valueName: "id"))
  var exclude: [String] = []

  @Option(help: ArgumentHelp("Recover this object after all (repeatable).", valueName: "id"))
  var include: [String] = []

  @Option(
    help: ArgumentHelp(
      "Recover only the objects whose ids stand in this file, and take out all others: one a line, or a JSON array.",
      valueName: "file"
    ),
    completion: .file()
  )
  var idsFrom: String?

  @Option(
    help: ArgumentHelp("Do not recover the objects whose ids stand in this file.", valueName: "file"),
    completion: .file()
  )
  var excludeFrom: String?

  @OptionGroup(title: "Printing") var printing: PrintingOptions

  func validate() throws {
    guard !exclude.isEmpty || !include.isEmpty || idsFrom != nil || excludeFrom != nil else {
      throw ValidationError("Say what is decided: --exclude, --include, --ids-from or --exclude-from.")
    }
  }

  func run() throws {
    do {
      var decisions = Decisions()
      decisions.only = try idsFrom.map(IDsFile.ids)
      decisions.excluded = try exclude + (excludeFrom.map(IDsFile.ids) ?? [])
      decisions.included = include
      let outcome = try PlanFile.decide(decisions, in: kept.plan)
      if printing.json {
        try Output.print(Self.json(outcome))
      } else if !printing.quiet {
        let text = "\(outcome.recovered.counted("object")) to recover, \(outcome.excluded.grouped) taken out\n"
        try Output.print(text)
      }
      for object in outcome.notRecoverable {
        let reason = object.withheld.map { "it is withheld (\($0))" } ?? "it is \(object.status)"
        Output.note("\(object.id.visible) cannot be recovered: \(reason)")
      }
      throw (outcome.notRecoverable.isEmpty ? ExitStatus.done : .incomplete).exit
    } catch {
      throw try printing.fail(error, ["error": ErrorText(error).json])
    }
  }

  private static func json(_ outcome: DecisionOutcome) -> JSONText {
    [
      "recovered": .integer(Int64(outcome.recovered)), "excluded": .integer(Int64(outcome.excluded)),
      "notRecoverable": .array(
        outcome.notRecoverable.map { object in
          [
            "id": .text(object.id), "status": .text(object.status),
            "withheld": object.withheld.map { .text($0) } ?? .null,
          ]
        }
      ),
      "error": .null,
    ]
  }
}
