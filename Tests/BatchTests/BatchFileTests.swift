import Foundation
import TestSupport
import Testing

@testable import Batch

@Suite struct BatchFileTests {
  private static let variables = BatchVariables(
    moment: Date(timeIntervalSince1970: 1_620_108_000.9),
    environment: ["HOME": "/home/me", "EMPTY": ""]
  )

  private static func jobs(_ text: String) throws -> [BatchJob] {
    try BatchFile(path: "jobs.yaml", text: text, variables: variables).jobs
  }

  private static func settings(_ job: BatchJob) -> [String: BatchSetting.Value] {
    Dictionary(uniqueKeysWithValues: job.settings.map { ($0.name, $0.value) })
  }

  @Test func `a job has the settings of the defaults, and its own instead of them`() throws {
    let jobs = try Self.jobs(
      """
      defaults:
        current: exports/
        output: out/${NAME}
        table: [Message, 'true']
        max-objects: 500
      jobs:
        - name: nightly
          backup: a.gz
        - name: other
          backup: [a.gz, b.gz]
          table: Us*
          changed-after: 2021-05-04
          salvage: true
          replace: false
          label: "true"
        - {name: third, backup: {latest: 'backups/*.gz'}, output: elsewhere}
      """
    )
    #expect(jobs.map(\.name) == ["nightly", "other", "third"])
    #expect(jobs.map(\.backup) == [.paths(["a.gz"]), .paths(["a.gz", "b.gz"]), .latest("backups/*.gz")])
    #expect(
      Self.settings(jobs[0]) == [
        "current": .text("exports/"), "output": .text("out/nightly"), "table": .list(["Message", "true"]),
        "max-objects": .text("500"),
      ]
    )
    #expect(
      Self.settings(jobs[1]) == [
        "current": .text("exports/"), "output": .text("out/other"), "table": .text("Us*"), "max-objects": .text("500"),
        "changed-after": .text("2021-05-04"), "salvage": .flag(true), "replace": .flag(false), "label": .text("true"),
      ]
    )
    #expect(Self.settings(jobs[2])["output"] == .text("elsewhere"))
    #expect(jobs[1].place == BatchPlace(line: 9, column: 5))
  }

  struct Variable: CustomTestStringConvertible {
    var text: String
    var filled: String?
    var problem: VariableProblem?
    init(_ text: String, _ filled: String) { (self.text, self.filled) = (text, filled) }
    init(_ text: String, _ problem: VariableProblem) { (self.text, self.problem) = (text, problem) }
    var testDescription: String { text }
  }

  @Test(arguments: [
    Variable("", ""), Variable("plain $ {DATE} $DATE", "plain $ {DATE} $DATE"),
    Variable("${DATE}", "2021-05-04"), Variable("a/${DATE}T${TIME}-${NAME}/", "a/2021-05-04T06-00-00-job/"),
    Variable("${ENV:HOME}${ENV:EMPTY}!", "/home/me!"), Variable("$${DATE}", "$2021-05-04"),
    Variable("${ENV:NONE}", .unset("NONE")), Variable("${date}", .unknown("date")), Variable("${}", .unknown("")),
    Variable("${ENV:}", .unknown("ENV:")), Variable("${HOME}", .unknown("HOME")), Variable("x${DATE", .open),
  ])
  func `variables are filled in`(variable: Variable) throws {
    do throws(VariableProblem) {
      let filled = try Self.variables.fill(variable.text, name: "job")
      #expect(filled == variable.filled)
    } catch {
      #expect(error == variable.problem)
    }
  }

  @Test func `what is filled in is not looked at again, and a name has no name`() throws {
    #expect(try Self.variables.fill("${NAME}", name: "${DATE}") == "${DATE}")
    #expect(throws: VariableProblem.unknown("NAME")) { try Self.variables.fill("${NAME}", name: nil) }
  }

  struct Wrong: CustomTestStringConvertible {
    var text: String
    var line: Int
    var column: Int
    var problem: BatchFileError.Problem
    init(_ line: Int, _ column: Int, _ problem: BatchFileError.Problem, _ text: String) {
      (self.text, self.line, self.column, self.problem) = (text, line, column, problem)
    }
    var testDescription: String { "\(problem)" }
  }

  private static let first = "jobs:\n  - {name: a, backup: b, output: o}\n"

  @Test(arguments: [
    Wrong(1, 1, .unknownKey("job", known: ["defaults", "jobs"]), "job: []"),
    Wrong(1, 1, .missingKey("jobs"), "defaults: {}"),
    Wrong(1, 1, .wrongType(key: "jobs.yaml", expected: .mapping), "[]"),
    Wrong(1, 7, .wrongType(key: "jobs", expected: .listOfJobs), "jobs: {}"), Wrong(1, 7, .noJobs, "jobs: []"),
    Wrong(2, 5, .wrongType(key: "jobs", expected: .mapping), "jobs:\n  - a"),
    Wrong(
      2,
      11,
      .wrongType(key: "defaults", expected: .mapping),
      first.replacing("jobs:", with: "#\ndefaults: []\njobs:")
    ),
    Wrong(1, 12, .unknownKey("name", known: ["backup", "output", "…"]), "defaults: {name: x}\n" + first),
    Wrong(2, 5, .missingKey("name"), "jobs:\n  - backup: b"),
    Wrong(2, 5, .missingKey("backup"), "jobs:\n  - name: a"),
    Wrong(2, 5, .missingKey("output"), "jobs:\n  - {name: a, backup: b}"),
    Wrong(3, 5, .repeatedName("a", firstLine: 2), first + "  - {name: a, backup: b, output: p}"),
    Wrong(3, 26, .repeatedOutput("./o/", job: "a"), first + "  - {name: b, backup: b, output: ./o/}"),
    Wrong(2, 26, .wrongType(key: "output", expected: .text), "jobs:\n  - {name: a, backup: b, output: [o]}"),
    Wrong(2, 23, .wrongType(key: "backup", expected: .backup), "jobs:\n  - {name: a, backup: {newest: b}, output: o}"),
    Wrong(2, 23, .wrongType(key: "backup", expected: .backup), "jobs:\n  - {name: a, backup: [], output: o}"),
    Wrong(2, 23, .wrongType(key: "backup", expected: .text), "jobs:\n  - {name: a, backup: ~, output: o}"),
    Wrong(2, 23, .standardInput, "jobs:\n  - {name: a, backup: '-', output: o}"),
    Wrong(2, 11, .wrongType(key: "name", expected: .text), "jobs:\n  - name: true"),
    Wrong(2, 44, .wrongType(key: "where", expected: .textOrList), first.replacing("o}", with: "o, where: {a: 1}}")),
    Wrong(
      2,
      34,
      .unknownVariable("DAY"),
      first.replacing("o}", with: "'o/${DAY}'}")
    ),
    Wrong(2, 34, .unsetVariable("NONE"), first.replacing("o}", with: "'${ENV:NONE}'}")),
    Wrong(2, 34, .openVariable, first.replacing("o}", with: "'${DATE'}")),
    Wrong(2, 11, .unknownVariable("NAME"), "jobs:\n  - name: ${NAME}"),
  ])
  func `what is wrong is told with its place`(wrong: Wrong) {
    let error = BatchFileError(
      path: "jobs.yaml",
      place: BatchPlace(line: wrong.line, column: wrong.column),
      wrong.problem
    )
    #expect(throws: error) { try Self.jobs(wrong.text) }
  }

  @Test func `a key that stands twice, and what is no YAML, are told with their lines`() {
    for (text, line) in [("jobs: []\njobs: []", 1), (Self.first + "  - {name: b, name: c}", 3), ("jobs: [\n}", 2)] {
      let error = #expect(throws: BatchFileError.self) { try Self.jobs(text) }
      #expect(error?.place?.line == line, "\(String(describing: error))")
      switch error?.problem {
      case .repeatedKey, .malformed: break
      case let other: Issue.record("\(String(describing: other))")
      }
    }
    #expect(throws: BatchFileError(path: "/nowhere", place: nil, .unreadable)) { try BatchFile(path: "/nowhere") }
    #expect(throws: BatchFileError(path: "jobs.yaml", place: nil, .missingKey("jobs"))) { try Self.jobs("# none") }
  }
}

@Suite struct BatchBackupTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func latest(_ pattern: String) -> [String] {
    BatchBackup.latest(folder.path(of: pattern)).current.map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test func `the newest is that of the latest date in the names`() throws {
    for name in ["2021-05-04Z.gz", "2021-05-05Z.gz", "2021-04-30Z.gz", "2022-01-01Z.txt"] {
      try folder.write([], to: "b/\(name)")
    }
    #expect(latest("b/*.gz") == ["b/2021-05-05Z.gz"])
    #expect(latest("?/2021-0[45]-[0-3]0*.gz") == ["b/2021-04-30Z.gz"])
    #expect(latest("b/*.tar").isEmpty)
  }

  @Test func `where a name has no date it is the one that was written last`() throws {
    for (name, age) in [("2021-05-05Z.gz", 3), ("monday.gz", 1), ("tuesday.gz", 2)] {
      let path = try folder.write([], to: name)
      let moment = Date(timeIntervalSinceNow: -Double(age) * 3600)
      try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: path)
    }
    #expect(latest("*.gz") == ["monday.gz"])
  }

  @Test func `paths are what they are`() {
    #expect(BatchBackup.paths(["b", "a"]).current == ["b", "a"])
  }
}
