import Values

/// What a query asks of an object.
indirect enum Condition: Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  /// Some value at a path passes a test.
  case field(FieldPath, ValueTest)

  func holds(for value: TypedValue) -> Bool {
    switch self {
    case .all(let conditions): conditions.allSatisfy { $0.holds(for: value) }
    case .any(let conditions): conditions.contains { $0.holds(for: value) }
    case .not(let condition): !condition.holds(for: value)
    case .field(let path, let test): path.hasValue(in: value, passing: test)
    }
  }
}
