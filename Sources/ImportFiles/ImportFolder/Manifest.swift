import Foundation
import JSONStream
import Merge

/// `manifest.json`: what a folder was made of. It says no time and no path, so that the same inputs
/// and options give the same bytes.
package enum Manifest {
  static let fileName = "manifest.json"
  /// The version of the folder's layout.
  static let format: Int64 = 1

  /// Whether a folder has a manifest of ours.
  static func stands(in folder: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(fileName)"),
      let manifest = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return false }
    return manifest["regraft"] != nil
  }

  package static func json(of plan: Plan, files: [PublishedFile]) -> JSONText {
    [
      "regraft": .integer(format),
      "database": .text(plan.database),
      "backups": .array(plan.backups.map { input($0.file) }),
      "exports": .array(plan.exports.map(input)),
      "schema": plan.options.schema.map { input($0.input) } ?? .null,
      "erased": plan.options.erased.map { input($0.input) } ?? .null,
      "options": options(plan.options),
      "lifted": .array(lifted(plan.options)),
      "excluded": [],
      "tables": .array(plan.tables.map { table($0, of: plan) }),
      "lostReferences": .array(plan.lostReferences.map(lost)),
      "uniqueIndexes": .array(plan.tables.flatMap { table in table.uniqueIndexes.map { index($0, of: table) } }),
      "files": .array(files.map(file)),
    ]
  }

  /// What is needed to tell later whether an object would clash.
  private static func index(_ index: UniqueIndex, of table: PlannedTable) -> JSONText {
    [
      "table": .text(table.name), "name": .text(index.name),
      "fields": texts(index.fields.map { $0.joined(separator: ".") }), "sparse": .boolean(index.isSparse),
      "filter": index.filter.map { .text(String(decoding: $0.json, as: UTF8.self)) } ?? .null,
      "collation": index.folding.map(collation) ?? .null,
    ]
  }

  /// How an index compares text.
  package static func collation(_ folding: TextFolding) -> JSONText {
    [
      "locale": .text(folding.locale), "strength": .integer(Int64(folding.strength)),
      "caseLevel": .boolean(folding.hasCaseLevel),
    ]
  }

  /// What was read.
  package static func input(_ file: InputFile) -> JSONText {
    [
      "name": .text(file.path == "-" ? "-" : URL(fileURLWithPath: file.path).lastPathComponent),
      "bytes": .integer(Int64(clamping: file.bytes)), "sha256": file.sha256.map { .text($0) } ?? .null,
    ]
  }

  /// What was asked for.
  package static func options(_ options: PlanOptions) -> JSONText {
    let selection = options.selection
    let comparison = options.comparison
    let renamed = comparison.mappedFields.sorted { $0.key < $1.key }
    return [
      "tables": texts(selection.tables),
      "excludedTables": texts(selection.excludedTables),
      "ids": selection.ids.map { texts($0) } ?? .null,
      "query": selection.query.map { .text($0) } ?? .null,
      "changed": period(selection.changed),
      "created": period(selection.created),
      "deleted": period(selection.deleted),
      "allDeleted": .boolean(selection.allDeleted),
      "withReferences": .boolean(selection.withReferences),
      "withReferrers": .boolean(selection.withReferrers),
      "ignoredFields": texts(comparison.ignoredFields),
      "mappedFields": .object(renamed.map { ($0.key, .text($0.value)) }),
      "nullEqualsAbsent": .boolean(comparison.nullEqualsAbsent),
      "maxDepth": .integer(Int64(comparison.maxDepth)),
      "dropsUndeclared": .boolean(comparison.dropsUndeclared),
      "encodedKeys": texts(comparison.encodedKeys.sorted()),
      "outputFormat": options.outputFormat.map { .text($0.rawValue) } ?? .null,
      "currentParts": .boolean(options.allowsParts),
      "strictReferences": .boolean(options.strictReferences),
      "keepsReferrersOfErased": .boolean(options.keepsReferrersOfErased),
      "maxObjects": options.maxObjects.map { .integer(Int64($0)) } ?? .null,
    ]
  }

  /// The guards that were lifted, each with its flag and its table.
  package static func lifted(_ options: PlanOptions) -> [JSONText] {
    let lifted = options.lifted
    let byFlag: [(String, Set<String>)] = [
      ("--assume-empty", lifted.assumeEmpty), ("--allow-no-overlap", lifted.noOverlap),
      ("--allow-mass-deletion", lifted.massDeletion), ("--allow-partial-export", lifted.partialExport),
      ("--allow-older-export", lifted.olderExport), ("--allow-form", lifted.form),
    ]
    let ofTables = byFlag.flatMap { flag, tables -> [JSONText] in
      tables.sorted().map { ["flag": .text(flag), "table": .text($0)] }
    }
    let ofRun: [JSONText] = lifted.olderExportOfRun ? [["flag": "--allow-older-export", "table": .null]] : []
    let salvage: [JSONText] = lifted.salvage ? [["flag": "--salvage", "table": .null]] : []
    return ofTables + ofRun + salvage
  }

  private static func table(_ table: PlannedTable, of plan: Plan) -> JSONText {
    let stops = table.stops.map { JSONText.text($0.stoppedBy.rawValue) }
    return .object(
      [("table", .text(table.name))] + table.figures.members + [
        ("stopped", .array(stops)), ("unverified", .boolean(table.isUnverified)),
        ("sources", .array(plan.sources(of: table).map(\.json))),
      ]
    )
  }

  private static func period(_ period: Period) -> JSONText {
    ["after": .moment(period.after), "before": .moment(period.before)]
  }

  private static func lost(_ reference: LostReference) -> JSONText {
    ["id": .text(reference.id), "lost": texts(reference.lost)]
  }

  /// A file of the folder.
  package static func file(_ file: PublishedFile) -> JSONText {
    [
      "path": .text(file.path), "table": file.table.map { .text($0) } ?? .null,
      "objects": .integer(Int64(file.objects)),
      "bytes": .integer(Int64(clamping: file.bytes)), "sha256": .text(file.sha256),
    ]
  }

  private static func texts(_ texts: [String]) -> JSONText { .array(texts.map { .text($0) }) }
}
