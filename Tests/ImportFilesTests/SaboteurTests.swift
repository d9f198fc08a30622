import ExtendedJSON
import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

/// The promise does not hang on the classifier being right: here it overlooks objects at random.
@Suite struct SaboteurTests {
  /// In which form the current side is.
  enum Form: CaseIterable { case baqend, extendedJSON, archive, dump }

  @Test(arguments: Form.allCases, 0..<25)
  func `whatever the classifier overlooks, nothing is published that is there`(form: Form, seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let keys = (0..<40).map { "k\($0) %\($0)" }
    let kept = keys.filter { _ in Bool.random(using: &generator) }
    let world = try World(backup: [.init("Message", keys.map { World.stored($0) })], export: [:])
    let current = try write(kept, as: form, in: world.folder)
    var options = PlanOptions(backup: world.backup, current: [current])
    options.temporaryFolder = world.folder.path
    if seed.isMultiple(of: 2) { options.outputFormat = .baqend }
    // Every run hashes otherwise; so does what is overlooked.
    let share = UInt64.random(in: 1...8, using: &generator)
    options.overlooked = { $0 % 8 < share }
    let plan = try Planner(options).plan()

    var planned: Set<String> = []
    for table in plan.tables { try plan.forEachRecovered(in: table) { planned.insert($0.id) } }
    let lies = planned.intersection(
      kept.map { "/db/Message/\($0.replacing("%", with: "%25").replacing(" ", with: "%20"))" }
    )
    let output = world.folder.path(of: "recovered")
    if lies.isEmpty {
      _ = try ImportFolder(path: output).publish(plan)
    } else {
      #expect(throws: ImportFolderError.self, "\(lies.count) lies") { try ImportFolder(path: output).publish(plan) }
      #expect(!FileManager.default.fileExists(atPath: output))
    }
  }

  private func write(_ keys: [String], as form: Form, in folder: TemporaryFolder) throws -> String {
    switch form {
    case .baqend:
      let objects = keys.map { key in
        #"{"id":"/db/Message/\#(key.replacing("%", with: "%25").replacing(" ", with: "%20"))"}"#
      }
      try folder.write(World.array(objects), to: "current/Message.json")
    case .extendedJSON: try folder.write(World.array(keys.map { #"{"_id":"\#($0)"}"# }), to: "current/Message.json")
    case .archive:
      return try folder.write(ArchiveWriter.archive([.init("Message", keys.map { World.stored($0) })]), to: "current")
    case .dump: try folder.write(keys.flatMap { World.stored($0).bytes }, to: "current/app/Message.bson")
    }
    return folder.path(of: "current")
  }
}
