import Merge
import Reports

extension Stop {
  /// What the guard has seen, what to do, and the flag of the command that lifts it.
  ///
  /// - Parameter table: the table that it stops; nil where it stops the run.
  public func text(table: String?) -> String { StopText.text(self, table: table) }
}

extension Warning {
  /// What a person should know, as a sentence without its table.
  public var text: String { WarningText.text(self) }
}
