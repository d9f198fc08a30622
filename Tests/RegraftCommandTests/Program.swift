import Foundation
import TestSupport
import Testing

/// The program, run in a folder of its own.
struct Program {
  let folder: TemporaryFolder
  /// Variables of its environment.
  var environment: [String: String] = [:]

  /// What a run came to.
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    func json() throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
  }

  /// What `Tests/run.sh --sanitize` tells the sanitizer, which is in the program as well.
  static let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
  }

  /// All of its environment: nothing that a test does not know of, beside what a sanitizer is told.
  static func environment(_ own: [String: String], in folder: TemporaryFolder) -> [String: String] {
    own.merging(sanitizerOptions) { own, _ in own }.merging(["TMPDIR": folder.path]) { own, _ in own }
  }

  static var url: URL {
    // Beside the test bundle.
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("regraft")
  }

  /// - Parameter input: what it reads from standard input; nothing where this is nil.
  func run(_ arguments: [String], input: [UInt8]? = nil) throws -> Result {
    let process = Process()
    process.executableURL = Self.url
    process.arguments = arguments
    process.environment = Self.environment(environment, in: folder)
    let output = folder.path(of: "stdout"), errors = folder.path(of: "stderr")
    try folder.write([], to: "stdout")
    try folder.write([], to: "stderr")
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    if let input {
      process.standardInput = FileHandle(forReadingAtPath: try folder.write(input, to: "stdin"))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    process.waitUntilExit()
    let text = { (name: String) in String(decoding: folder.read(name) ?? [], as: UTF8.self) }
    return Result(status: process.terminationStatus, output: text("stdout"), errors: text("stderr"))
  }
}
