import Crypto
import Foundation
import TestSupport
import Testing
import Values

@testable import Merge

@Suite struct ErasedTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [
        .init("User", [["_id": "a b"], ["_id": "u"]]),
        .init(
          "Message",
          [
            ["_id": "1", "by": "/db/User/a%20b"], ["_id": "2", "by": "/db/User/u"],
            ["_id": "3", "acl": ["read": ["/db/User/a%20b": "allow"]]],
          ]
        ),
      ],
      export: ["User.json": #"[{"id":"/db/User/x"}]"#, "Message.json": #"[{"id":"/db/Message/x"}]"#]
    )
  }

  private func plan(_ text: String, _ change: (inout PlanOptions) -> Void = { _ in }) throws -> Plan {
    let erased = try ErasedIDs(path: try world.folder.write(text, to: "erased"))
    return try world.plan { options in
      options.erased = erased
      change(&options)
    }
  }

  private static let digest = Hex.text(SHA256.hash(data: Data("/db/User/a%20b".utf8)))

  @Test(arguments: ["/db/User/a%20b", "/db/User/a b\n\n", " /db/User/a%20b \r\n", digest, digest.uppercased()])
  func `erased objects and what refers to them do not come back`(text: String) throws {
    let plan = try plan(text)
    #expect(
      try plan.withheld() == ["/db/User/a%20b": "erased", "/db/Message/1": "erased", "/db/Message/3": "erased"]
    )
    #expect(try plan.recoveredIDs() == ["/db/Message/2", "/db/User/u"])
    let kept = try self.plan(text) { $0.keepsReferrersOfErased = true }
    #expect(try kept.withheld() == ["/db/User/a%20b": "erased"])
  }

  @Test(arguments: [("a\n", 1), ("/db/User/1\n\n/db/User\n", 3), ("/db/User/%zz", 1), ("0123", 1)])
  func `a line that is no id is a mistake`(text: String, line: Int) throws {
    let path = try world.folder.write(text, to: "erased")
    #expect(throws: MergeError.usage(.erasedFile(path: path, line: line))) { try ErasedIDs(path: path) }
    #expect(throws: MergeError.usage(.erasedFile(path: "/nowhere", line: nil))) { try ErasedIDs(path: "/nowhere") }
  }
}
