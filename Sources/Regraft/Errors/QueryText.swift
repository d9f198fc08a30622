import Query
import Reports

/// Sentences about queries that cannot be understood.
enum QueryText {
  static func text(_ error: QueryError) -> String {
    let place = error.path.isEmpty ? "The query" : "The query's condition for \(error.path.visible)"
    return "\(place) cannot be understood: \(text(error.cause))."
  }

  private static func text(_ cause: QueryError.Cause) -> String {
    switch cause {
    case .notJSON(let offset): "it is not a JSON object (byte \(offset))"
    case .malformedValue(let key): "\(key.visible) is not used as Extended JSON has it"
    case .unknownOperator(let name): "\(name.visible) is no operator that a query over one object can have"
    case .misplacedOperator(let name): "\(name.visible) cannot stand there"
    case .wrongArgument(let name, let argument): "\(name.visible) takes \(text(argument))"
    case .malformedPattern(let pattern): "\(pattern.visible) is no regular expression"
    case .tooDeep: "it is nested deeper than \(Query.maxDepth) levels"
    }
  }

  private static func text(_ argument: QueryError.Argument) -> String {
    switch argument {
    case .value: "a value that is no regular expression"
    case .values: "an array of values"
    case .queries: "an array of queries"
    case .query: "a query"
    case .operators: "operators, or a regular expression"
    case .boolean: "true or false"
    case .type: "the name or the number of a type, or an array of them"
    case .size: "a whole number from 0"
    case .divisorAndRemainder: "an array of two numbers, of which the first is not 0"
    case .pattern: "a regular expression"
    case .patternOptions: "letters of imsx, beside a $regex"
    }
  }
}
