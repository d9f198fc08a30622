import JSONStream
import Merge
import Reports

extension Inspection {
  /// What a person reads in a terminal, each line ended.
  public var text: String {
    var lines = ["\(DamageText.name(path))  \(kind.rawValue), \(bytes.byteSize)" + versions]
    lines += kind == .export ? fileLines : collectionLines
    if let failure { lines.append("  NOT WHOLE: " + ErrorText(failure).message) }
    if isWhole { lines.append("  whole: everything could be read, and every checksum that there is is right") }
    return lines.map { $0 + "\n" }.joined()
  }

  private var versions: String {
    createdWith.texts.map { ", \($0.visible)" }.joined()
  }

  private var collectionLines: [String] {
    var table = TextTable(
      header: ["collection", "kind", "documents", "size", kind == .dump ? "file" : "checksum", "unique"],
      leftColumns: [0, 1, 4, 5]
    )
    for collection in collections {
      let checksum = collection.isIntact.map { $0 ? (kind == .dump ? "whole" : "right") : "WRONG" } ?? "not reached"
      let unique = collection.uniqueIndexes.map(\.visible).joined(separator: ", ")
      table.add([
        collection.name.visible, collection.kind, collection.documents.grouped, collection.bytes.byteSize, checksum,
        unique,
      ])
    }
    let damages = collections.compactMap(\.damage).map { "  NOT WHOLE: " + DamageText.text($0) }
    let repeated = collections.compactMap { Self.line($0.repetitions, "document", of: $0.name.visible) }
    return (collections.isEmpty ? [] : table.lines) + damages + repeated
  }

  private var fileLines: [String] {
    var table = TextTable(header: ["table", "file", "objects", "size"], leftColumns: [0, 1])
    for file in files {
      table.add([file.table.visible, DamageText.name(file.path), file.objects.grouped, file.bytes.byteSize])
    }
    var lines = files.isEmpty ? ["  no files of tables"] : table.lines
    lines += files.compactMap(\.damage).map { "  NOT WHOLE: " + DamageText.text($0) }
    lines += files.compactMap { Self.line($0.repetitions, "object", of: DamageText.name($0.path)) }
    if !otherFiles.isEmpty {
      lines.append("  left aside, as no files of tables: " + otherFiles.map(\.visible).joined(separator: ", "))
    }
    return lines
  }

  /// A line about objects in which a name stands twice; nil where there is none.
  private static func line(_ repetitions: Repetitions, _ noun: String, of place: String) -> String? {
    guard repetitions.objects > 0 else { return nil }
    let others = repetitions.objects - 1
    let more = others == 0 ? "" : ", and so in \(others.counted("other"))"
    return "  repeated: \(repetitions.name.visible) stands twice in \(noun) \(repetitions.number) of \(place)\(more)"
  }

  private static func json(_ repetitions: Repetitions) -> JSONText {
    guard repetitions.objects > 0 else { return .null }
    return [
      "objects": .integer(Int64(repetitions.objects)), "first": .integer(Int64(repetitions.number)),
      "name": .text(repetitions.name),
    ]
  }

  /// The same for programs.
  package var json: JSONText {
    return [
      "path": .text(path), "kind": .text(kind.rawValue), "bytes": .integer(Int64(clamping: bytes)),
      "whole": .boolean(isWhole), "serverVersion": .text(createdWith.server), "toolVersion": .text(createdWith.tool),
      "collections": .array(collections.map { Self.json($0, hasChecksums: kind == .archive) }),
      "files": .array(files.map(Self.json)),
      "otherFiles": .array(otherFiles.map { .text($0) }), "error": failure.map { ErrorText($0).json } ?? .null,
    ]
  }

  /// The same for an input that could not be opened.
  package static func json(path: String, failure: any Error) -> JSONText {
    ["path": .text(path), "whole": false, "error": ErrorText(failure).json]
  }

  private static func json(_ collection: Collection, hasChecksums: Bool) -> JSONText {
    [
      "name": .text(collection.name), "kind": .text(collection.kind),
      "documents": .integer(Int64(collection.documents)), "bytes": .integer(Int64(clamping: collection.bytes)),
      "checksum": hasChecksums ? collection.isIntact.map { .text($0 ? "right" : "wrong") } ?? .null : .null,
      "whole": collection.isIntact.map { .boolean($0 && collection.damage == nil) } ?? .null,
      "uniqueIndexes": .array(collection.uniqueIndexes.map { .text($0) }),
      "damage": collection.damage.map { .text(DamageText.text($0)) } ?? .null,
      "repeatedNames": json(collection.repetitions),
    ]
  }

  private static func json(_ file: TableFile) -> JSONText {
    [
      "path": .text(file.path), "table": .text(file.table), "objects": .integer(Int64(file.objects)),
      "bytes": .integer(Int64(clamping: file.bytes)),
      "damage": file.damage.map { .text(DamageText.text($0)) } ?? .null,
      "repeatedNames": json(file.repetitions),
    ]
  }
}
