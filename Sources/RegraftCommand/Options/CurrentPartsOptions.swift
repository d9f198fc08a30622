import ArgumentParser

/// Whether a table's export may have several files.
struct CurrentPartsOptions: ParsableArguments {
  @Flag(help: "Take several files of one table for parts of one export.")
  var currentParts = false
}
