import Foundation

/// The seeds of the random worlds of a test.
enum ModelSeeds {
  /// The first seed and the one after the last of each of some equal parts, which run in parallel.
  ///
  /// - Parameters:
  ///   - variable: what in the environment is the number of worlds; `REGRAFT_MODEL_SEED` is the seed of the first one.
  ///   - usual: their number where it is not set.
  static func parts(worlds variable: String, usual: UInt64) -> [Range<UInt64>] {
    let first = number("REGRAFT_MODEL_SEED", 1)
    let count = number(variable, usual)
    return (0..<10).map { part in first + count * part / 10..<first + count * (part + 1) / 10 }
  }

  private static func number(_ name: String, _ usual: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init) ?? usual
  }
}
