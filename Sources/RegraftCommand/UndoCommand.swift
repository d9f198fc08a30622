import ArgumentParser
import JSONStream
import Regraft
import Reports

/// `regraft undo`
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "List what a recovery brought that is still as it was brought.",
    discussion: """
      Prints the ids of those objects, one a line: they can be deleted again without harm to what \
      was written since. What was changed or deleted after the import is only counted.

        regraft undo recovered/ --current export/ > ids.txt

      EXIT STATUS
        0   done
        1   the folder or the export cannot be read
        64  the command line is wrong
      """
  )

  @OptionGroup var comparison: FolderComparisonOptions
  @OptionGroup(title: "Printing") var printing: PrintingOptions
  @OptionGroup(title: "Printing") var progress: ProgressOptions

  func run() throws {
    let display = ProgressDisplay(progress, isQuiet: printing.quiet)
    defer { display.close() }
    do {
      let verification = try comparison.verification(display.begin())
      let objects = verification.files.flatMap { file in file.objects.map { (file.table, $0) } }
      let same = objects.filter { $0.1.state == .same }
      if printing.json {
        try Output.print(Self.json(same, all: objects.map(\.1)))
      } else {
        var lines = LineWriter()
        for (_, object) in same { try lines.write(Array(object.id.utf8)) }
        try lines.flush()
        if !printing.quiet {
          Output.note("\(same.count) of \(objects.count) objects are as they were brought")
        }
      }
    } catch {
      throw try printing.fail(error, ["error": ErrorText(error).json])
    }
  }

  private static func json(
    _ same: [(table: String, object: Verification.Object)],
    all: [Verification.Object]
  ) -> JSONText {
    let counts = Verification.State.allCases.map { state in
      (state.rawValue, JSONText.integer(Int64(all.filter { $0.state == state }.count)))
    }
    let objects = same.map { JSONText.object([("table", .text($0.table)), ("id", .text($0.object.id))]) }
    return .object(counts + [("objects", .array(objects))])
  }
}
