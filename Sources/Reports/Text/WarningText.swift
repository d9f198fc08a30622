import Merge

/// Sentences about what a person should know.
package enum WarningText {
  package static func text(_ warning: Warning) -> String {
    switch warning.kind {
    case .leftAside(let name, let kind):
      let about =
        switch kind {
        case "view": "a view, which holds no objects of its own"
        case "time series": "a time series, which cannot be recovered into tables"
        case "oplog": "the operation log"
        default: "a collection of the database's own"
        }
      return "\(name.visible) is \(about): left aside"
    case .otherFiles(let names):
      let named = names.prefix(5).map(\.visible).joined(separator: ", ")
      return "left aside, as no files of tables: \(named)\(names.count > 5 ? " and \(names.count - 5) more" : "")"
    case .unreadableFile(_, let damage):
      return "left aside, as the backup has no such table: \(DamageText.text(damage))"
    case .fileName(let path):
      return "\(DamageText.name(path)) holds objects of \(warning.table?.visible ?? "another table")"
    case .undeclaredClass:
      return "the schema declares no such class: values are compared and written as they are"
    case .notCompared:
      return "not compared, for no file of it was given"
    case .repeatedInBackup(let count):
      return
        "\(count.counted("object")) stand\(count == 1 ? "s" : "") in the backup twice, with equal content: taken once"
    case .diverged(let objects, let count):
      let named = objects.prefix(10).map { "\($0.id.visible) (\($0.reason.rawValue))" }.joined(separator: ", ")
      let rest = count > 10 ? " and \((count - 10).grouped) more" : ""
      return "\(count.counted("object")) diverged, kept for you to look at: \(named)\(rest)"
    case .common(let commonality): return text(commonality)
    case .salvaged(let cause, let lostBytes):
      let lost = lostBytes.map { "; \($0.byteSize) of the file could not be used" } ?? ""
      return "salvaged, and not verified: \(StopText.seen(cause))\(lost)"
    case .dangling(let dangling):
      let named = dangling.targets.map(\.visible).joined(separator: ", ")
      let rest = dangling.targetCount > dangling.targets.count ? ", …" : ""
      return
        "\(dangling.objects.counted("recovered object")) refer\(dangling.objects == 1 ? "s" : "") to what is neither in "
        + "the export nor recovered: \(named)\(rest) (--with-references, --strict-references)"
    case .unknownReferences(let objects):
      return
        "\(objects.counted("recovered object")) refer\(objects == 1 ? "s" : "") to objects of this table, and no export "
        + "says whether they are there"
    case .referrersNotSought:
      return "objects that refer to selected ones were not sought here, for the table's export says nothing"
    case .lostReferences(let lost):
      let named = lost.prefix(10).map { object in
        "\(object.id.visible) to \(object.lost.prefix(3).map(\.visible).joined(separator: ", "))"
          + (object.lost.count > 3 ? " and \((object.lost.count - 3).grouped) more" : "")
      }
      let rest = lost.count > 10 ? "; and \((lost.count - 10).grouped) more" : ""
      return
        "\(lost.count.counted("kept object")) no longer refer\(lost.count == 1 ? "s" : "") to what comes back, and did so "
        + "in the backup: \(named.joined(separator: "; "))\(rest)"
    case .form(let difference):
      return StopText.text(difference)
    case .unreadableMetadata:
      return "the backup's metadata of the table cannot be read: unique indexes are not checked"
    case .partialIndex(let name):
      return "the unique index \(name.visible) holds only some objects, by a filter that is not understood: "
        + "it is not checked"
    case .collation(let name):
      return "the unique index \(name.visible) compares text by rules of a language that are not all followed: "
        + "clashes of text that is not the same may be overlooked"
    case .notDeleted(let id):
      return "\(id.id.visible) is not recovered: "
        + (id.status.map { $0 == .created ? "it is only in the export" : "it is there, \($0.rawValue)" }
          ?? "neither the backup nor the export has it")
    case .unknownExcludedTable(let name):
      return "\(name.visible), which is to be left out, is no table of the backup"
    case .nothingDeleted:
      return "nothing that was selected is deleted"
    case .shard(let shard):
      return "\(text(shard)): guards, references and unique indexes were not judged, and nothing is recovered. "
        + "`regraft merge-plans` joins the plans of all parts, and does."
    }
  }

  /// Which part of a run a shard is.
  package static func text(_ shard: Shard) -> String { "part \(shard.number) of \(shard.count)" }

  private static func text(_ commonality: Commonality) -> String {
    let all = commonality.objects == commonality.deleted
    let share =
      all ? "all \(commonality.deleted.grouped)" : "\(commonality.objects.grouped) of \(commonality.deleted.grouped)"
    switch commonality.kind {
    case .reference(let id): return "\(share) deleted objects refer to \(id.visible)"
    case .lastChanged(let span): return "\(share) deleted objects were last changed \(PlanText.span(span))"
    }
  }
}
