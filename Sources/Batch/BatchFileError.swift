/// What is wrong with a file of jobs.
public struct BatchFileError: Error, Equatable, Sendable {
  /// The file.
  public var path: String
  /// Where in it; nil where it is the whole file.
  public var place: BatchPlace?
  /// What it is.
  public var problem: Problem

  /// What a file of jobs can suffer from.
  public enum Problem: Equatable, Sendable {
    /// It cannot be read, or is not UTF-8.
    case unreadable
    /// It is not YAML; the parser's words.
    case malformed(String)
    /// A value is of another type.
    case wrongType(key: String, expected: Expectation)
    /// A key that means nothing.
    case unknownKey(String, known: [String])
    /// A key stands twice in a mapping.
    case repeatedKey(String)
    /// A key is not there.
    case missingKey(String)
    /// There is no job.
    case noJobs
    /// Two jobs have a name.
    case repeatedName(String, firstLine: Int)
    /// Two jobs have an output.
    case repeatedOutput(String, job: String)
    /// A backup is to come from standard input.
    case standardInput
    /// There is no such variable.
    case unknownVariable(String)
    /// The environment has no such variable.
    case unsetVariable(String)
    /// A variable has no closing brace.
    case openVariable
    /// No file is named so.
    case noBackup(pattern: String)
    /// There is no such option.
    case unknownOption(String)
    /// An option that is the whole batch's.
    case optionOfBatch(String)
    /// The options do not go together, or a value is none of its option's; the command line's words.
    case refused(String)
  }

  /// What a value should have been.
  public enum Expectation: Equatable, Sendable {
    case mapping, listOfJobs, text, textOrList, flag
    /// A path, a list of paths, or `{latest: PATTERN}`.
    case backup
  }

  /// A problem at a place.
  public init(path: String, place: BatchPlace?, _ problem: Problem) {
    self.path = path
    self.place = place
    self.problem = problem
  }
}
