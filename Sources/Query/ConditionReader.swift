import Values

/// Reads the condition that a query states.
struct ConditionReader {
  /// The names of the members of the object itself that were read of.
  private(set) var members: Set<String> = []

  /// Reads a whole query: all of its members have to hold.
  ///
  /// - Parameters:
  ///   - path: where it stands, for errors; empty for the object itself.
  ///   - isOfObject: whether it is one over the object itself, and not over an element in it.
  mutating func conditions(
    _ query: TypedValue,
    path: String,
    depth: Int,
    isOfObject: Bool = true
  ) throws(QueryError) -> Condition {
    guard depth <= Query.maxDepth else { throw QueryError(.tooDeep, path: path) }
    guard case .object(let members) = query else { throw QueryError(.notJSON(offset: 0), path: path) }
    var conditions: [Condition] = []
    for member in members {
      let name = String(decoding: member.name, as: UTF8.self)
      let list = { (reader: inout ConditionReader) throws(QueryError) in
        try reader.queries(member.value, of: name, path: path, depth: depth, isOfObject: isOfObject)
      }
      switch name {
      case "$and": conditions += try list(&self)
      case "$or": conditions.append(.any(try list(&self)))
      case "$nor": conditions.append(.not(.any(try list(&self))))
      case _ where member.name.first == UInt8(ascii: "$"):
        throw QueryError(Self.isOperator(name) ? .misplacedOperator(name) : .unknownOperator(name), path: path)
      default:
        let field = FieldPath(member.name, isOfObject: isOfObject)
        if isOfObject { self.members.formUnion(field.firstNames) }
        let place = path.isEmpty ? name : "\(path).\(name)"
        conditions.append(try condition(member.value, at: field, path: place, depth: depth + 1))
      }
    }
    return .all(conditions)
  }

  /// Reads the queries that `$and`, `$or` and `$nor` take.
  private mutating func queries(
    _ value: TypedValue,
    of name: String,
    path: String,
    depth: Int,
    isOfObject: Bool
  ) throws(QueryError) -> [Condition] {
    guard case .array(let queries) = value, !queries.isEmpty else {
      throw QueryError(.wrongArgument(of: name, takes: .queries), path: path)
    }
    var conditions: [Condition] = []
    for query in queries {
      guard case .object = query else { throw QueryError(.wrongArgument(of: name, takes: .queries), path: path) }
      conditions.append(try self.conditions(query, path: path, depth: depth + 1, isOfObject: isOfObject))
    }
    return conditions
  }

  /// Reads what is asked of a field: operators, or the value that it has to have.
  private mutating func condition(
    _ value: TypedValue,
    at field: FieldPath,
    path: String,
    depth: Int
  ) throws(QueryError) -> Condition {
    guard let operators = value.operators else { return .field(field, try Self.test([value], path: path)) }
    return .all(try conditions(of: operators, at: field, path: path, depth: depth))
  }

  private mutating func conditions(
    of operators: [TypedValue.Member],
    at field: FieldPath,
    path: String,
    depth: Int
  ) throws(QueryError) -> [Condition] {
    guard depth <= Query.maxDepth else { throw QueryError(.tooDeep, path: path) }
    var conditions: [Condition] = []
    for member in operators {
      let name = String(decoding: member.name, as: UTF8.self)
      let value = member.value
      func wrong(_ takes: QueryError.Argument) -> QueryError {
        QueryError(.wrongArgument(of: name, takes: takes), path: path)
      }
      switch name {
      case "$eq": conditions.append(.field(field, .among([.init(value)], [])))
      case "$ne":
        if case .regularExpression = value { throw wrong(.value) }
        conditions.append(.not(.field(field, .among([.init(value)], []))))
      case "$lt", "$lte", "$gt", "$gte":
        if case .regularExpression = value { throw wrong(.value) }
        conditions.append(.field(field, .ordered(Self.relations[name] ?? .less, .init(value))))
      case "$in", "$nin":
        guard case .array(let values) = value else { throw wrong(.values) }
        let test = Condition.field(field, try Self.test(values, path: path))
        conditions.append(name == "$in" ? test : .not(test))
      case "$exists":
        guard let isThere = value.truth else { throw wrong(.boolean) }
        conditions.append(isThere ? .field(field, .exists) : .not(.field(field, .exists)))
      case "$type":
        guard let types = Self.types(value) else { throw wrong(.type) }
        conditions.append(.field(field, .type(types)))
      case "$size":
        guard case .integer(let size)? = value.plainNumber, size >= 0 else { throw wrong(.size) }
        conditions.append(.field(field, .size(size)))
      case "$mod":
        guard case .array(let numbers) = value, numbers.count == 2, let divisor = numbers[0].truncated, divisor != 0,
          let remainder = numbers[1].truncated
        else { throw wrong(.divisorAndRemainder) }
        conditions.append(.field(field, .remainder(divisor: divisor, remainder)))
      case "$all": conditions.append(try all(value, at: field, path: path, depth: depth))
      case "$elemMatch": conditions.append(.field(field, try element(value, path: path, depth: depth)))
      case "$not": conditions.append(.not(try negated(value, at: field, path: path, depth: depth)))
      case "$regex": conditions.append(.field(field, try Self.pattern(value, beside: operators, path: path)))
      case "$options":
        guard operators.contains(where: { $0.name == Array("$regex".utf8) }) else { throw wrong(.patternOptions) }
      default:
        throw QueryError(Self.isOperator(name) ? .misplacedOperator(name) : .unknownOperator(name), path: path)
      }
    }
    return conditions
  }

  private static let relations: [String: ValueTest.Relation] = [
    "$lt": .less, "$lte": .lessOrEqual, "$gt": .greater, "$gte": .greaterOrEqual,
  ]

  /// Whether there is an operator of that name, here or elsewhere.
  private static func isOperator(_ name: String) -> Bool {
    relations[name] != nil
      || [
        "$and", "$or", "$nor", "$not", "$eq", "$ne", "$in", "$nin", "$exists", "$type", "$size", "$mod", "$all",
        "$elemMatch", "$regex", "$options",
      ].contains(name)
  }

  // MARK: Operators

  /// The test for values, of which regular expressions are patterns.
  private static func test(_ values: [TypedValue], path: String) throws(QueryError) -> ValueTest {
    var operands: [ValueTest.Operand] = []
    var patterns: [Pattern] = []
    for value in values {
      if case .regularExpression(let pattern, let options) = value {
        patterns.append(try self.pattern(pattern, options: options, path: path))
      } else if let name = value.operators?.first?.name {
        throw QueryError(.misplacedOperator(String(decoding: name, as: UTF8.self)), path: path)
      } else {
        operands.append(.init(value))
      }
    }
    return .among(operands, patterns)
  }

  private static func types(_ value: TypedValue) -> Set<ValueType>? {
    guard case .array(let names) = value else { return ValueType.named(value) }
    let types = names.map(ValueType.named)
    return types.isEmpty || types.contains(nil) ? nil : types.compactMap { $0 }.reduce([]) { $0.union($1) }
  }

  private mutating func all(
    _ value: TypedValue,
    at field: FieldPath,
    path: String,
    depth: Int
  ) throws(QueryError) -> Condition {
    guard case .array(let values) = value else {
      throw QueryError(.wrongArgument(of: "$all", takes: .values), path: path)
    }
    var conditions: [Condition] = []
    for value in values {
      if let operators = value.operators, operators.count == 1, operators[0].name == Array("$elemMatch".utf8) {
        conditions.append(.field(field, try element(operators[0].value, path: path, depth: depth + 1)))
      } else {
        conditions.append(.field(field, try Self.test([value], path: path)))
      }
    }
    // An empty list asks for nothing, and nothing matches it.
    return conditions.isEmpty ? .any([]) : .all(conditions)
  }

  /// Reads `$elemMatch`: operators for an element itself, or a query over an object that is one.
  private mutating func element(_ value: TypedValue, path: String, depth: Int) throws(QueryError) -> ValueTest {
    guard case .object = value else { throw QueryError(.wrongArgument(of: "$elemMatch", takes: .query), path: path) }
    let combining = ["$and", "$or", "$nor"].map { Array($0.utf8) }
    if let operators = value.operators, !combining.contains(operators[0].name) {
      return .element(.all(try conditions(of: operators, at: .itself, path: path, depth: depth + 1)))
    }
    return .objectElement(try conditions(value, path: path, depth: depth + 1, isOfObject: false))
  }

  private mutating func negated(
    _ value: TypedValue,
    at field: FieldPath,
    path: String,
    depth: Int
  ) throws(QueryError) -> Condition {
    if case .regularExpression = value { return .field(field, try Self.test([value], path: path)) }
    guard let operators = value.operators else {
      throw QueryError(.wrongArgument(of: "$not", takes: .operators), path: path)
    }
    return .all(try conditions(of: operators, at: field, path: path, depth: depth + 1))
  }

  /// Reads `$regex`, with the `$options` that may stand beside it.
  private static func pattern(
    _ value: TypedValue,
    beside operators: [TypedValue.Member],
    path: String
  ) throws(QueryError) -> ValueTest {
    var pattern: [UInt8]
    var letters: [UInt8] = []
    switch value {
    case .text(let text): pattern = text
    case .regularExpression(let text, let options): (pattern, letters) = (text, options)
    default: throw QueryError(.wrongArgument(of: "$regex", takes: .pattern), path: path)
    }
    if let options = operators.first(where: { $0.name == Array("$options".utf8) }) {
      guard case .text(let text) = options.value else {
        throw QueryError(.wrongArgument(of: "$options", takes: .patternOptions), path: path)
      }
      letters = text
    }
    return .among([], [try self.pattern(pattern, options: letters, path: path)])
  }

  private static func pattern(_ text: [UInt8], options: [UInt8], path: String) throws(QueryError) -> Pattern {
    guard Pattern.has(options: options) else {
      throw QueryError(.wrongArgument(of: "$options", takes: .patternOptions), path: path)
    }
    guard let pattern = Pattern(text, options: options) else {
      throw QueryError(.malformedPattern(String(decoding: text, as: UTF8.self)), path: path)
    }
    return pattern
  }
}

extension TypedValue {
  /// The members of an object that are operators; nil for any other value.
  fileprivate var operators: [Member]? {
    guard case .object(let members) = self, let first = members.first, first.name.first == UInt8(ascii: "$"),
      // A reference to another document is a value.
      !["$ref", "$id", "$db"].contains(where: { first.name == Array($0.utf8) })
    else { return nil }
    return members
  }

  /// Whether a flag is set, as a Boolean or a number.
  fileprivate var truth: Bool? {
    if case .boolean(let value) = self { value } else { plainNumber.map { $0 != .integer(0) } }
  }
}
