import ArgumentParser
import Regraft

/// Which tables and objects are wanted.
struct SelectionOptions: ParsableArguments {
  @OptionGroup var tables: TableOptions

  @Option(
    help: ArgumentHelp("Only this object: /db/TABLE/KEY, or a bare key with one table (repeatable).", valueName: "id")
  )
  var id: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only the objects whose ids stand in this file: one a line, or a JSON array.",
      valueName: "file"
    ),
    completion: .file()
  )
  var idsFrom: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only objects that match this MongoDB query, in the form in which they would be written: "
        + "'{\"city\": \"Hamburg\", \"points\": {\"$gte\": 10}}'.",
      valueName: "query"
    )
  )
  var query: String?

  @Option(
    help: ArgumentHelp(
      "Only objects that were last changed at this time or later: 2021-05-04, 2021-05-04T12:00:00Z.",
      valueName: "time"
    )
  )
  var changedAfter: Moment?

  @Option(help: ArgumentHelp("Only objects that were last changed before this time.", valueName: "time"))
  var changedBefore: Moment?

  @Option(help: ArgumentHelp("Only objects that were created at this time or later.", valueName: "time"))
  var createdAfter: Moment?

  @Option(help: ArgumentHelp("Only objects that were created before this time.", valueName: "time"))
  var createdBefore: Moment?

  @Option(
    help: ArgumentHelp(
      "Only objects that may have been deleted at this time or later, by the dates in the backups' names.",
      valueName: "time"
    )
  )
  var deletedAfter: Moment?

  @Option(help: ArgumentHelp("Only objects that may have been deleted before this time.", valueName: "time"))
  var deletedBefore: Moment?

  @Flag(help: "All that was deleted over the time of several backups.")
  var allDeleted = false

  @Flag(help: "Also the deleted objects to which the selected ones refer, and those to which these do.")
  var withReferences = false

  @Flag(help: "Also the deleted objects that refer to the selected ones.")
  var withReferrers = false

  /// The selection that these options mean.
  ///
  /// - Throws: `MergeError.usage` where the file of ids cannot be read.
  func selection() throws -> Selection {
    var selection = Selection()
    selection.tables = tables.table
    selection.excludedTables = tables.excludeTable
    if !id.isEmpty || idsFrom != nil { selection.ids = try id + (idsFrom.map(IDsFile.ids) ?? []) }
    selection.changed = Period(after: changedAfter?.milliseconds, before: changedBefore?.milliseconds)
    selection.created = Period(after: createdAfter?.milliseconds, before: createdBefore?.milliseconds)
    selection.deleted = Period(after: deletedAfter?.milliseconds, before: deletedBefore?.milliseconds)
    selection.query = query
    selection.allDeleted = allDeleted
    selection.withReferences = withReferences
    selection.withReferrers = withReferrers
    return selection
  }
}
