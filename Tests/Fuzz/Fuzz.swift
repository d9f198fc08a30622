// Fuzz: what libFuzzer runs, one target a process. `Tests/fuzz.sh` builds and runs it.
//
// The environment says which target it is (`FUZZ_TARGET`), and whether the target's seeds are to be
// written to a folder in place of a run (`FUZZ_SEEDS`): libFuzzer has the command line for itself.
import Glibc

/// A reader that is given any bytes at all. A crash is a finding, and so is a broken promise: it is made
/// a crash by `demand`.
protocol FuzzTarget: Sendable {
  /// Sound inputs, from which fuzzing sets out.
  static var seeds: [[UInt8]] { get }

  init()

  /// Reads one input.
  func read(_ input: UnsafeRawBufferPointer)
}

private let targets: [String: any FuzzTarget.Type] = [
  "planted": PlantedTarget.self, "bson": BSONTarget.self, "archive": ArchiveTarget.self, "gzip": GzipTarget.self,
  "json": JSONTarget.self, "extendedjson": ExtendedJSONTarget.self, "ids": IDTarget.self,
]

private let targetType: any FuzzTarget.Type = {
  let name = environment("FUZZ_TARGET") ?? ""
  guard let type = targets[name] else { fatalError("no target \"\(name)\"") }
  return type
}()

private let target = targetType.init()

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// What libFuzzer calls once, before all inputs.
@_cdecl("LLVMFuzzerInitialize")
public func initializeFuzzer(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  guard let folder = environment("FUZZ_SEEDS") else { return 0 }
  for (index, seed) in targetType.seeds.enumerated() {
    let file = InputFile(path: "\(folder)/seed-\(index)")
    seed.withUnsafeBytes { file.write($0) }
  }
  exit(0)
}

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  target.read(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}

/// Makes a broken promise a finding.
func demand(_ holds: Bool, _ promise: @autoclosure () -> String) {
  if !holds { fatalError("broken promise: \(promise())") }
}
