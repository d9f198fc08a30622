import Foundation
import TestSupport
import Testing

/// A rehearsal, as a person has it run.
@Suite struct DrillCommandTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [.init("Message", (1...40).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array((2...40).map { World.exported("k\($0)") })]
    )
  }

  private func drill(_ more: String...) throws -> Program.Result {
    try Program(folder: world.folder).run(["drill", world.backup, "--current", world.export] + more)
  }

  @Test func `a drill passes, says what it drew, and leaves nothing behind`() throws {
    let before = world.folder.files
    let result = try drill("--seed", "7")
    #expect(result.status == 0)
    #expect(result.output.contains("  Message         39       20         20     20\n"))
    #expect(result.output.contains("Passed: 20 objects") && result.output.contains("--objects 20 --seed 7"))
    #expect(Set(world.folder.files) == Set(before).union(["stdout", "stderr"]))
  }

  @Test func `the same seed draws the same objects`() throws {
    func drawn(_ result: Program.Result) throws -> [String] {
      try #require((try result.json()["tables"] as? [[String: Any]])?.first?["drilled"] as? [String])
    }
    let first = try drill("--json", "--objects", "5")
    let seed = try #require(try first.json()["seed"] as? String)
    #expect(try drawn(first).count == 5)
    #expect(try drawn(try drill("--json", "--objects", "5", "--seed", seed)) == drawn(first))
    #expect(try drawn(try drill("--json", "--objects", "5", "--seed", "1")) != drawn(first))
    #expect(try first.json()["passed"] as? Bool == true)
  }

  @Test func `it fails where there is nothing to drill, and where it cannot begin`() throws {
    let nothing = try drill("--exclude-table", "*")
    #expect(nothing.status == 1 && nothing.output.contains("FAILED: there is nothing to drill"))
    let program = Program(folder: world.folder)
    let backup = try program.run(["drill", world.backup, "--current", world.backup, "--json"])
    #expect(backup.status == 64)
    #expect((try backup.json()["error"] as? [String: Any])?["code"] as? String == "usage")
    #expect(try program.run(["drill", "-", "--current", world.export]).status == 64)
    #expect(try program.run(["drill", "/nowhere", "--current", world.export]).status == 1)
    #expect(try drill("--objects", "0").status == 64)
  }
}
