import Testing

/// Random worlds, of which the program and the model must say the same.
///
/// `REGRAFT_MODEL_WORLDS` is the number of worlds, 2,000 where it is not set, and `REGRAFT_MODEL_SEED` the seed of
/// the first one:
///
///     REGRAFT_MODEL_SEED=100000 REGRAFT_MODEL_WORLDS=50000 swift test --filter ModelTests
@Suite struct ModelTests {
  private static let parts = ModelSeeds.parts(worlds: "REGRAFT_MODEL_WORLDS", usual: 2000)

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
