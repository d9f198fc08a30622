import Foundation
import Testing

/// Random worlds, of which the program and the model must say the same.
///
/// `REGRAFT_MODEL_WORLDS` is the number of worlds, 2,000 where it is not set, and `REGRAFT_MODEL_SEED` the seed of
/// the first one:
///
///     REGRAFT_MODEL_SEED=100000 REGRAFT_MODEL_WORLDS=50000 swift test --filter ModelTests
@Suite struct ModelTests {
  private static func number(_ name: String, _ usual: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init) ?? usual
  }

  /// The first seed and the one after the last of each of some equal parts, which run in parallel.
  private static let parts: [Range<UInt64>] = {
    let first = number("REGRAFT_MODEL_SEED", 1)
    let count = number("REGRAFT_MODEL_WORLDS", 2000)
    return (0..<10).map { part in first + count * part / 10..<first + count * (part + 1) / 10 }
  }()

  @Test(arguments: parts) func `the program and the model agree`(seeds: Range<UInt64>) throws {
    for seed in seeds {
      let world = ModelWorld(seed: seed)
      let outcome = try ModelOutcome.planned(ModelFiles(world, seed: seed))
      let expected = Model(world).outcome
      if let difference = outcome.difference(from: expected) {
        Issue.record("seed \(seed): program ≠ model: \(difference)")
      }
      // With the export taken in small pieces by several threads.
      var files = try ModelFiles(world, seed: seed)
      files.options.chunkBytes = 64 + Int(seed % 7) * 150
      if let difference = try ModelOutcome.planned(files).difference(from: expected) {
        Issue.record("seed \(seed): program in chunks ≠ model: \(difference)")
      }
      // With no memory for the indexes of the export.
      files = try ModelFiles(world, seed: seed)
      files.options.indexBytes = seed % 3 == 0 ? 80_000 : 0
      if let difference = try ModelOutcome.planned(files).difference(from: expected) {
        Issue.record("seed \(seed): program on the disk ≠ model: \(difference)")
      }
    }
  }
}
