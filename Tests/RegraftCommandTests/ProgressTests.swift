import Foundation
import TestSupport
import Testing

/// What long work says of how far it is.
@Suite struct ProgressTests {
  private let world: World
  private let archive: [UInt8]

  init() throws {
    world = try World(
      backup: [.init("Message", (1...4).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array([World.exported("k1"), World.exported("k2", version: 2)])],
      isGzip: false
    )
    archive = try #require(world.folder.read("2021-05-04Z.dump.gz"))
  }

  /// All of the backup but so much that the program still waits.
  private var beginning: ArraySlice<UInt8> { archive.dropLast(20) }
  private var rest: ArraySlice<UInt8> { archive.suffix(20) }

  private static let wiped = "\r\u{1B}[K"

  private func start(
    _ command: String = "plan",
    _ more: [String],
    environment: [String: String] = [:],
    errors: FileHandle? = nil
  ) throws -> RunningProgram {
    let program = try RunningProgram(
      [command, "-", "--current", world.export, "--progress-interval", "0.02"] + more,
      in: world.folder,
      environment: environment,
      errors: errors
    )
    try program.write(beginning)
    return program
  }

  /// What a plan prints that says nothing of how far it is.
  private func silentOutput() throws -> String {
    let arguments = ["plan", "-", "--current", world.export, "--progress", "none"]
    let result = try Program(folder: world.folder).run(arguments, input: archive)
    #expect(result.status == 0 && result.errors == "")
    return result.output
  }

  @Test func `plain is a line now and then on standard error, and leaves the results as they are`() throws {
    let silent = try silentOutput()
    let program = try start("plan", ["--progress", "plain"])
    wait { program.errors.filter { $0 == "\n" }.count > 2 }
    try program.write(rest)
    #expect(try program.finish() == 0)
    let lines = program.errors.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("regraft: reading the backup  ") && $0.contains(" B") })
    #expect(lines.allSatisfy { $0.hasPrefix("regraft: ") } && lines.count > 2)
    #expect(!program.errors.contains("\u{1B}") && program.output == silent)
  }

  @Test(arguments: [[], ["--progress", "auto"], ["--progress", "none"]])
  func `where standard error is no terminal nothing is shown`(more: [String]) throws {
    let silent = try silentOutput()
    let program = try start("plan", more)
    usleep(200_000)
    try program.write(rest)
    #expect(try program.finish() == 0)
    #expect(program.errors == "" && program.output == silent)
  }

  @Test func `a terminal has a bar that fits, and is wiped in the end`() throws {
    let silent = try silentOutput()
    let terminal = try PseudoTerminal(columns: 23)
    let program = try start("plan", [], environment: ["TERM": "xterm"], errors: terminal.theirs)
    var shown = ""
    wait {
      shown += terminal.read()
      return shown.contains("reading the backup")
    }
    try program.write(rest)
    #expect(try program.finish() == 0)
    shown += terminal.read()
    #expect(shown.hasPrefix("\rreading the ") && shown.hasSuffix("\u{1B}[K" + Self.wiped))
    let lines = shown.components(separatedBy: "\u{1B}[K").map { $0.dropFirst() }
    #expect(lines.allSatisfy { $0.count <= 22 } && !shown.contains("\n"))
    #expect(program.output == silent)
  }

  @Test(arguments: [("dumb", []), ("xterm", ["--quiet"]), ("xterm", ["--progress", "none"])])
  func `a terminal has none where it cannot, or is to be quiet`(term: String, more: [String]) throws {
    let terminal = try PseudoTerminal(columns: 80)
    let program = try start("plan", more, environment: ["TERM": term], errors: terminal.theirs)
    usleep(200_000)
    try program.write(rest)
    #expect(try program.finish() == 0)
    #expect(terminal.read() == "")
  }

  @Test func `short work shows no bar, and waits for none`() throws {
    let terminal = try PseudoTerminal(columns: 80)
    let program = try RunningProgram(
      ["inspect", world.export, "--progress-interval", "60"],
      in: world.folder,
      environment: ["TERM": "xterm"],
      errors: terminal.theirs
    )
    #expect(try program.finish() == 0)
    #expect(terminal.read() == "")
  }

  @Test func `Ctrl-C wipes the bar, and nothing is published`() throws {
    let output = world.folder.path(of: "recovered")
    let program = try start("recover", ["--output", output, "--progress", "bar"])
    wait { program.errors.contains("reading the backup") }
    #expect(program.interrupt() == 130)
    #expect(program.errors.hasSuffix("\u{1B}[K\(Self.wiped)regraft: interrupted; nothing was published\n"))
    #expect(program.errors.filter { $0 == "\n" }.count == 1)
    #expect(world.folder.files.allSatisfy { !$0.contains("recovered") })
  }

  @Test func `an error stands on a line of its own`() throws {
    let program = try start("plan", ["--progress", "bar"])
    wait { program.errors.contains("reading the backup") }
    #expect(try program.finish() == 1)
    #expect(program.errors.contains("\u{1B}[K\(Self.wiped)regraft: -, byte ") && program.errors.hasSuffix("\n"))
  }

  @Test(arguments: [
    ("plain", "regraft: slow: reading the backup"), ("bar", "\r1 of 2 jobs done; slow: reading the backup"),
  ])
  func `a batch names its jobs`(form: String, shown: String) throws {
    let fifo = world.folder.path(of: "fifo")
    #expect(mkfifo(fifo, 0o600) == 0)
    let jobs = """
      defaults: {current: export}
      jobs:
        - {name: quick, backup: 2021-05-04Z.dump.gz, output: quick}
        - {name: slow, backup: fifo, output: slow}
      """
    let file = try world.folder.write(jobs, to: "jobs.yaml")
    let program = try RunningProgram(
      ["batch", file, "--parallel", "2", "--progress", form, "--progress-interval", "0.02"],
      in: world.folder
    )
    // For reading too, which does not wait for the program.
    let backup = FileHandle(fileDescriptor: open(fifo, O_RDWR), closeOnDealloc: true)
    try backup.write(contentsOf: Data(beginning))
    wait { program.errors.contains(shown) }
    try backup.write(contentsOf: Data(rest))
    try backup.close()
    #expect(try program.finish() == 0)
    #expect(program.errors.contains(shown))
    #expect(program.output.contains("  slow "))
  }

  @Test func `a job cannot have a bar of its own`() throws {
    let job = "jobs: [{name: a, backup: b, current: c, output: o, progress: bar}]"
    let file = try world.folder.write(job, to: "jobs.yaml")
    let result = try Program(folder: world.folder).run(["batch", file, "--check"])
    #expect(result.status == 64 && result.errors.contains("--progress is given to the whole batch."))
  }

  @Test(arguments: ["recover", "plan", "merge-plans", "emit", "verify", "undo", "history", "inspect", "drill", "batch"])
  func `the help of all that takes long says it`(command: String) throws {
    let help = try Program(folder: world.folder).run([command, "--help"]).output
    #expect(help.contains("--progress <form>") && !help.contains("--progress-interval"))
  }

  @Test(arguments: [["--progress", "often"], ["--progress-interval", "0"], ["--progress-interval", "nan"]])
  func `what is no form of progress is refused`(more: [String]) throws {
    let result = try Program(folder: world.folder).run(["plan", world.backup, "--current", world.export] + more)
    #expect(result.status == 64)
  }
}
