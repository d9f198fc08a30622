import Foundation
import TestSupport
import Testing

/// `regraft preview` on a terminal.
@Suite struct PreviewCommandTests {
  private let world: World
  private let plan: String

  init() throws {
    world = try World(
      backup: [.init("Message", (1...4).map { World.stored("key-\($0)") })],
      export: ["Message.json": World.array([World.exported("key-1")])]
    )
    plan = world.folder.path(of: "today.plan")
    let arguments = ["plan", world.backup, "--current", world.export, "--output", plan]
    try #require(try Program(folder: world.folder).run(arguments).status == 0)
  }

  /// What stands on a terminal after a preview.
  private func shown(_ more: [String] = [], pager: String, columns: UInt16 = 80) throws -> String {
    let terminal = try PseudoTerminal(columns: columns)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let program = try RunningProgram(
      ["preview", plan] + more,
      in: world.folder,
      environment: ["PAGER": pager, "PATH": path, "TERM": "xterm"],
      output: terminal.theirs
    )
    #expect(try program.finish() == 0 && program.errors == "")
    return terminal.read()
  }

  @Test func `it is shown through the pager`() throws {
    let shown = try shown(pager: "sed s/^/P:/")
    #expect(shown.contains("P:Message, deleted:") && shown.contains("P:  key-2  "))
  }

  @Test(arguments: [([], "cat"), ([], ""), (["--no-pager"], "sed s/^/P:/")])
  func `without a pager it is shown as it is`(more: [String], pager: String) throws {
    let shown = try shown(more, pager: pager)
    #expect(shown.contains("\nMessage, deleted:\r\n  key-2  "))
  }

  @Test(arguments: ["true", "head -n 1", "/nowhere/pager"])
  func `a pager that has seen enough, or is not there, ends it`(pager: String) throws {
    let terminal = try PseudoTerminal(columns: 80)
    let program = try RunningProgram(
      ["preview", plan],
      in: world.folder,
      environment: ["PAGER": pager, "PATH": "/usr/bin:/bin"],
      output: terminal.theirs
    )
    #expect(try program.finish() == 0)
  }

  @Test func `lines of objects fit the terminal`() throws {
    let lines = try shown(pager: "cat", columns: 50).components(separatedBy: "\r\n")
    let start = try #require(lines.firstIndex(of: "Message, deleted:"))
    #expect(lines[start...].allSatisfy { $0.count <= 50 } && lines[start + 1].hasPrefix("  key-2 "))
  }

  @Test func `what is no terminal gets whole ids and no pager`() throws {
    var program = Program(folder: world.folder)
    program.environment = ["PAGER": "sed s/^/P:/", "PATH": "/usr/bin:/bin"]
    let result = try program.run(["preview", plan])
    #expect(result.output.contains("\nMessage, deleted:\n  /db/Message/key-2  "))
  }
}
