import Foundation
import Merge
import TestSupport
import Testing

@testable import ImportFiles

/// Unique indexes that hold some objects only, or compare text by a language's rules.
@Suite struct IndexVerificationTests {
  private let world: World
  private let output: String

  init() throws {
    let index =
      #"{"key":{"name":1},"name":"unique","unique":true,"collation":{"locale":"en","strength":2},"#
      + #""partialFilterExpression":{"_since":{"$gte":{"$date":"2020-01-01T00:00:00Z"}}}}"#
    world = try World(
      backup: [
        .init(
          "User",
          [["_id": "k1"], ["_id": "k2", "name": "Ann", "_since": .date(1_600_000_000_000)]],
          metadata: #"{"indexes":[\#(index)]}"#
        )
      ],
      export: ["User.json": #"[{"id":"/db/User/k1"}]"#]
    )
    output = world.folder.path(of: "recovered")
    var options = PlanOptions(backup: world.backup, current: [world.export])
    options.temporaryFolder = world.folder.path
    options.comparison.mappedFields = ["_since": "since"]
    _ = try ImportFolder(path: output).publish(try Planner(options).plan())
  }

  private func verify(_ current: String) throws -> Verification {
    try world.folder.write(#"[{"id":"/db/User/k1"},{"id":"/db/User/new",\#(current)}]"#, to: "fresh/User.json")
    return try Verification(folder: output, current: [world.folder.path(of: "fresh")])
  }

  @Test(arguments: [
    (#""name":"ANN","since":"2020-01-01T00:00:00.000Z""#, true), (#""name":"ANN""#, false),
    (#""name":"ANN","since":"2019-12-31T23:59:59.999Z""#, false),
    (#""name":"Änn","since":"2020-01-01T00:00:00.000Z""#, false),
  ])
  func `what clashes now is told by the filter and the collation of the index`(current: String, clashes: Bool) throws {
    let verification = try verify(current)
    #expect(verification.isReady == !clashes)
    #expect(verification.files[0].objects.map { $0.clash?.otherID } == [clashes ? "/db/User/new" : nil])
  }

  @Test func `a filter that is not known makes the manifest none of ours`() throws {
    let manifest = String(decoding: try #require(world.folder.read("recovered/manifest.json")), as: UTF8.self)
    try world.folder.write(manifest.replacing("$gte", with: "$new"), to: "recovered/manifest.json")
    #expect(throws: VerificationError.malformedManifest(path: "\(output)/manifest.json")) {
      try verify(#""name":"ANN""#)
    }
  }

  @Test func `a manifest without filters and collations is read as it was`() throws {
    let manifest = String(decoding: try #require(world.folder.read("recovered/manifest.json")), as: UTF8.self)
    let older = manifest.replacing(/"filter": .*\n/, with: "").replacing(/,\s*"collation": \{[^}]*\}/, with: "")
    #expect(older != manifest)
    try world.folder.write(older, to: "recovered/manifest.json")
    #expect(try !verify(#""name":"Ann""#).isReady)
    #expect(try verify(#""name":"ann""#).isReady)
  }
}
