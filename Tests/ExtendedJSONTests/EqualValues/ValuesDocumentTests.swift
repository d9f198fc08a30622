import Foundation
import Testing

/// What is documented of equal values is what is tested.
@Suite struct ValuesDocumentTests {
  @Test(arguments: [("The plain space", EqualValues.plain), ("The typed space", EqualValues.typed)])
  func `the document has the rows of the table`(heading: String, rows: [EqualValues]) throws {
    #expect(try documentedRows(under: heading) == rows.map(\.name))
  }

  /// The first cells of the table in a section of the document.
  private func documentedRows(under heading: String) throws -> [String] {
    let package = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let text = try String(contentsOf: package.appending(path: "Documentation/values.md"), encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") })
    let lines = section.split(separator: "\n").filter { $0.hasPrefix("| ") }
    // The first two are the table's head.
    return lines.dropFirst(2).map { $0.dropFirst(2).components(separatedBy: " | ")[0] }
  }
}
