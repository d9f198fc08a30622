import Foundation
import ImportFiles
import Testing

@testable import Merge

/// What must not matter to what is published: the order of objects, of tables and of backups, and but for their own
/// order that of members.
@Suite struct MetamorphicTests {
  /// What is published of a world, by the names of the files; nil where nothing may be, or where places
  /// count.
  private func published(_ files: ModelFiles) throws -> [String: [UInt8]]? {
    guard let plan = try files.plan(), !plan.isStopped else { return nil }
    let output = files.folder.path(of: "recovered")
    let names = try ImportFolder(path: output).publish(plan).map(\.path)
    // Objects without an id are named by their places; and of several current objects with the value that an index
    // wants to be unique the first one is named, while in a real export there are none.
    let withheld = String(decoding: files.folder.read("recovered/withheld.json") ?? [], as: UTF8.self)
    if withheld.contains("no-key") || withheld.contains(#""otherIsCurrent":true"#) { return nil }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, files.folder.read("recovered/\($0)") ?? []) })
  }

  @Test(arguments: UInt64(1)...100)
  func `the order of objects, tables and backups changes nothing`(seed: UInt64) throws {
    let world = ModelWorld(seed: seed)
    let files = try published(ModelFiles(world, seed: seed, order: 1, compresses: false))
    let others = try published(ModelFiles(world, seed: seed, order: 2, compresses: false))
    #expect(files?.keys.sorted() == others?.keys.sorted())
    for (name, bytes) in files ?? [:] where bytes != others?[name] {
      let texts = [bytes, others?[name] ?? []].map { String(decoding: $0, as: UTF8.self) }
      Issue.record("\(name): \(texts[0]) ≠ \(texts[1])")
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `the order of members changes nothing but itself`(seed: UInt64) throws {
    let world = ModelWorld(seed: seed)
    let files = try published(ModelFiles(world, seed: seed))
    let others = try published(ModelFiles(world, seed: seed, memberOrder: 1))
    #expect(files?.keys.sorted() == others?.keys.sorted())
    for (name, bytes) in files ?? [:] where name.hasPrefix("import/") {
      let decoder = JSONDecoder()
      let objects = try decoder.decode(ModelValue.self, from: Data(bytes))
      #expect(try objects.sorted == decoder.decode(ModelValue.self, from: Data(others?[name] ?? [])).sorted)
    }
  }
}

extension ModelValue {
  /// The value with the members of all objects in one order.
  fileprivate var sorted: ModelValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let members):
      .object(members.map { ModelMember($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
    default: self
    }
  }
}
