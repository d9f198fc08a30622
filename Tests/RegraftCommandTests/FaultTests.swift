import Foundation
import Glibc
import TestSupport
import Testing

/// The program while what it needs is taken away from it: a short form of `Tests/faults.sh`.
@Suite(.serialized) struct FaultTests {
  private let world: World
  private let place: String
  private let output: String

  init() throws {
    world = try World(
      backup: [.init("Message", (1...800).map { World.stored("k\($0)") })],
      export: ["Message.json": World.array((1...600).map { World.exported("k\($0)") })]
    )
    place = world.folder.path(of: "place")
    output = "\(place)/recovered"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
  }

  private func start(_ arguments: [String], limit: String = "", input: FileHandle = .nullDevice) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "\(limit) exec \"$0\" \"$@\"", Program.url.path] + arguments
    process.environment = ["TMPDIR": world.folder.path, "SWIFT_BACKTRACE": "enable=no"]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func recover(from backup: String? = nil) -> [String] {
    ["recover", backup ?? world.backup, "--current", world.export, "--output", output, "--replace", "--quiet"]
  }

  /// What stands in the place, all files that are whole being named with their bytes.
  private func contents() -> [String: [UInt8]] {
    let names = world.folder.files.filter { $0.hasPrefix("place/") }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, world.folder.read($0) ?? []) })
  }

  private var left: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: place).filter { $0 != "recovered" } }
  }

  /// What an undisturbed run makes, and how long it takes.
  private func undisturbed() throws -> (contents: [String: [UInt8]], seconds: Double) {
    let began = Date()
    let process = try start(recover())
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let whole = contents()
    try FileManager.default.removeItem(atPath: output)
    return (whole, Date().timeIntervalSince(began))
  }

  @Test func `a run that is killed leaves the folder whole or absent, and the next one clears up`() throws {
    let (whole, seconds) = try undisturbed()
    var random = SeededGenerator(seed: 11)
    var foundHalfDone = false
    for number in 0..<10 {
      let isThere = FileManager.default.fileExists(atPath: output)
      let process = try start(recover())
      let moment = Date(timeIntervalSinceNow: .random(in: 0...seconds, using: &random))
      // At any moment, and as soon as it has begun to write.
      while process.isRunning, try number % 2 == 0 ? Date() < moment : left.isEmpty { usleep(200) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let found = contents().filter { $0.key.hasPrefix("place/recovered/") || $0.key == "place/recovered" }
      #expect(found == whole || !isThere && found.isEmpty, "\(number)")
      foundHalfDone = try foundHalfDone || !left.isEmpty
    }
    #expect(foundHalfDone)
    let process = try start(recover())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(contents() == whole)
    #expect(try left == [])
  }

  // In blocks of 512 bytes. The thread sanitizer writes a file of its own at the beginning of a program.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["REGRAFT_SANITIZER"] != "thread"),
    arguments: [0, 1, 8, 40, 100]
  )
  func `a file that may not grow further ends the run, and the earlier folder stays`(blocks: Int) throws {
    let (whole, _) = try undisturbed()
    for isThere in [false, true] {
      if isThere {
        let process = try start(recover())
        process.waitUntilExit()
      }
      let process = try start(recover(), limit: "ulimit -f \(blocks);")
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 1)
      #expect(contents() == (isThere ? whole : [:]))
    }
  }

  // A sanitizer takes more than any limit leaves. The libraries alone need what is below 100 MB, or a few more.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["REGRAFT_SANITIZER"] == nil))
  func `a run that may have little memory ends, whatever it needs it for`() throws {
    for megabytes in stride(from: 60, through: 260, by: 10) {
      let before = contents()
      let process = try start(recover(), limit: "ulimit -v \(megabytes << 10);")
      wait { !process.isRunning }
      try #require(!process.isRunning, "\(megabytes) MB")
      #expect(process.terminationStatus == 0 || contents() == before, "\(megabytes) MB")
    }
  }

  @Test(arguments: [0, 1, 100, 5_000])
  func `a backup that ends too early ends the run, from a file as from a pipe`(missing: Int) throws {
    let archive = try #require(world.folder.read("2021-05-04Z.dump.gz"))
    let part = missing == 0 ? [] : Array(archive.dropLast(missing))
    try #require(missing < archive.count)
    let cut = try world.folder.write(part, to: "cut.gz")
    let file = try start(recover(from: cut))
    file.waitUntilExit()
    #expect(file.terminationStatus == 1)
    #expect(contents().isEmpty)

    let fifo = world.folder.path(of: "fifo")
    try #require(mkfifo(fifo, 0o600) == 0)
    let process = try start(recover(from: fifo))
    let writer = Thread {
      // A reader that has seen enough must not end the tests.
      signal(SIGPIPE, SIG_IGN)
      guard let pipe = FileHandle(forWritingAtPath: fifo) else { return }
      try? pipe.write(contentsOf: Data(part))
      try? pipe.close()
    }
    writer.start()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(contents().isEmpty)
  }
}
