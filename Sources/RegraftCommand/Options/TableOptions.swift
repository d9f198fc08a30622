import ArgumentParser

/// Which tables are wanted.
struct TableOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only this table; * stands for any characters (repeatable).", valueName: "table"))
  var table: [String] = []

  @Option(help: ArgumentHelp("All tables but this one; * stands for any characters (repeatable).", valueName: "table"))
  var excludeTable: [String] = []
}
