import Foundation
import Merge
import Reports
import TestSupport
import Testing

@testable import PlanStore

/// A plan in the terminal.
@Suite struct PlanPreviewTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    let long = String(repeating: "x", count: 40)
    let world = try World(
      backup: [
        .init(
          "Message",
          [
            ["_id": "a", "name": "日本の花", "_hash": "s3cret", "mail": "ann@example.com"],
            ["_id": .string(long), "name": .string("a long name that goes on and on"), "mail": "bob@example.com"],
            ["_id": "c", "name": "old", "mail": "old@example.com", "version": .int32(1)],
          ]
        )
      ],
      export: [
        "Message.json": World.array([
          #"{"id":"/db/Message/c","name":"new","mail":"new@example.com","version":2}"#, #"{"id":"/db/Message/d"}"#,
        ])
      ]
    )
    folder = world.folder
    path = folder.path(of: "today.plan")
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = folder.path
    options.keepsEveryObject = true
    try PlanFile.write(try Planner(options).plan(), to: path)
  }

  private func lines(_ change: (inout PlanPreview) -> Void = { _ in }) throws -> [String] {
    var preview = PlanPreview(try PlanFile(path: path))
    change(&preview)
    var lines: [String] = []
    try preview.write { lines.append($0) }
    return lines
  }

  @Test func `totals come first, then tables, then objects with their names`() throws {
    let lines = try lines()
    let totals = try #require(lines.firstIndex(of: "Deleted   2"))
    #expect(lines[totals + 1] == "Recover   2 objects")
    #expect(lines[totals + 2] == "Keep      1 modified, 0 diverged, 1 created, 0 unchanged")
    let tables = try #require(lines.firstIndex { $0.hasPrefix("  Message ") })
    let objects = try #require(lines.firstIndex(of: "Message, deleted:"), "\(lines)")
    #expect(totals < tables && tables < objects)
    #expect(lines[objects + 1].hasPrefix("  /db/Message/a ") && lines[objects + 1].hasSuffix("  → recover"))
    #expect(lines.contains { $0.hasPrefix("  /db/Message/c  \"new\"") })
  }

  @Test(arguments: [40, 60, 80, 120])
  func `lines of objects are no wider than the terminal, and columns stand below each other`(width: Int) throws {
    let lines = try lines {
      $0.width = width
      $0.showsDifferences = true
    }
    let start = try #require(lines.firstIndex(of: "Message, deleted:"))
    let deleted = lines[(start + 1)...(start + 2)]
    let marks = deleted.map { String($0[..<$0.range(of: "→")!.lowerBound]).columns }
    #expect(Set(marks).count == 1, "\(deleted)")
    #expect(lines[start...].allSatisfy { $0.columns <= width }, "\(lines[start...])")
    #expect(deleted.first?.hasPrefix("  a ") == true)
  }

  @Test func `an id that does not fit is cut, and one that does is whole`() throws {
    let long = String(repeating: "x", count: 40)
    #expect(try lines { $0.width = 40 }.contains { $0.contains("…") })
    #expect(try lines { $0.width = 120 }.contains { $0.contains(long + " ") })
    #expect(try lines().contains { $0.contains("/db/Message/" + long + " ") })
  }

  @Test func `what is masked is not shown, and private members never are`() throws {
    let open = try lines { $0.showsDifferences = true }.joined(separator: "\n")
    #expect(open.contains(#"~ mail: "old@example.com" → "new@example.com""#) && !open.contains("s3cret"))
    let masked = try lines {
      $0.showsDifferences = true
      $0.masking = ReportMasking(["mail"])
    }.joined(separator: "\n")
    #expect(masked.contains("~ mail: … → …") && !masked.contains("@example.com"))
    let labels = try lines { $0.masking = ReportMasking(["name"]) }.joined(separator: "\n")
    #expect(!labels.contains("long name") && !labels.contains("日本"))
    var object = try #require(try JSONSerialization.jsonObject(with: Data(json("mail").utf8)) as? [String: Any])
    let differences = try #require(object.removeValue(forKey: "differences") as? [[String: Any]])
    #expect(differences.contains { $0["path"] as? String == "mail" && $0["backup"] is NSNull })
  }

  /// The changed object.
  private func json(_ masked: String) throws -> String {
    var filter = StoredObjectFilter()
    filter.statuses = ["modified"]
    var text = ""
    try PlanFile(path: path).forEachObject(filter) { object in
      text = String(decoding: StoredObjectJSON.json(object, ReportMasking([masked])).serialized(), as: UTF8.self)
    }
    return text
  }

  @Test func `recovered objects are called by the member that is asked for`() throws {
    let lines = try lines { $0.label = "mail" }
    #expect(lines.contains { $0.hasPrefix("  /db/Message/a ") && $0.contains("\"ann@example.com\"") })
    #expect(try !self.lines { $0.label = "_hash" }.contains { $0.contains("s3cret") })
  }

  @Test func `what was taken out is told`() throws {
    var decisions = Decisions()
    decisions.excluded = ["a"]
    _ = try PlanFile.decide(decisions, in: path)
    let lines = try lines()
    #expect(lines.contains("Recover   1 object; 1 taken out"))
    #expect(lines.contains { $0.hasPrefix("  /db/Message/a ") && $0.hasSuffix("(taken out)") })
  }

  @Test func `any number of objects is shown, in the columns of the first`() throws {
    var group = ObjectGroup(width: nil)
    var lines: [String] = []
    let file = try PlanFile(path: path)
    var object: StoredObject?
    try file.forEachObject(StoredObjectFilter()) { object = object ?? $0 }
    for _ in 1...1200 { try group.add(try #require(object), label: "x", changes: []) { lines.append($0) } }
    try group.write { lines.append($0) }
    #expect(lines.count == 1202 && lines.filter { $0 == "Message, deleted:" }.count == 1)
  }
}
