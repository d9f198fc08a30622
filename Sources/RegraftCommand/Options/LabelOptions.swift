import ArgumentParser

/// What objects of a kept plan are called.
struct LabelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The member by which objects that are recovered are called.", valueName: "member"))
  var label: String?
}
