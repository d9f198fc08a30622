import ArgumentParser
import Regraft

/// `regraft show`
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the objects of a backup or an export, one a line.",
    discussion: """
      Objects come in the input's order. Everything in them is printed, secrets included.

        regraft show backup.dump.gz --table Message --format extended-json
        regraft show export/ --id /db/Message/42

      EXIT STATUS
        0   done
        1   the input cannot be read to its end
        64  the command line is wrong
      """
  )

  @Argument(
    help: ArgumentHelp(
      "An archive, a dump, a table file, or a folder of table files; - is standard input.",
      valueName: "input"
    ),
    completion: .file()
  )
  var input: String

  @Option(help: ArgumentHelp("Only this table; * stands for any characters (repeatable).", valueName: "table"))
  var table: [String] = []

  @Option(
    help: ArgumentHelp("Only this object: /db/TABLE/KEY, or a bare key of any table (repeatable).", valueName: "id")
  )
  var id: [String] = []

  @Option(
    help: ArgumentHelp(
      "baqend, extended-json, canonical-extended-json or legacy-extended-json. (default: canonical-extended-json "
        + "for what MongoDB has written, baqend for what Baqend has)",
      valueName: "format"
    )
  )
  var format: ObjectFormat?

  @Option(help: ArgumentHelp("How deep objects and arrays may be nested.", valueName: "levels"))
  var maxDepth = 200

  func validate() throws { try ComparisonOptions.check(maxDepth: maxDepth) }

  func run() throws {
    var lines = LineWriter()
    do {
      let listing = try ObjectListing(path: input, tables: table, ids: id, format: format, maxDepth: maxDepth)
      var count = 0
      let isWhole = try listing.forEach { line in
        count += 1
        try lines.write(line)
      }
      try lines.flush()
      if count == 0 { Output.note("there is no such object") }
      if !isWhole { Output.note("all ids were found; the rest of the input was not checked") }
    } catch {
      try lines.flush()
      throw Output.fail(error)
    }
  }
}

extension ObjectFormat: ExpressibleByArgument {}
