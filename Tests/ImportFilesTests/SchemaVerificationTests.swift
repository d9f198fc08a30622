import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

/// Publishing and verifying by declared types, where an export is shared with a subclass.
@Suite struct SchemaVerificationTests {
  private let world: World
  private let output: String
  private let schema: SchemaFolder

  init() throws {
    let unique = #"{"indexes":[{"key":{"born":1},"name":"born_1","unique":true}]}"#
    world = try World(
      backup: [
        .init(
          "Animal",
          [
            ["_id": "1", "name": "Tom"], ["_id": "/db/Dog/2", "born": .date(0), "ids": ["b", "a"]],
            ["_id": "3", "_class": "Dog", "born": .date(86_400_000)],
          ],
          metadata: unique
        )
      ],
      export: ["Animal.json": #"[{"id":"/db/Dog/x"},{"id":"/db/Animal/1","name":"Tom"}]"#]
    )
    output = world.folder.path(of: "recovered")
    try world.folder.write(#"{"class":"/db/Animal","fields":{"name":{"type":"/db/String"}}}"#, to: "schema/Animal.json")
    try world.folder.write(
      #"{"class":"/db/Dog","superClass":"/db/Animal","fields":{"born":{"type":"/db/Date"},"#
        + #""ids":{"type":"/db/collection.Set[/db/String]"}}}"#,
      to: "schema/Dog.json"
    )
    schema = try SchemaFolder(path: world.folder.path(of: "schema"))
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.schema = schema
    _ = try ImportFolder(path: output).publish(try Planner(options).plan())
  }

  private func verify(_ objects: [String]) throws -> Verification {
    try world.folder.write(World.array(objects), to: "fresh/Animal.json")
    return try Verification(folder: output, current: [world.folder.path(of: "fresh")], schema: schema.schema)
  }

  @Test func `objects of the subclass are in the file of the table, and the schema in the manifest`() throws {
    let text = String(decoding: try #require(world.folder.read("recovered/import/Animal.json")), as: UTF8.self)
    #expect(text.contains(#"{"id":"/db/Dog/2","born":"1970-01-01","ids":["b","a"]}"#))
    #expect(text.contains(#"{"id":"/db/Dog/3","born":"1970-01-02"}"#))
    let manifest = try JSONSerialization.jsonObject(
      with: Data(try #require(world.folder.read("recovered/manifest.json")))
    )
    let stated = (manifest as? [String: Any])?["schema"] as? [String: Any]
    #expect(stated?["name"] as? String == "schema" && stated?["sha256"] as? String == schema.input.sha256)
  }

  @Test func `objects are absent, the same or changed by their declared types`() throws {
    let animal = #"{"id":"/db/Animal/1","name":"Tom"}"#
    #expect(try verify([animal, #"{"id":"/db/Dog/x"}"#]).isReady)
    let verification = try verify([
      #"{"id":"/db/Dog/2","born":"1970-01-01","ids":["a","b"]}"#, #"{"id":"/db/Dog/3","born":"1970-01-03"}"#, animal,
    ])
    #expect(verification.files[0].objects.map(\.state) == [.same, .changed])
    let clashing = try verify([animal, #"{"id":"/db/Dog/x","born":"1970-01-02"}"#])
    #expect(clashing.files[0].objects.map { $0.clash?.otherID } == [nil, "/db/Dog/x"])
  }
}
