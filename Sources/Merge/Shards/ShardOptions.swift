import ExtendedJSON
import Foundation
import Values

/// What was asked of a shard, so that the parts can be held against each other and be joined.
package struct ShardOptions: Codable, Equatable, Sendable {
  /// A path as it was given, and from the root.
  struct Path: Codable, Equatable, Sendable {
    var given: String
    var absolute: String

    init(_ path: String) {
      given = path
      absolute = path == "-" ? path : URL(fileURLWithPath: path).path
    }

    /// The path as it can be read now: as it was given, where that still means the same.
    var current: String { Path(given) == self ? given : absolute }
  }

  private var backups: [Path]
  private var current: [Path]
  private var allowsParts: Bool
  private var database: String?
  private var currentDatabase: String?
  private var selection: Selection
  /// With the classes of the schema.
  private var comparison: ComparisonRules
  private var lifted: LiftedGuards
  private var keepsReferrersOfErased: Bool
  private var strictReferences: Bool
  private var maxObjects: Int?
  private var outputFormat: ObjectFormat?
  private var maskedNames: [String]
  /// The files of the schema and of erased ids, with the paths under which they were read.
  private var schema: InputFile?
  private var erased: InputFile?
  private var erasedPath: Path?

  init(_ options: PlanOptions) {
    backups = options.backups.map(Path.init)
    current = options.current.map(Path.init)
    allowsParts = options.allowsParts
    database = options.database
    currentDatabase = options.currentDatabase
    selection = options.selection
    comparison = options.comparison
    lifted = options.lifted
    keepsReferrersOfErased = options.keepsReferrersOfErased
    strictReferences = options.strictReferences
    maxObjects = options.maxObjects
    outputFormat = options.outputFormat
    maskedNames = options.maskedNames
    schema = options.schema?.input
    erased = options.erased?.input
    erasedPath = erased.map { Path($0.path) }
  }

  /// Whether the same was asked of another shard, wherever the inputs of both stand.
  package func agree(with other: ShardOptions) -> Bool {
    var other = other
    (other.backups, other.current, other.erasedPath) = (backups, current, erasedPath)
    other.schema?.path = schema?.path ?? ""
    other.erased?.path = erased?.path ?? ""
    return self == other
  }

  /// The options as those of a run.
  ///
  /// - Throws: `MergeError.usage` where the file of erased ids cannot be read.
  package func planOptions() throws(MergeError) -> PlanOptions {
    var options = PlanOptions(backups: backups.map(\.current), current: current.map(\.current))
    options.allowsParts = allowsParts
    options.database = database
    options.currentDatabase = currentDatabase
    options.selection = selection
    options.comparison = comparison
    options.lifted = lifted
    options.keepsReferrersOfErased = keepsReferrersOfErased
    options.strictReferences = strictReferences
    options.maxObjects = maxObjects
    options.outputFormat = outputFormat
    options.maskedNames = maskedNames
    if let schema, let classes = comparison.schema {
      options.schema = SchemaFolder(schema: classes, input: schema)
    }
    // Its ids are not kept: it may be that they must not be anywhere.
    if let erasedPath { options.erased = try ErasedIDs(path: erasedPath.current) }
    return options
  }

  /// Whether objects are taken beside the selected ones because of references.
  var followsReferences: Bool { selection.followsReferences }

  /// The SHA-256 of the file of erased ids.
  package var erasedSHA256: String? { erased?.sha256 }
}
