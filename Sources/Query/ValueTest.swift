import Values

/// A test of one value.
enum ValueTest: Sendable {
  /// Equal to a value, or matched by a pattern.
  case among([Operand], [Pattern])
  case ordered(Relation, Operand)
  case exists
  case type(Set<ValueType>)
  /// An array of so many elements.
  case size(Int64)
  /// An array with an element for which a condition holds.
  case element(Condition)
  /// An array with an object or an array in it for which a condition holds.
  case objectElement(Condition)
  case remainder(divisor: Int64, Int64)

  enum Relation: Sendable { case less, lessOrEqual, greater, greaterOrEqual }

  /// A value of the query.
  struct Operand: Sendable {
    var value: TypedValue
    /// The beginning of the day, where the value is text that says one.
    var day: Moment?

    init(_ value: TypedValue) {
      self.value = value == .undefined ? .null : value
      if case .text(let text) = value, text.count == 10 { day = Moment(text + Array("T00:00:00Z".utf8)) }
    }

    /// How a value stands to it; nil where the two cannot be compared.
    func order(of other: TypedValue) -> Order? {
      if let day, let moment = other.moment { return Order(moment, day) }
      return other.order(beside: value)
    }
  }

  /// Whether it is made of the elements of an array as well as of the array itself.
  var looksAtElements: Bool {
    switch self {
    case .among, .ordered, .type, .remainder: true
    case .exists, .size, .element, .objectElement: false
    }
  }

  /// - Parameter value: nil where there is none.
  func passes(_ value: TypedValue?) -> Bool {
    switch self {
    case .exists: value != nil
    // What is not there counts as null.
    case .among(let operands, let patterns):
      operands.contains { $0.order(of: value ?? .null) == .same } || patterns.contains { $0.matches(value) }
    case .ordered(let relation, let operand): Self.passes(value ?? .null, relation, operand)
    case .type(let types): value.map { !types.isDisjoint(with: $0.types) } ?? false
    case .size(let size): value?.elements.map { $0.count == size } ?? false
    case .element(let condition): value?.elements?.contains { condition.holds(for: $0) } ?? false
    case .objectElement(let condition):
      value?.elements?.contains { $0.isContainer && condition.holds(for: $0) } ?? false
    case .remainder(let divisor, let remainder):
      // The only quotient that overflows leaves nothing.
      value?.truncated.map { $0.remainderReportingOverflow(dividingBy: divisor).partialValue == remainder } ?? false
    }
  }

  private static func passes(_ value: TypedValue, _ relation: Relation, _ operand: Operand) -> Bool {
    // Everything stands between these two, whatever its type.
    let isEnd = operand.value == .minKey || operand.value == .maxKey
    guard let order = isEnd ? value.order(with: operand.value) : operand.order(of: value),
      value.isNotANumber == operand.value.isNotANumber
    else { return false }
    switch relation {
    case .less: return order == .before
    case .lessOrEqual: return order != .after
    case .greater: return order == .after
    case .greaterOrEqual: return order != .before
    }
  }
}

extension TypedValue {
  fileprivate var elements: [TypedValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  fileprivate var isContainer: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }

  fileprivate var isNotANumber: Bool { plainNumber == PlainNumber(.nan) }

  /// The number without its fraction, where this is one in the range of Int64.
  var truncated: Int64? {
    if case .integer(let whole)? = plainNumber { return whole }
    return nearestDouble.flatMap { Int64(whole: $0.rounded(.towardZero)) }
  }
}
