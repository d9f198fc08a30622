import Foundation
import TestSupport

/// The commands of a page, run one after the other in one shell, as a person types them: in a folder with a copy of the
/// examples, and with the program where the shell finds it.
struct PageRun {
  /// What is not as the page says, with the lines.
  private(set) var problems: [String] = []

  init(_ page: Page) throws {
    let folder = try TemporaryFolder()
    let examples = Self.package.appending(path: "Examples").path
    for name in ["batch", "data"] {
      // Not with what somebody has recovered there.
      for file in try FileManager.default.subpathsOfDirectory(atPath: "\(examples)/\(name)")
      where !file.hasPrefix("recovered") {
        guard let bytes = FileManager.default.contents(atPath: "\(examples)/\(name)/\(file)") else { continue }
        try folder.write(Array(bytes), to: "shop/Examples/\(name)/\(file)")
      }
    }
    let results = try Self.results(of: page, in: folder)
    var last: (Page.Command, status: Int32)?
    for (command, result) in zip(page.commands, results) {
      if let (failed, status) = last, status != 0, !command.text.hasPrefix("echo $?") {
        problems.append("line \(failed.line): ends with exit code \(status)")
      }
      last = (command, result.status)
      if let output = command.output, !ShownOutput.matches(output, result.output) {
        problems.append("line \(command.line): prints\n\(result.output.joined(separator: "\n"))")
      }
    }
    if let (failed, status) = last, status != 0 {
      problems.append("line \(failed.line): ends with exit code \(status)")
    }
    if results.count < page.commands.count {
      problems.append("line \(page.commands[results.count].line): does not end")
    }
  }

  /// The package's folder.
  static let package = URL(fileURLWithPath: #filePath).appending(path: "../../../..").standardizedFileURL

  private struct Result {
    var status: Int32
    var output: [String]
  }

  private static func results(of page: Page, in folder: TemporaryFolder) throws -> [Result] {
    // Ends each command's output, in a line of its own.
    let mark = "-- exit code "
    let script = page.commands.map { command in
      "\(command.text)\nstatus=$?; printf '\\n\(mark)%d\\n' $status; (exit $status)\n"
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [try folder.write(script.joined(), to: "script")]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path(of: "shop"))
    let programs = Program.url.deletingLastPathComponent().path
    process.environment = Program.environment(
      ["PATH": "\(programs):/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8"],
      in: folder
    )
    let output = FileHandle(forWritingAtPath: try folder.write([], to: "output"))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    var results: [Result] = []
    var lines: [String] = []
    let text = String(decoding: folder.read("output") ?? [], as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix(mark), let status = Int32(line.dropFirst(mark.count)) else {
        lines.append(String(line))
        continue
      }
      // The line that the mark itself has begun.
      if lines.last == "" { lines.removeLast() }
      results.append(Result(status: status, output: lines))
      lines = []
    }
    return results
  }
}
