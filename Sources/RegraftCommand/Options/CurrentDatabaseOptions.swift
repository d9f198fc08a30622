import ArgumentParser

/// Which of its databases a backup speaks for that stands in the place of an export.
struct CurrentDatabaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The database of what --current names, where that is a backup of several.", valueName: "name")
  )
  var currentDatabase: String?
}
