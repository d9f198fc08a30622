import Compression
import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

/// Import files one object a line, gzip'ed, and in parts.
@Suite struct ImportShapeTests {
  private let world: World
  private let output: String

  init() throws {
    world = try World(
      backup: [
        .init("Message", (100...139).map { World.stored("k\($0)") }),
        .init("Message-001", [["_id": "x"], ["_id": "kept"]]),
      ],
      export: [
        "Message.json": World.array([World.exported("k139")]),
        "Message-001.json": World.array([#"{"id":"/db/Message-001/kept"}"#]),
      ]
    )
    output = world.folder.path(of: "recovered")
  }

  private func publish(_ change: (inout ImportShape) -> Void) throws -> [PublishedFile] {
    var shape = ImportShape()
    change(&shape)
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    return try ImportFolder(path: output, replaces: true, shape: shape).publish(try Planner(options).plan())
      .filter { $0.table != nil }
  }

  /// The text of a file, inflated.
  private func text(_ path: String) throws -> String {
    let bytes = try InflatingSource(try FileSource(path: "\(output)/\(path)")).readAll()
    return String(decoding: bytes, as: UTF8.self)
  }

  private func isReady() throws -> Bool { try Verification(folder: output, current: [world.export]).isReady }

  @Test(arguments: [false, true], [false, true])
  func `lines and gzip hold the same objects, and are verified`(isNDJSON: Bool, isGzip: Bool) throws {
    _ = try publish { _ in }
    let whole = try JSONSerialization.jsonObject(with: Data(try text("import/Message.json").utf8)) as? NSArray
    let files = try publish {
      $0.isNDJSON = isNDJSON
      $0.isGzip = isGzip
    }
    let name = "import/Message" + (isNDJSON ? ".ndjson" : ".json") + (isGzip ? ".gz" : "")
    #expect(files.map(\.path).contains(name) && files.map(\.objects).sorted() == [1, 39])
    var text = try text(name)
    if isNDJSON { text = World.array(text.split(separator: "\n").map(String.init)) }
    #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSArray == whole)
    #expect(try isReady())
  }

  @Test(arguments: [1, 400, 1000, 100_000], [false, true])
  func `parts are no larger than said, and hold all objects once`(most: Int, isNDJSON: Bool) throws {
    let files = try publish {
      $0.splitBytes = most
      $0.isNDJSON = isNDJSON
    }
    let parts = files.filter { $0.table == "Message" }
    #expect(parts.reduce(0) { $0 + $1.objects } == 39)
    #expect(parts.allSatisfy { $0.bytes <= most || $0.objects == 1 }, "\(parts.map(\.bytes))")
    #expect(
      parts.count == (most < 200 ? 39 : most > 10_000 ? 1 : parts.count) && Set(files.map(\.path)).count == files.count
    )
    #expect(parts.first?.path == "import/Message-001.\(isNDJSON ? "ndjson" : "json")")
    #expect(files.contains { $0.path == "import/Message-001-001.\(isNDJSON ? "ndjson" : "json")" })
    for part in parts where !isNDJSON {
      let objects = try JSONSerialization.jsonObject(with: Data(try text(part.path).utf8)) as? [Any]
      #expect(objects?.count == part.objects)
    }
    #expect(try isReady())
  }

  @Test func `what is gzip'ed is split by its size before`() throws {
    let files = try publish {
      $0.splitBytes = 1000
      $0.isGzip = true
    }.filter { $0.table == "Message" }
    #expect(files.count > 3)
    #expect(try files.allSatisfy { try text($0.path).utf8.count <= 1000 })
    #expect(files.first?.path == "import/Message-001.json.gz")
  }
}
