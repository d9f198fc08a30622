import Testing

@testable import Merge

/// Random worlds, of which the joined plans of shards must be the plan of one run.
///
/// `REGRAFT_SHARD_WORLDS` is the number of worlds, 120 where it is not set, and `REGRAFT_MODEL_SEED` the seed of the
/// first one.
@Suite struct ShardModelTests {
  private static let parts = ModelSeeds.parts(worlds: "REGRAFT_SHARD_WORLDS", usual: 120)

  @Test(arguments: parts) func `the joined plans of shards are the plan of one run`(seeds: Range<UInt64>) throws {
    for seed in seeds {
      let files = try ModelFiles(ModelWorld(seed: seed), seed: seed)
      let runs = ShardRuns(files.options, in: files.folder)
      let count = [1, 2, 3, 7][Int(seed % 4)]
      #expect(try runs.differences(count) == [], "seed \(seed), \(count) parts")
    }
  }
}
