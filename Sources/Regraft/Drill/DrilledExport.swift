import Export
import Foundation
import ImportFiles
import Merge
import Values

/// An export as it would be if some of its objects had been deleted: all others have their very bytes.
struct DrilledExport {
  /// What takes the place of the export's paths, in their order.
  private(set) var paths: [String] = []
  /// The bodies of what was left out, by their ids.
  private(set) var originals: [String: Fingerprint] = [:]

  private let hidden: Set<String>
  private let objects: DrilledObjects

  /// Writes it.
  ///
  /// - Parameters:
  ///   - plan: the plan that has read the export.
  ///   - folder: where it is written; it must not be there yet.
  init(_ options: PlanOptions, of plan: Plan, hiding ids: Set<String>, folder: String) throws {
    hidden = ids
    objects = DrilledObjects(rules: options.comparison, progress: options.progress)
    let damaged = Set(plan.exportFiles.filter(\.isDamaged).map(\.path))
    try Self.makeFolder(folder)
    for (number, path) in options.current.enumerated() {
      let inventory = try ExportInventory.reading(
        [path],
        database: plan.database,
        schema: options.comparison.schema
      )
      options.progress?.begin(.readingExportAgain, reading: inventory.files)
      // Files of several folders may have one name.
      let own = "\(folder)/\(number)"
      try Self.makeFolder(own)
      for file in inventory.files {
        let copy = "\(own)/\(URL(fileURLWithPath: file.path).lastPathComponent)"
        if damaged.contains(file.path) {
          try FileManager.default.copyItem(atPath: file.path, toPath: copy)
        } else if try !write(file, to: copy) {
          // Without an object it would have no form. Another part of the table has one left.
          try FileManager.default.removeItem(atPath: copy)
          continue
        }
        if !inventory.isFolder { paths.append(copy) }
      }
      if inventory.isFolder { paths.append(own) }
    }
  }

  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
  }

  /// Writes a table file without what is hidden.
  ///
  /// - Returns: whether there is a rest, or was nothing to hide.
  private mutating func write(_ file: TableFile, to path: String) throws -> Bool {
    let copy = try OutputFile(path: path)
    var separator = "["
    var found: [String: Fingerprint] = [:]
    try objects.forEach(in: file) { id, body, text in
      guard !hidden.contains(id) else {
        found[id] = body
        return
      }
      try copy.write(separator)
      try copy.write([UInt8](text))
      separator = ",\n"
    }
    try copy.write(separator == "[" ? "[]\n" : "]\n")
    _ = try copy.finish()
    originals.merge(found) { first, _ in first }
    return separator != "[" || found.isEmpty
  }
}
