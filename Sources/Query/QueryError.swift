/// Why a query cannot be read.
package struct QueryError: Error, Equatable, Sendable {
  /// The path of the member whose condition is wrong; empty for the query itself.
  package var path: String
  /// What is wrong with it.
  package var cause: Cause

  package enum Cause: Equatable, Sendable {
    /// It is no JSON object; where that was noticed, in bytes from the beginning.
    case notJSON(offset: Int)
    /// The wrapper of an Extended JSON value, by its key, is not as it must be.
    case malformedValue(key: String)
    /// There is no such operator, or it is none that a query over one object can have.
    case unknownOperator(String)
    /// An operator that cannot stand there.
    case misplacedOperator(String)
    /// An operator has another argument than it takes.
    case wrongArgument(of: String, takes: Argument)
    /// A pattern is no regular expression.
    case malformedPattern(String)
    /// It is nested deeper than `Query.maxDepth`.
    case tooDeep
  }

  /// What an operator takes.
  package enum Argument: Equatable, Sendable {
    /// A value that is no regular expression.
    case value
    /// An array of values.
    case values
    /// An array of one or more queries.
    case queries
    case query
    /// Operators, or a regular expression.
    case operators
    case boolean
    /// The name or the number of a type, or an array of one or more of them.
    case type
    /// A whole number that is not negative.
    case size
    /// An array of two numbers, of which the first is not 0.
    case divisorAndRemainder
    case pattern
    /// Letters of `imsx`, with a pattern beside them.
    case patternOptions
  }

  init(_ cause: Cause, path: String = "") {
    self.path = path
    self.cause = cause
  }
}
