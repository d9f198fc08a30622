import ArgumentParser
import Regraft

/// The form of what is written.
struct OutputFormatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The form of what is written: baqend, extended-json, canonical-extended-json or legacy-extended-json. (default: "
        + "that of each table's export, Extended JSON in its canonical form)",
      valueName: "format"
    )
  )
  var outputFormat: ObjectFormat?
}
