/// What the command line asks for.
struct Options {
  /// The folder in which the data set is made.
  var folder = ""
  /// How many objects the backup holds.
  var objects = 0
  /// The same seed gives the same data set.
  var seed: UInt64 = 1
  /// The share of the backup's objects that the export lacks.
  var deleted = 0.02
  /// The share of the backup's objects that the export holds with other content.
  var modified = 0.03
  /// The objects that only the export holds, as a share of the backup's.
  var created = 0.01
  /// Whether `_id` is `/db/TABLE/KEY` instead of the key.
  var storesWholeIds = false
  /// How hard gzip tries; 0 leaves the archive uncompressed.
  var gzipLevel = 6

  static let usage = """
    usage: MakeDataset OUT --objects N [--seed S] [--deleted F] [--modified F] [--created F]
                       [--ref-ids] [--gzip-level L]

    Makes OUT/backup.archive.gz, OUT/export/TABLE.json and OUT/truth.json.
    --deleted, --modified, --created   shares of the backup's objects (0.02, 0.03, 0.01)
    --ref-ids                          store _id as /db/TABLE/KEY instead of KEY
    --gzip-level L                     0 leaves the archive uncompressed (6)
    """

  /// Reads the arguments; nil when they are wrong.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--objects":
        guard Self.read(&rest, into: &objects) else { return nil }
      case "--seed":
        guard Self.read(&rest, into: &seed) else { return nil }
      case "--deleted":
        guard Self.read(&rest, into: &deleted) else { return nil }
      case "--modified":
        guard Self.read(&rest, into: &modified) else { return nil }
      case "--created":
        guard Self.read(&rest, into: &created) else { return nil }
      case "--gzip-level":
        guard Self.read(&rest, into: &gzipLevel) else { return nil }
      case "--ref-ids":
        storesWholeIds = true
      default:
        guard folder.isEmpty, !argument.hasPrefix("-") else { return nil }
        folder = argument
      }
    }
    guard !folder.isEmpty, objects > 0, (0...9).contains(gzipLevel) else { return nil }
  }

  private static func read<Number: LosslessStringConvertible>(
    _ rest: inout ArraySlice<String>,
    into option: inout Number
  ) -> Bool {
    guard let number = rest.popFirst().flatMap(Number.init) else { return false }
    option = number
    return true
  }
}
