import Foundation
import JSONStream

/// A plan as one page for a browser, which needs nothing but itself: its style, its script, and what they show as
/// JSON. The page is ASCII, and no text of a plan is markup in it.
package struct HTMLReport<Source: ReportSource> {
  private let source: Source
  private let masking: ReportMasking

  /// - Parameter masked: members whose values are not in the page, beside those whose names begin with `_`.
  package init(_ source: Source, masked: [String] = []) {
    self.source = source
    masking = ReportMasking(masked)
  }

  /// Writes the page, piece by piece: objects are not kept.
  ///
  /// - Throws: what the source and the writer throw.
  package func write(_ write: ([UInt8]) throws -> Void) throws {
    let page = try source.page()
    for part in HTMLResources.page.components(separatedBy: "{{") {
      let pieces = part.components(separatedBy: "}}")
      if pieces.count > 1 { try fill(pieces[0], page, write) }
      try write(Array((pieces.last ?? "").utf8))
    }
  }

  /// Writes what belongs at a mark of the template.
  private func fill(_ mark: String, _ page: ReportPage, _ write: ([UInt8]) throws -> Void) throws {
    switch mark {
    case "policy": try write(Array(HTMLResources.policy.utf8))
    case "style": try write(Array(HTMLResources.style.utf8))
    case "script": try write(Array(HTMLResources.script.utf8))
    case "facts": try write(PageJSON.bytes(ReportFacts.json(page, masking)))
    case "objects": try writeObjects(of: page, write)
    default: preconditionFailure("the page has an unknown mark")
    }
  }

  private func writeObjects(of page: ReportPage, _ write: ([UInt8]) throws -> Void) throws {
    let positions = Dictionary(uniqueKeysWithValues: page.tables.enumerated().map { ($1.name, $0) })
    let showsLabels = !page.labels.contains(where: masking.masks)
    var piece: [UInt8] = []
    var isFirst = true
    try write(Array("[".utf8))
    try source.forEachObject { object in
      if !isFirst { piece += ",\n".utf8 }
      isFirst = false
      piece += PageJSON.bytes(ReportRow.json(object, table: positions[object.table], showsLabel: showsLabels, masking))
      guard piece.count >= 1 << 16 else { return }
      try write(piece)
      piece.removeAll(keepingCapacity: true)
    }
    try write(piece + "]".utf8)
  }
}
