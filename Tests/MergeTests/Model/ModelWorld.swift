import TestSupport

/// A random world: tables, what some backups and the export have of them, and what is asked for.
struct ModelWorld: Sendable {
  let seed: UInt64
  var tables: [ModelTable] = []
  /// How many backups there are.
  var backups = 1
  /// Whether their names have dates.
  var isDated = true
  var request = ModelRequest()

  static let day: Int64 = 86_400_000
  /// The day of the oldest backup, 2021-05-02.
  static let start: Int64 = 1_619_913_600_000

  /// When a backup was made, and at the end the export.
  static func moment(_ backup: Int) -> Int64 { start + Int64(backup) * day }

  /// The name of a backup.
  func name(_ backup: Int) -> String { isDated ? "2021-05-0\(backup + 2)Z" : ["one", "two", "three"][backup] }

  /// Draws a world.
  init(seed: UInt64) {
    self.seed = seed
    var random = SeededGenerator(seed: seed)
    backups = random.element(of: [1, 1, 2, 2, 3])
    isDated = random.chance(0.7)
    var history = ModelHistory(backups: backups, &random)
    tables = history.tables(&random)
    request = ModelRequest(self, &random)
  }
}
