import Foundation
import TestSupport
import Testing

/// Many recoveries, as a person has them run.
@Suite struct BatchCommandTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [
        .init("Message", (1...4).map { World.stored("k\($0)") }),
        .init("Other", [World.stored("o1"), World.stored("o2")]),
      ],
      export: [
        "Message.json": World.array([World.exported("k1"), World.exported("k2")]),
        "Other.json": World.array([World.exported("o1", table: "Other")]),
      ]
    )
  }

  private func batch(_ jobs: String, _ more: String...) throws -> Program.Result {
    let file = try world.folder.write("defaults:\n  current: export/\njobs:\n" + jobs, to: "jobs.yaml")
    return try Program(folder: world.folder, environment: ["PLACE": "there"]).run(["batch", file] + more)
  }

  private static let jobs = """
      - name: messages
        backup: {latest: "*.dump.gz"}
        output: out/${NAME}-${ENV:PLACE}
        table: Message
      - name: broken
        backup: nowhere.gz
        output: out/broken
      - name: named
        backup: [2021-05-04Z.dump.gz]
        output: out/named
        id: [/db/Other/o2, /db/Other/o1]
        null-equals-absent: false
        allow-older-export: true
    """

  @Test(arguments: ["1", "3"])
  func `each job is a run of its own, and the worst is the exit code`(parallel: String) throws {
    let result = try batch(Self.jobs, "--parallel", parallel, "--json")
    #expect(result.status == 1)
    #expect(result.errors.contains("regraft: broken: nowhere.gz: cannot be opened"))
    let jobs = try #require(try result.json()["jobs"] as? [[String: Any]])
    #expect(jobs.map { $0["name"] as? String } == ["messages", "broken", "named"])
    #expect(jobs.map { $0["exitCode"] as? Int } == [0, 1, 2])
    #expect(jobs.map { $0["published"] as? String } == ["out/messages-there", nil, "out/named"])
    #expect(jobs.map { ($0["totals"] as? [String: Any])?["recovered"] as? Int } == [2, nil, 1])
    #expect((jobs[1]["error"] as? [String: Any])?["code"] as? String == "cannot-read")
    #expect(Set(jobs[0].keys) == ["name", "exitCode", "published", "totals", "error"])
    #expect(world.folder.files.filter { $0.hasSuffix("manifest.json") }.count == 2)
  }

  @Test func `a batch writes what recover does`() throws {
    #expect(try batch(Self.jobs).output.contains("\n  messages     0          2         0  out/messages-there\n"))
    let alone = ["recover", world.backup, "--current", world.export, "--output", world.folder.path(of: "alone")]
    #expect(try Program(folder: world.folder).run(alone + ["--table", "Message"]).status == 0)
    for name in ["import/Message.json", "manifest.json", "undo.json", "withheld.json"] {
      #expect(world.folder.read("alone/\(name)") == world.folder.read("out/messages-there/\(name)"))
    }
  }

  @Test func `a check runs nothing, a dry run publishes nothing`() throws {
    #expect(try batch(Self.jobs, "--check").status == 0)
    let result = try batch(Self.jobs, "--dry-run")
    #expect(result.status == 1 && result.output.contains("  messages     0          2         0  -\n"))
    #expect(world.folder.read("out/messages-there/manifest.json") == nil)
    #expect(try batch(Self.jobs, "--dry-run", "--quiet").output.isEmpty)
  }

  struct Wrong: CustomTestStringConvertible {
    var setting: String
    var message: String
    init(_ setting: String, _ message: String) { (self.setting, self.message) = (setting, message) }
    var testDescription: String { setting }
  }

  @Test(arguments: [
    Wrong("frobnicate: 1", "recover has no option --frobnicate."), Wrong("help: true", "recover has no option --help."),
    Wrong("json: true", "--json is given to the whole batch."),
    Wrong("max-objects: [1, 2]", "max-objects takes one text or number."),
    Wrong("memory-limit: 1M", "--memory-limit takes a size from 64M"), Wrong("threads: 0", "--threads takes a number"),
    Wrong("max-objects: many", "The value 'many' is invalid for '--max-objects <n>'"),
    Wrong("max-objects: true", "Missing value for '--max-objects <n>'"),
    Wrong("salvage: 'yes'", "salvage takes true or false."), Wrong("salvage: [true]", "salvage takes a text"),
    Wrong("table: false", "table takes a text, a number, true or false, or a list of texts."),
    Wrong("drop-undeclared: true", "--drop-undeclared needs --schema."),
    Wrong("map-field: x", "--map-field takes STORED=EXPORTED, not 'x'."),
    Wrong("output-format: xml", "The value 'xml' is invalid for '--output-format <format>'"),
  ])
  func `a setting that recover would refuse is told with its line`(wrong: Wrong) throws {
    let job = "  - name: a\n    backup: b\n    output: o\n"
    for more in ["--check", "--dry-run"] {
      let result = try batch(job + "    \(wrong.setting)\n", more)
      #expect(result.status == 64)
      #expect(result.errors.contains("jobs.yaml, line 7, column "), "\(result.errors)")
      #expect(result.errors.contains(wrong.message), "\(result.errors)")
    }
  }

  @Test func `programs get their document whatever is wrong`() throws {
    let file = world.folder.path(of: "jobs.yaml")
    for arguments in [
      ["batch", "/nowhere", "--json"], ["batch", "--json"], ["batch", file, "--json", "--parallel", "0"],
    ] {
      let result = try Program(folder: world.folder).run(arguments)
      #expect(result.status == 64)
      #expect((try result.json()["error"] as? [String: Any])?["code"] as? String == "usage")
    }
  }

  @Test func `settings that fail only in the run are the worst`() throws {
    let job = "  - {name: a, backup: 2021-05-04Z.dump.gz, output: a, table: Massage}\n"
    #expect(try batch(job + "  - {name: b, backup: nowhere, output: b}").status == 64)
    #expect(try batch("  - {name: b, backup: {latest: '*.no'}, output: b}").status == 1)
  }

  @Test func `an interruption ends the batch, and says that jobs are done`() throws {
    #expect(mkfifo(world.folder.path(of: "fifo"), 0o600) == 0)
    let text = """
      defaults: {current: export}
      jobs:
        - {name: done, backup: 2021-05-04Z.dump.gz, output: done}
        - {name: waiting, backup: fifo, output: waiting}
      """
    let file = try world.folder.write(text, to: "jobs.yaml")
    let errors = try world.folder.write([], to: "errors")
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["batch", file]
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    wait { world.folder.read("done/manifest.json") != nil }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(
      world.folder.read("errors").map { String(decoding: $0, as: UTF8.self) }
        == "regraft: interrupted; the jobs that were done are published\n"
    )
    #expect(world.folder.files.allSatisfy { !$0.hasPrefix("waiting") && !$0.contains(".regraft-") })
  }

  @Test func `the jobs of the example are right`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
    let file = root.appendingPathComponent("Examples/batch/JOBS.yaml").standardizedFileURL.path
    let result = try Program(folder: world.folder).run(["batch", file, "--dry-run", "--json"])
    #expect(result.status == 0)
    let jobs = try #require(try result.json()["jobs"] as? [[String: Any]])
    #expect(jobs.map { ($0["totals"] as? [String: Any])?["recovered"] as? Int } == [23, 1])
  }

  @Test(arguments: ["crontab", "regraft-batch.service", "cronjob.yaml"])
  func `what starts the jobs of the example is a command line`(name: String) throws {
    let examples = PageRun.package.appending(path: "Examples/batch")
    let text = try String(contentsOf: examples.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { $0.contains("JOBS.yaml") && $0.contains(/regraft,? batch/) }
    let line = try #require(lines.count == 1 ? lines[0] : nil)
    let words = line.split { " =[],\"".contains($0) }.map(String.init)
    let start = try #require(words.firstIndex { $0.hasSuffix("regraft") && !$0.contains("-") && $0 != "/srv/regraft" })
    let arguments = words[(start + 1)...].prefix { $0 != ">" }.map { word in
      word.hasSuffix("JOBS.yaml") ? examples.appending(path: "JOBS.yaml").path : word
    }
    let result = try Program(folder: world.folder).run(arguments + ["--check"])
    #expect(result.status == 0, "\(arguments): \(result.errors)")
  }
}
