import Merge
import Regraft
import Reports

/// Where import files are, and what to do with them.
enum PublishedText {
  /// - Parameters:
  ///   - folder: the folder that was published.
  ///   - files: its files.
  ///   - schema: the path of the schema by which they were written.
  static func text(_ folder: String, _ files: [PublishedFile], schema: String?) -> String {
    let imports = files.filter { $0.table != nil }
    var lines = ["", "Written to \(folder.visible):"]
    var table = TextTable(header: ["file", "objects", "size"])
    for file in imports { table.add([file.path.visible, file.objects.grouped, file.bytes.byteSize]) }
    guard !imports.isEmpty else {
      return (lines + ["  no import file, for there is nothing to recover"]).map { $0 + "\n" }.joined()
    }
    lines += table.lines
    let schema = schema.map { " --schema \($0.visible)" } ?? ""
    lines += [
      "", "What to do now:",
      "  1. Check against a fresh export:  regraft verify \(folder.visible) --current EXPORT\(schema)",
      "  2. In the dashboard open each table, choose Import, and take its file.",
    ]
    return lines.map { $0 + "\n" }.joined()
  }
}
