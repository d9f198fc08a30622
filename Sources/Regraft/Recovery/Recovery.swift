import ImportFiles
import Merge

/// A recovery as one call: a plan, and the import files that it says.
public struct Recovery {
  /// What a recovery came to.
  public struct Outcome {
    /// The plan; nil where there is none, because the recovery failed before.
    public internal(set) var plan: Plan?
    /// The folder that was published; nil where none was.
    public internal(set) var published: String?
    /// Its files.
    public internal(set) var files: [PublishedFile] = []
    /// Why nothing was published although it should have been, or could not have been.
    public internal(set) var failure: (any Error)?
  }

  private let options: PlanOptions
  private let folder: ImportFolder

  /// - Parameters:
  ///   - options: what to compare, and what is wanted.
  ///   - output: where the folder of import files is to appear.
  ///   - replaces: whether a folder that Regraft made earlier may stand there.
  ///   - shape: in what files objects are written.
  /// - Throws: `ImportFolderError.exists` or `.notReplaceable` where something stands there.
  public init(_ options: PlanOptions, output: String, replaces: Bool = false, shape: ImportShape = ImportShape())
    throws(ImportFolderError)
  {
    self.options = options
    folder = try ImportFolder(path: output, replaces: replaces, shape: shape)
  }

  /// Plans, and publishes.
  ///
  /// - Parameter publishes: whether the folder is written; otherwise a plan that could not be is a failure too.
  public func run(publishes: Bool = true) -> Outcome {
    var outcome = Outcome()
    do {
      let plan = try Planner(options).plan()
      outcome.plan = plan
      if let error = ImportFolderError(of: plan) { throw error }
      guard publishes else { return outcome }
      outcome.files = try folder.publish(plan)
      outcome.published = folder.path
    } catch {
      outcome.failure = error
    }
    return outcome
  }
}
