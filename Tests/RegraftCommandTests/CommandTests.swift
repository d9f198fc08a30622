import Compression
import Foundation
import TestSupport
import Testing

/// The program itself, run as a person runs it.
@Suite struct CommandTests {
  private let world: World

  init() throws {
    world = try World(
      backup: [.init("Message", (1...4).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array([World.exported("k1"), World.exported("k2", version: 2, text: "new")])]
    )
  }

  private func regraft(_ arguments: String..., input: [UInt8]? = nil) throws -> Program.Result {
    try run(arguments, input: input)
  }

  private func run(_ arguments: [String], input: [UInt8]? = nil) throws -> Program.Result {
    try Program(folder: world.folder).run(arguments, input: input)
  }

  private var output: String { world.folder.path(of: "recovered") }

  @Test func `recover writes the import files and says where they are`() throws {
    let result = try regraft("recover", world.backup, "--current", world.export, "--output", output)
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output.contains("Recover   2 objects"))
    #expect(result.output.contains("import/Message.json"))
    #expect(try regraft("verify", output, "--current", world.export).status == 0)
    let again = try regraft("recover", world.backup, "--current", world.export, "--output", output)
    #expect(again.status == 1 && again.errors.contains("is there already"))
    #expect(
      try regraft("recover", world.backup, "--current", world.export, "--output", output, "--replace").status == 0
    )
  }

  @Test func `a plan is kept, and previewed as text and as JSON lines`() throws {
    let kept = world.folder.path(of: "today.plan")
    #expect(try regraft("plan", world.backup, "--current", world.export, "--output", kept).status == 0)
    #expect(try regraft("plan", world.backup, "--current", world.export, "--output", kept).status == 1)
    #expect(try regraft("plan", world.backup, "--current", world.export, "--output", kept, "--replace").status == 0)
    let text = try regraft("preview", kept, "--status", "deleted")
    #expect(text.status == 0 && text.errors == "")
    #expect(text.output.contains("\nMessage, deleted:\n  /db/Message/k3  \"text of k3\""))
    let lines = try regraft("preview", kept, "--json").output.split(separator: "\n")
    let objects = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(
      objects.allSatisfy {
        Set($0.keys) == [
          "table", "id", "status", "reason", "action", "withheld", "lastSeen", "firstMissing", "backup", "current",
          "differences",
        ]
      }
    )
    #expect(objects.map { $0["status"] as? String } == ["deleted", "deleted", "modified"])
    #expect(try regraft("preview", world.backup).status == 1)
  }

  @Test func `a plan is edited, and emitted as it was decided`() throws {
    let kept = world.folder.path(of: "today.plan")
    #expect(try regraft("plan", world.backup, "--current", world.export, "--output", kept).status == 0)
    let edited = try regraft("edit", kept, "--exclude", "/db/Message/k3")
    #expect(edited.status == 0 && edited.output == "1 object to recover, 1 taken out\n" && edited.errors == "")
    #expect(try regraft("preview", kept, "--status", "deleted").output.contains("(taken out)"))
    let emitted = try regraft("emit", kept, "--output", output)
    #expect(emitted.status == 0 && emitted.errors == "")
    #expect(emitted.output.contains("1 object taken out of the plan") && emitted.output.contains("import/Message.json"))
    #expect(try regraft("verify", output, "--current", world.export).status == 0)
    let again = try regraft("emit", kept, "--output", output, "--json")
    #expect(try again.status == 1 && (again.json()["error"] as? [String: Any])?["code"] as? String == "output-exists")
    let json = try regraft("emit", kept, "--output", output, "--replace", "--json").json()
    #expect(
      Set(json.keys) == ["backups", "tables", "totals", "stopped", "warnings", "published", "files", "error"]
    )
    #expect((json["totals"] as? [String: Any])?["recovered"] as? Int == 1 && json["published"] as? String == output)
    let unknown = try regraft("edit", kept, "--exclude", "/db/Message/nobody")
    #expect(unknown.status == 1 && unknown.errors.contains("has no object of these ids: /db/Message/nobody"))
    let ids = try world.folder.write("/db/Message/k3\n/db/Message/k2\n", to: "ids.txt")
    let only = try regraft("edit", kept, "--ids-from", ids, "--json")
    #expect(only.status == 2 && only.errors.contains("/db/Message/k2 cannot be recovered: it is modified"))
    #expect(try only.json()["recovered"] as? Int == 1)
    #expect(try regraft("edit", kept).status == 64)
    #expect(try regraft("emit", kept, "--output", output, "--current-parts").status == 64)
  }

  @Test func `what is back in a fresh export is not emitted`() throws {
    let kept = world.folder.path(of: "today.plan")
    #expect(try regraft("plan", world.backup, "--current", world.export, "--output", kept).status == 0)
    try world.folder.write(
      World.array([World.exported("k1"), World.exported("k2", version: 2), World.exported("k4")]),
      to: "fresh/Message.json"
    )
    let emitted = try regraft("emit", kept, "--output", output, "--current", world.folder.path(of: "fresh"))
    #expect(emitted.status == 2 && emitted.output.contains("/db/Message/k4: it is there again, in the fresh export"))
    let text = String(decoding: try #require(world.folder.read("recovered/import/Message.json")), as: UTF8.self)
    #expect(text.contains("/db/Message/k3") && !text.contains("/db/Message/k4"))
    try world.folder.write(World.array([World.exported("k1")]), to: "export/Message.json")
    let changed = try regraft("emit", kept, "--output", world.folder.path(of: "other"))
    #expect(changed.status == 1 && changed.errors.contains("Give a fresh export: --current EXPORT."))
  }

  @Test func `parts of a plan are joined, and not emitted alone`() throws {
    let parts = (1...2).map { world.folder.path(of: "part-\($0).plan") }
    for (index, part) in parts.enumerated() {
      let made = try regraft(
        "plan",
        world.backup,
        "--current",
        world.export,
        "--shard",
        "\(index + 1)/2",
        "--output",
        part
      )
      #expect(made.status == 0 && made.errors == "")
      #expect(made.output.contains("part \(index + 1) of 2: guards, references and unique indexes were not judged"))
      for arguments in [["emit", part, "--output", output], ["edit", part, "--exclude", "/db/Message/k3"]] {
        let refused = try run(arguments)
        #expect(refused.status == 1 && refused.errors.contains("Join all parts with `regraft merge-plans`"))
      }
    }
    let joined = world.folder.path(of: "joined.plan"), whole = world.folder.path(of: "whole.plan")
    let result = try run(["merge-plans"] + parts + ["--output", joined])
    let single = try regraft("plan", world.backup, "--current", world.export, "--output", whole)
    #expect(result.status == 0 && result.errors == "" && result.output == single.output)
    #expect(try regraft("preview", joined, "--json").output == regraft("preview", whole, "--json").output)
    #expect(try regraft("emit", joined, "--output", output).status == 0)

    let missing = try regraft("merge-plans", parts[0], "--output", joined, "--replace", "--json")
    let error = try missing.json()["error"] as? [String: Any]
    #expect(missing.status == 1 && error?["code"] as? String == "missing-shards")
    let again = try run(["merge-plans"] + parts + ["--output", joined])
    #expect(again.status == 1 && again.errors.contains("is there already"))
    #expect(try regraft("merge-plans", "--output", joined).status == 64)
    #expect(try regraft("merge-plans", parts[0]).status == 64)
  }

  @Test(arguments: ["0/2", "3/2", "1", "1/2/3", "a/b", "/", "1/0", "-1/2"])
  func `what is no part is refused`(shard: String) throws {
    let result = try regraft("plan", world.backup, "--current", world.export, "--shard=\(shard)")
    #expect(result.status == 64)
    #expect(try regraft("recover", world.backup, "--current", world.export, "--shard", "1/2").status == 64)
  }

  @Test func `undo lists what is still as it was brought`() throws {
    _ = try regraft("recover", world.backup, "--current", world.export, "--output", output)
    let now = [World.exported("k3"), World.exported("k4", text: "changed"), World.exported("k9")]
    try world.folder.write(World.array(now), to: "after/Message.json")
    let after = world.folder.path(of: "after")
    let result = try regraft("undo", output, "--current", after)
    #expect(result.status == 0 && result.output == "/db/Message/k3\n")
    #expect(result.errors.contains("1 of 2 objects are as they were brought"))
    let json = try regraft("undo", output, "--current", after, "--json").json()
    #expect(json["same"] as? Int == 1 && json["changed"] as? Int == 1 && json["absent"] as? Int == 0)
    #expect(try regraft("undo", world.export, "--current", after).status == 1)
  }

  @Test func `report makes a page of a plan that was kept, and replaces only such pages`() throws {
    let plan = world.folder.path(of: "today.plan"), page = world.folder.path(of: "today.html")
    #expect(try regraft("plan", world.backup, "--current", world.export, "--output", plan).status == 0)
    let made = try regraft("report", plan, "--output", page)
    #expect(made.status == 0 && made.output == "" && made.errors == "")
    let text = String(decoding: try #require(world.folder.read("today.html")), as: UTF8.self)
    #expect(text.hasPrefix("<!doctype html>") && text.contains("/db/Message/k3"))
    let again = try regraft("report", plan, "--output", page)
    #expect(again.status == 1 && again.errors.contains("is there already"))
    #expect(try regraft("report", plan, "--output", page, "--replace", "--mask", "text").status == 0)
    let own = try regraft("report", plan, "--output", plan, "--replace")
    #expect(own.status == 1 && own.errors.contains("is not a report"))
    #expect(try regraft("report", page, "--output", world.folder.path(of: "x.html")).status == 1)
    #expect(try regraft("report", plan).status == 64)
  }

  @Test func `the JSON document has what programs depend on`() throws {
    let result = try regraft("recover", world.backup, "--current", world.export, "--output", output, "--json")
    let json = try result.json()
    #expect(
      Set(json.keys) == ["backups", "tables", "totals", "stopped", "warnings", "published", "files", "error"]
    )
    let table = try #require((json["tables"] as? [[String: Any]])?.first)
    let figures: [String: Int] = [
      "backup": 4, "current": 2, "deleted": 2, "unchanged": 1, "modified": 1, "diverged": 0, "created": 0,
      "selected": 2, "followed": 0, "recovered": 2, "withheld": 0,
    ]
    for (name, figure) in figures {
      #expect(table[name] as? Int == figure, "\(name)")
      #expect((json["totals"] as? [String: Any])?[name] as? Int == figure, "\(name)")
    }
    #expect(json["published"] as? String == output && json["error"] is NSNull)
    let file = try #require((json["files"] as? [[String: Any]])?.first)
    #expect(file["path"] as? String == "import/Message.json" && file["objects"] as? Int == 2)
    let backup = try #require((json["backups"] as? [[String: Any]])?.first)
    #expect(Set(backup.keys) == ["path", "bytes", "sha256", "database", "createdWith"])
    #expect((backup["sha256"] as? String)?.count == 64 && backup["database"] as? String == "app")
  }

  @Test func `a run that fails prints its JSON document too`() throws {
    let missing = try regraft("plan", world.folder.path(of: "nowhere"), "--current", world.export, "--json")
    #expect(missing.status == 1)
    #expect((try missing.json()["error"] as? [String: Any])?["code"] as? String == "cannot-read")
    try world.replaceBackup(Array(ArchiveWriter.archive([.init("Message", [World.stored("k1")])]).dropLast(1)))
    let broken = try regraft("recover", world.backup, "--current", world.export, "--output", output, "--json")
    #expect(broken.status == 1)
    #expect((try broken.json()["stopped"] as? [[String: Any]])?.first?["guard"] as? String == "broken backup")
    let stopped = try #require(try broken.json()["stopped"] as? [[String: Any]])
    #expect(stopped.first?["liftedBy"] as? String == "--salvage")
  }

  @Test func `an export that is not there is said to be so`() throws {
    let result = try regraft("plan", world.backup, "--current", "/nowhere/export")
    #expect(
      result.status == 1 && result.errors == "regraft: /nowhere/export: cannot be opened: No such file or directory.\n"
    )
  }

  @Test func `programs get their document also where the command line is wrong`() throws {
    for arguments in [["plan", world.backup, "--json"], ["recover", world.backup, "--json", "--frobnicate"]] {
      let result = try run(arguments)
      #expect(result.status == 64)
      #expect((try result.json()["error"] as? [String: Any])?["code"] as? String == "usage")
    }
    let ids = try regraft("plan", world.backup, "--current", world.export, "--json", "--ids-from", "/nowhere")
    #expect(ids.status == 64)
    #expect((try ids.json()["error"] as? [String: Any])?["code"] as? String == "usage")
  }

  @Test func `a folder that was published counts, whoever hears of it`() throws {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["recover", world.backup, "--current", world.export, "--output", output]
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(world.folder.read("recovered/manifest.json") != nil)
  }

  @Test func `an archive comes from standard input`() throws {
    let bytes = try #require(world.folder.read("2021-05-04Z.dump.gz"))
    let result = try regraft("plan", "-", "--current", world.export, "--json", input: bytes)
    #expect(result.status == 0)
    #expect((try result.json()["totals"] as? [String: Any])?["recovered"] as? Int == 2)
  }

  struct Line: CustomTestStringConvertible {
    var arguments: String
    var status: Int32
    init(_ status: Int32, _ arguments: String) {
      self.arguments = arguments
      self.status = status
    }
    var testDescription: String { "\(arguments): \(status)" }
  }

  @Test(arguments: [
    Line(0, ""), Line(64, "plan"), Line(64, "plan BACKUP"), Line(64, "frobnicate"), Line(0, "--version"),
    Line(0, "plan BACKUP --current EXPORT"), Line(64, "plan BACKUP --current EXPORT --table Massage"),
    Line(64, "plan BACKUP --current EXPORT --map-field x"), Line(2, "plan BACKUP --current EXPORT --id k1"),
    Line(0, "plan BACKUP --current EXPORT --id k3"), Line(1, "plan BACKUP --current EXPORT --id unknown"),
    Line(1, "plan BACKUP --current EXPORT --max-objects 1"), Line(0, "plan BACKUP --current EXPORT --max-objects 2"),
    Line(0, "plan BACKUP --current EXPORT --exclude-table Mess*"),
    Line(0, "plan BACKUP --current EXPORT --allow-older-export --allow-older-export Message"),
    Line(64, "plan BACKUP --current EXPORT --assume-empty Massage"),
    Line(64, "plan BACKUP --current EXPORT --database other"), Line(0, "inspect BACKUP EXPORT"),
    Line(1, "inspect BACKUP /nowhere"), Line(64, "show BACKUP --table Massage"), Line(0, "show EXPORT"),
    Line(64, "show EXPORT --format xml"), Line(1, "verify EXPORT --current EXPORT"),
    Line(64, "plan BACKUP BACKUP --current EXPORT"), Line(0, "plan BACKUP BACKUP --current EXPORT --all-deleted"),
    Line(64, "plan BACKUP --current EXPORT --changed-after yesterday"),
    Line(64, "plan BACKUP --current EXPORT --changed-after 2021-02-30"),
    Line(64, "plan BACKUP --current EXPORT --changed-after 2021-02-28T24:00:00Z"),
    Line(64, #"plan BACKUP --current EXPORT --where {"a":{"$near":1}}"#),
    Line(0, #"plan BACKUP --current EXPORT --where {"text":{"$regex":"k3"}}"#),
    Line(0, "plan BACKUP --current EXPORT --changed-after 2021-05-03 --created-before 2021-05-03T12:00:00+02:00"),
    Line(64, "plan BACKUP --current EXPORT --erased /nowhere"),
    Line(64, "plan BACKUP --current EXPORT --drop-undeclared"),
    Line(1, "plan BACKUP --current EXPORT --schema EXPORT"), Line(64, "plan - - --current EXPORT --all-deleted"),
    Line(1, "plan EXPORT --current EXPORT"), Line(0, "plan BACKUP --current BACKUP"),
    Line(64, "plan BACKUP --current BACKUP --current-database other"),
    Line(64, "plan BACKUP --current EXPORT --current-database app"), Line(0, "plan BACKUP --current EXPORT --diff"),
    Line(64, "plan BACKUP --current EXPORT --limit 3"), Line(64, "plan BACKUP --current EXPORT --mask x"),
    Line(64, "plan BACKUP --current EXPORT --diff --limit -1"),
    Line(64, "recover BACKUP --current EXPORT --output x --diff"), Line(64, "history BACKUP"),
    Line(0, "history BACKUP --id /db/Message/k4"), Line(0, "history BACKUP --id k2 --table Message --current EXPORT"),
    Line(64, "history BACKUP --id k2"), Line(1, "history BACKUP --id /db/Message/none --current EXPORT"),
    Line(1, "history BACKUP /nowhere --id /db/Message/k1"), Line(1, "history EXPORT --id /db/Message/k1"),
    Line(64, "history BACKUP --id k1 --table Message --database other"),
    Line(64, "plan BACKUP --current EXPORT --memory-limit 63M"),
    Line(64, "plan BACKUP --current EXPORT --memory-limit much"),
    Line(0, "plan BACKUP --current EXPORT --memory-limit 64M --threads 1"),
    Line(64, "plan BACKUP --current EXPORT --threads 0"), Line(64, "history BACKUP --id k1 --threads 1"),
  ])
  func `exit codes are those of the contract`(line: Line) throws {
    let words = line.arguments.split(separator: " ").map { word in
      word == "BACKUP" ? world.backup : word == "EXPORT" ? world.export : String(word)
    }
    #expect(try run(words).status == line.status)
  }

  @Test func `ids come from a file, one a line or as JSON`() throws {
    let lines = try world.folder.write("/db/Message/k3\n\n  k4  \n", to: "ids.txt")
    let array = try world.folder.write(#"["k3"]"#, to: "ids.json")
    for (file, count) in [(lines, 2), (array, 1)] {
      let result = try regraft("plan", world.backup, "--current", world.export, "--ids-from", file, "--json")
      #expect((try result.json()["totals"] as? [String: Any])?["recovered"] as? Int == count)
    }
    #expect(try regraft("plan", world.backup, "--current", world.export, "--ids-from", "/nowhere").status == 64)
  }

  @Test func `nothing that is secret is said, and no Swift is seen`() throws {
    let marker = "SECRET-7f3a"
    var secret = World.stored("k5")
    secret["_hash"] = .string(marker)
    secret["note"] = .string(marker)
    let index = #"{"indexes":[{"key":{"_hash":1},"name":"h","unique":true}]}"#
    let own = try World(
      backup: [.init("Message", [World.stored("k1"), secret], metadata: index)],
      export: ["Message.json": World.array([World.exported("k1"), #"{"id":"/db/Message/n","_hash":"\#(marker)"}"#])]
    )
    for more in [[], ["--json"], ["--diff", "--mask", "note"], ["--diff", "--mask", "note", "--json"]] {
      let result = try run(["plan", own.backup, "--current", own.export] + more)
      #expect(result.status == 2)
      let text = result.output + result.errors
      #expect(!text.contains(marker) && !text.contains("Optional(") && !text.isEmpty)
    }
  }

  @Test func `differences are shown below the figures, in the JSON document with each table`() throws {
    let text = try regraft("plan", world.backup, "--current", world.export, "--diff").output
    let about = "modified (updated), version 1 → 2, updated 2021-05-03 00:01 → 2021-05-03 00:02"
    #expect(text.contains("\nChanged in Message:\n  /db/Message/k2  \(about)\n"))
    #expect(text.contains("\n    ~ text: \"text of k2\" → \"new\"\n"))
    let json = try regraft("plan", world.backup, "--current", world.export, "--diff", "--json").json()
    let table = try #require((json["tables"] as? [[String: Any]])?.first)
    let object = try #require((table["differences"] as? [[String: Any]])?.first)
    #expect(
      Set(object.keys) == [
        "table", "id", "status", "reason", "action", "withheld", "lastSeen", "firstMissing", "backup", "current",
        "differences",
      ]
    )
    #expect(object["id"] as? String == "/db/Message/k2" && object["action"] as? String == "keep")
    let difference = try #require((object["differences"] as? [[String: Any]])?.first)
    #expect(
      difference as? [String: String] == [
        "path": "text", "kind": "changed", "backup": "text of k2", "current": "new",
      ]
    )
    let plain = try regraft("plan", world.backup, "--current", world.export, "--json").json()
    #expect((plain["tables"] as? [[String: Any]])?.first?["differences"] == nil)
  }

  @Test func `history says what it found also where it fails`() throws {
    let result = try regraft("history", world.backup, "--id", "k1", "--json")
    #expect(result.status == 64)
    #expect((try result.json()["error"] as? [String: Any])?["code"] as? String == "usage")
    let broken = try regraft("history", world.backup, "/nowhere", "--id", "/db/Message/k1")
    #expect(broken.status == 1 && broken.output.contains("NOT READ: /nowhere") && broken.output.contains("first seen"))
  }

  @Test(arguments: ["recover", "plan", "preview", "verify", "undo", "history", "inspect", "show", "drill", "batch"])
  func `every command's help has an example and its exit codes`(command: String) throws {
    let result = try regraft(command, "--help")
    #expect(result.status == 0)
    #expect(result.output.contains("  regraft \(command) ") && result.output.contains("EXIT STATUS"))
  }
}
