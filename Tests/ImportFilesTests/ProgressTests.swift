import Compression
import Merge
import TestSupport
import Testing

@testable import ImportFiles

@Suite struct ProgressTests {
  private let world: World
  private let output: String

  init() throws {
    world = try World(
      backup: [.init("Message", (1...4).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array([World.exported("k1"), World.exported("k9")])]
    )
    output = world.folder.path(of: "recovered")
  }

  private func size(_ name: String) throws -> UInt64 {
    try #require(FileIdentity.sizeOfFile(path: world.folder.path(of: name)))
  }

  @Test func `publishing is writing and the last check, verifying reads both sides`() throws {
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    let progress = RunProgress()
    options.progress = progress
    let plan = try Planner(options).plan()
    let planned = progress.states.count
    _ = try ImportFolder(path: output).publish(plan)
    let states = progress.states.dropFirst(planned)
    let (imported, export) = (try size("recovered/import/Message.json"), try size("export/Message.json"))
    #expect(states.map(\.stage) == [.writing, .lastCheck])
    #expect(states.map(\.objects) == [3, 5])
    #expect(states.last?.totalBytes == imported + export && states.last?.bytes == imported + export)

    let verifying = RunProgress()
    _ = try Verification(folder: output, current: [world.export], progress: verifying)
    #expect(verifying.states.map(\.stage) == [.readingImportFiles, .readingExport])
    #expect(verifying.states.map(\.totalBytes) == [imported, export])
    #expect(verifying.states.map(\.bytes) == [imported, export])
    #expect(verifying.states.map(\.objects) == [3, 2])
  }
}
