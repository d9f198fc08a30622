import ArgumentParser

/// A plan that was kept.
struct PlanFileArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The plan, as `regraft plan --output` keeps it.", valueName: "plan"),
    completion: .file()
  )
  var plan: String
}
