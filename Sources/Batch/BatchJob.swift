/// A recovery among others.
public struct BatchJob: Equatable, Sendable {
  /// What it is called in the summary.
  public var name: String
  /// What it recovers from.
  public var backup: BatchBackup
  /// Its other settings, those of the defaults first.
  public var settings: [BatchSetting]
  /// Where it begins.
  public var place: BatchPlace
}

/// An option of a job.
public struct BatchSetting: Equatable, Sendable {
  /// What an option is set to.
  public enum Value: Equatable, Sendable {
    /// `true` or `false`, not in quotes.
    case flag(Bool)
    /// Any other text or number, as it is written.
    case text(String)
    /// Several of these.
    case list([String])
  }

  /// The option's name, without dashes.
  public var name: String
  /// What it is set to, the variables filled in.
  public var value: Value
  /// Where it stands.
  public var place: BatchPlace
}

/// A place in a file of jobs.
public struct BatchPlace: Equatable, Sendable {
  /// The line, counted from 1.
  public var line: Int
  /// The column, counted from 1.
  public var column: Int

  /// A line, and a column in it.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
