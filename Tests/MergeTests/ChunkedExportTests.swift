import Dispatch
import Export
import TestSupport
import Testing
import Values

@testable import Merge

/// A file that several threads read in chunks gives what one reader gives, wherever the chunks end.
@Suite struct ChunkedExportTests {
  private let key = FingerprintKey.random()

  /// What is known of an export.
  private struct Summary: Equatable {
    var objects: Int
    var found: [Bool]
    var latest: Int64?
    var withReadRules: Int
    var damage: String
  }

  private func summary(_ export: IndexedExport, ids: [String]) -> Summary {
    Summary(
      objects: export.objectCount,
      found: ids.map { export.index.find(key.hash(Array($0.utf8))) != nil },
      latest: export.latest,
      withReadRules: export.withReadRules,
      damage: "\(String(describing: export.damage))"
    )
  }

  private func options(chunkBytes: Int) -> PlanOptions {
    var options = PlanOptions(backups: [], current: [])
    options.chunkBytes = chunkBytes
    return options
  }

  /// Objects in which others are nested that begin alike, and texts that look like the beginning of one.
  private func object(_ number: Int, nesting table: String, _ random: inout SeededGenerator) -> String {
    let nested = [
      #""x":1"#, #""list":[{"id":"/db/\#(table)/9"},{"id":"/db/\#(table)/8"}]"#, #""text":"},{\"id\":\"/db/T/7\"""#,
      #""acl":{"read":{"*":"allow"}}"#, #""createdAt":"2026-0\#(1 + number % 9)-01T00:00:00.000Z""#,
      "\"long\":\"\(String(repeating: "ä", count: number % 50))\"",
    ]
    let members = nested.filter { _ in Bool.random(using: &random) }
    return "{" + (["\"id\":\"/db/T/\(number)\""] + members).joined(separator: ",") + "}"
  }

  @Test(arguments: [",", ",\n", " , ", "\n"])
  func `chunks of every size give the same`(separator: String) throws {
    var random = SeededGenerator(seed: 21)
    let folder = try TemporaryFolder()
    var chunked = 0
    for round in 0..<40 {
      let count = Int.random(in: 1...80, using: &random)
      let objects = (0..<count).map { object($0, nesting: round % 4 == 3 ? "T" : "U", &random) }
      var text = objects.joined(separator: separator)
      if separator != "\n" { text = "[\(text)]\n" }
      // Some are damaged.
      if round % 5 == 4 {
        var bytes = Array(text.utf8)
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0x20...0x7E, using: &random)
        text = String(decoding: bytes, as: UTF8.self)
      }
      let path = try folder.write(text, to: "T.json")
      let inventory = try ExportInventory.reading([path], database: "app", currentDatabase: nil, schema: nil)
      let ids = (0..<count + 3).map(String.init)
      let whole = try IndexedExport(table: "T", files: inventory.files, key: key, options: options(chunkBytes: 1 << 20))
      for chunkBytes in [40, 100, 250, 700, 2000] {
        let options = options(chunkBytes: chunkBytes)
        guard let shared = ChunkedExport(table: "T", files: inventory.files, key: key, options: options) else {
          continue
        }
        DispatchQueue.concurrentPerform(iterations: 3) { _ in shared.read() }
        chunked += shared.isWhole ? 1 : 0
        let export = try shared.finished()
        #expect(summary(export, ids: ids) == summary(whole, ids: ids), "round \(round), chunks of \(chunkBytes)")
        #expect(export.inputs == whole.inputs)
      }
    }
    #expect(chunked > 20)
  }
}
