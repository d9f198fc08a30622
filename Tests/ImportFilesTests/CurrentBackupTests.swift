import Compression
import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

/// Publishing and verifying where the current side is a second archive or dump.
@Suite struct CurrentBackupTests {
  private let world: World
  private let output: String

  init() throws {
    world = try World(backup: [.init("Message", (1...4).map { World.stored("k\($0)") })], export: [:])
    output = world.folder.path(of: "recovered")
  }

  private func write(_ documents: [Document], isDump: Bool, name: String = "current") throws -> String {
    if isDump {
      try world.folder.write(documents.flatMap(\.bytes), to: "\(name)/app/Message.bson")
    } else {
      try world.folder.write(GzipWriter.gzip(ArchiveWriter.archive([.init("Message", documents)])), to: name)
    }
    return world.folder.path(of: name)
  }

  private func plan(_ current: String) throws -> Plan {
    var options = PlanOptions(backup: world.backup, current: [current])
    options.temporaryFolder = world.folder.path
    return try Planner(options).plan()
  }

  @Test(arguments: [true, false])
  func `a folder is published, and verified against a fresh one`(isDump: Bool) throws {
    let current = try write([World.stored("k1")], isDump: isDump)
    _ = try ImportFolder(path: output).publish(try plan(current))
    let ready = try Verification(folder: output, current: [current])
    #expect(ready.isReady && ready.files.map { $0.count(.absent) } == [3])
    let fresh = try write(
      [World.stored("k1"), World.stored("k2"), World.stored("k3", text: "new"), World.stored("k4")],
      isDump: isDump,
      name: "fresh"
    )
    let verification = try Verification(folder: output, current: [fresh])
    #expect(!verification.isReady && !verification.isImported)
    #expect(verification.files[0].objects.map(\.state) == [.same, .changed, .same])
    let all = try write((1...4).map { World.stored("k\($0)") }, isDump: isDump, name: "all")
    #expect(try Verification(folder: output, current: [all]).isImported)
  }

  @Test(arguments: [true, false])
  func `what came into the current side after it was read stops the publishing`(isDump: Bool) throws {
    let plan = try plan(write([World.stored("k1")], isDump: isDump))
    _ = try write([World.stored("k1"), World.stored("k2")], isDump: isDump)
    #expect(throws: ImportFolderError.self) { try ImportFolder(path: output).publish(plan) }
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `a collection that appears in a dump after it was read stops the publishing`() throws {
    let current = try write([World.stored("k1")], isDump: true)
    let plan = try plan(current)
    try world.folder.write([], to: "current/app/New.bson")
    #expect(throws: ImportFolderError.lastCheck(.changed(path: "\(current)/app/New.bson"))) {
      try ImportFolder(path: output).publish(plan)
    }
  }
}
