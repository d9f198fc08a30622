import ArgumentParser
import Regraft

/// The application's classes.
struct SchemaOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The application's classes, as `baqend schema download` writes them: values are compared and written by "
        + "their declared types.",
      valueName: "folder"
    ),
    completion: .directory
  )
  var schema: String?

  /// The schema, where one is named.
  func folder() throws -> SchemaFolder? { try schema.map { try SchemaFolder(path: $0) } }
}
