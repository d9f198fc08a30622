import Values

/// A type of BSON, by its number there.
enum ValueType: Int64, CaseIterable, Sendable {
  case minKey = -1
  case double = 1
  case string, object, array, binData, undefined, objectId, bool, date, null, regex, dbPointer, javascript, symbol
  case javascriptWithScope, int, timestamp, long, decimal
  case maxKey = 127

  /// The types of numbers, which `$type` calls `number`.
  static let numbers: Set<ValueType> = [.double, .int, .long, .decimal]

  /// The types that an argument of `$type` names by a word or a number; nil where it names none.
  static func named(_ argument: TypedValue) -> Set<ValueType>? {
    if let name = argument.string {
      return name == "number" ? numbers : allCases.first { "\($0)" == name }.map { [$0] }
    }
    guard case .integer(let number)? = argument.plainNumber else { return nil }
    return ValueType(rawValue: number).map { [$0] }
  }
}

extension TypedValue {
  /// The types that the value is of.
  ///
  /// A JSON export does not say all of them: text that says a moment may have been a date, the digits of an
  /// ObjectId may have been one, and a number is of every type that holds it.
  var types: Set<ValueType> {
    switch self {
    case .object: [.object]
    case .array: [.array]
    case .null: [.null]
    case .boolean: [.bool]
    case .text(let text):
      if Moment(text) != nil { [.string, .date] } else { text.isObjectIDText ? [.string, .objectId] : [.string] }
    case .number:
      switch plainNumber {
      case .integer(let value): Int32(exactly: value) == nil ? [.long, .double, .decimal] : ValueType.numbers
      case .double: [.double, .decimal]
      case .decimal, nil: [.decimal]
      }
    case .int32: [.int]
    case .int64: [.long]
    case .double: [.double]
    case .decimal: [.decimal]
    case .date: [.date]
    case .objectID: [.objectId]
    case .binary: [.binData]
    case .regularExpression: [.regex]
    case .code: [.javascript]
    case .codeWithScope: [.javascriptWithScope]
    case .timestamp: [.timestamp]
    case .symbol: [.symbol]
    case .pointer: [.dbPointer]
    case .undefined: [.undefined]
    case .minKey: [.minKey]
    case .maxKey: [.maxKey]
    }
  }
}
