import ImportFiles
import JSONStream
import Merge
import Reports

/// What a verification came to, for people and for programs.
package enum VerificationReport {
  /// The text, each line ended.
  ///
  /// - Parameter isImported: whether the files were imported, so that all objects should be there.
  package static func text(_ verification: Verification, isImported: Bool) -> String {
    var table = TextTable(header: ["file", "objects", "absent", "same", "changed", "verdict"], leftColumns: [0, 5])
    for file in verification.files {
      table.add(
        [file.path.visible, file.objects.count.grouped]
          + [.absent, .same, .changed].map { file.count($0).grouped } + [verdict(file, isImported: isImported)]
      )
    }
    var lines = verification.files.isEmpty ? ["  no import files"] : table.lines
    for name in verification.unexpectedFiles {
      lines.append("  \(name.visible): is not as it was written, or not there, or the manifest does not name it")
    }
    for file in verification.files { lines += file.objects.compactMap { line($0, isImported: isImported) } }
    lines.append(conclusion(verification, isImported: isImported))
    return lines.map { $0 + "\n" }.joined()
  }

  private static func conclusion(_ verification: Verification, isImported: Bool) -> String {
    switch (isImported, isImported ? verification.isImported : verification.isReady) {
    case (true, true): "Imported: every object is there as it was written."
    case (true, false):
      "Not all objects are there as they were written: absent ones were not imported, or deleted again since."
    case (false, _) where verification.isImported && !verification.files.isEmpty:
      "All objects are there as they were written: they were imported. After an import say --imported."
    case (false, true): "Ready: no object is there now, and the files are as they were written."
    case (false, false): "Not ready: import nothing. Make a fresh export and recover anew."
    }
  }

  private static func verdict(_ file: Verification.File, isImported: Bool) -> String {
    guard file.isIntact else { return "not as it was written" }
    let objects = file.objects
    if let doubt = file.doubt, !isImported {
      return doubt == .empty ? "the export holds no object" : "the export is cut to a page"
    }
    if isImported { return objects.allSatisfy { $0.state == .same } ? "imported" : "not all imported" }
    if objects.contains(where: { $0.state != .absent }) { return "some are there already" }
    return objects.contains { $0.clash != nil } ? "some would clash" : "ready"
  }

  /// What is not as it should be with an object.
  private static func line(_ object: Verification.Object, isImported: Bool) -> String? {
    if let clash = object.clash, !isImported {
      let fields = clash.fields.map(\.path.visible).joined(separator: ", ")
      return "  \(object.id.visible): would clash on \(fields) with \(clash.otherID.visible)"
    }
    return object.state == (isImported ? .same : .absent) ? nil : "  \(object.id.visible): \(object.state.rawValue)"
  }

  package static func json(_ verification: Verification, isImported: Bool) -> JSONText {
    [
      "imported": .boolean(isImported),
      "ready": .boolean(verification.isReady),
      "files": .array(verification.files.map { json($0, isImported: isImported) }),
      "unexpectedFiles": .array(verification.unexpectedFiles.map { .text($0) }),
      "objects": .array(verification.files.flatMap { file in file.objects.map { json($0, table: file.table) } }),
      "error": .null,
    ]
  }

  package static func json(_ error: any Error) -> JSONText {
    ["ready": false, "files": [], "unexpectedFiles": [], "objects": [], "error": ErrorText(error).json]
  }

  private static func json(_ file: Verification.File, isImported: Bool) -> JSONText {
    let counts = Verification.State.allCases.map { ($0.rawValue, JSONText.integer(Int64(file.count($0)))) }
    return .object(
      [("path", .text(file.path)), ("table", .text(file.table)), ("objects", .integer(Int64(file.objects.count)))]
        + counts
        + [("intact", .boolean(file.isIntact)), ("verdict", .text(verdict(file, isImported: isImported)))]
    )
  }

  private static func json(_ object: Verification.Object, table: String) -> JSONText {
    [
      "table": .text(table), "id": .text(object.id), "state": .text(object.state.rawValue),
      "clash": object.clash.map { ["index": .text($0.index), "other": .text($0.otherID)] } ?? .null,
    ]
  }
}
