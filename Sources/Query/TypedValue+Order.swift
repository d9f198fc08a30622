import Values

/// How one value stands to another.
enum Order {
  case before, same, after

  init<Value: Comparable>(_ first: Value, _ second: Value) {
    self = first == second ? .same : first < second ? .before : .after
  }

  init(_ first: [UInt8], _ second: [UInt8]) {
    self = first == second ? .same : first.lexicographicallyPrecedes(second) ? .before : .after
  }

  /// This one where it decides, else the next one.
  func then(_ next: @autoclosure () -> Order) -> Order { self == .same ? next() : self }
}

/// A moment, to whatever digit it is known.
struct Moment: Comparable, Sendable {
  var milliseconds: Int64
  /// The digits behind the milliseconds, without zeros at their end.
  var finer: [UInt8] = []

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The moment of a text of the REST interface's form, or nil where it is none.
  init?(_ text: [UInt8]) {
    guard let moment = ISODate.parse(text.span) else { return nil }
    milliseconds = moment.milliseconds
    if moment.fractionDigits > 3 { finer = Array(text[23..<(20 + moment.fractionDigits)]) }
  }

  static func < (first: Moment, second: Moment) -> Bool {
    first.milliseconds == second.milliseconds
      ? first.finer.lexicographicallyPrecedes(second.finer) : first.milliseconds < second.milliseconds
  }
}

extension TypedValue {
  /// The moment that a date is, or that a text says.
  var moment: Moment? {
    switch self {
    case .date(let milliseconds): Moment(milliseconds: milliseconds)
    case .text(let text): Moment(text)
    default: nil
    }
  }

  /// How this value stands to another one of its kind; nil where they are of different kinds.
  func order(beside other: TypedValue) -> Order? {
    if let own = plainNumber, let others = other.plainNumber { return Order(own, others) }
    if let own = moment, let others = other.moment { return Order(own, others) }
    if let (own, others) = digits(beside: other) { return Order(own, others) }
    guard kind == other.kind else { return nil }
    return orderInKind(other)
  }

  /// How this value stands to any other one.
  func order(with other: TypedValue) -> Order {
    order(beside: other) ?? Order(kind.rawValue, other.kind.rawValue)
  }

  /// The digits of two ids, of which one is an ObjectId and one may be text.
  private func digits(beside other: TypedValue) -> ([UInt8], [UInt8])? {
    switch (self, other) {
    case (.objectID(let bytes), .text(let text)) where text.isObjectIDText: (Array(Hex.text(bytes).utf8), text)
    case (.text(let text), .objectID(let bytes)) where text.isObjectIDText: (text, Array(Hex.text(bytes).utf8))
    default: nil
    }
  }

  /// The kinds of values, in MongoDB's order.
  private enum Kind: Int {
    case minKey, null, number, text, object, array, binary, objectID, boolean, date, timestamp, regularExpression
    case pointer, code, codeWithScope, maxKey
  }

  private var kind: Kind {
    switch self {
    case .minKey: .minKey
    case .null, .undefined: .null
    case .number, .int32, .int64, .double, .decimal: .number
    case .text, .symbol: .text
    case .object: .object
    case .array: .array
    case .binary: .binary
    case .objectID: .objectID
    case .boolean: .boolean
    case .date: .date
    case .timestamp: .timestamp
    case .regularExpression: .regularExpression
    case .pointer: .pointer
    case .code: .code
    case .codeWithScope: .codeWithScope
    case .maxKey: .maxKey
    }
  }

  private func orderInKind(_ other: TypedValue) -> Order {
    switch (self, other) {
    case (.text(let own), .text(let others)), (.text(let own), .symbol(let others)),
      (.symbol(let own), .text(let others)), (.symbol(let own), .symbol(let others)),
      (.code(let own), .code(let others)), (.objectID(let own), .objectID(let others)):
      return Order(own, others)
    case (.boolean(let own), .boolean(let others)): return Order(own ? 1 : 0, others ? 1 : 0)
    case (.object(let own), .object(let others)):
      return Self.order(own, others) { first, second in
        Order(first.value.kind.rawValue, second.value.kind.rawValue)
          .then(Order(first.name, second.name)).then(first.value.order(with: second.value))
      }
    case (.array(let own), .array(let others)): return Self.order(own, others) { $0.order(with: $1) }
    case (.binary(let own, let subtype), .binary(let others, let otherSubtype)):
      return Order(own.count, others.count).then(Order(subtype, otherSubtype)).then(Order(own, others))
    case (.timestamp(let own, let increment), .timestamp(let others, let otherIncrement)):
      return Order(own, others).then(Order(increment, otherIncrement))
    case (.regularExpression(let own, let options), .regularExpression(let others, let otherOptions)):
      return Order(own, others).then(Order(options.sorted(), otherOptions.sorted()))
    case (.pointer(let own, let id), .pointer(let others, let otherID)):
      return Order(own, others).then(Order(id, otherID))
    case (.codeWithScope(let own, let scope), .codeWithScope(let others, let otherScope)):
      return Order(own, others).then(scope.order(with: otherScope))
    default: return .same
    }
  }

  private static func order<Item>(_ own: [Item], _ others: [Item], by order: (Item, Item) -> Order) -> Order {
    for (first, second) in zip(own, others) {
      let order = order(first, second)
      if order != .same { return order }
    }
    return Order(own.count, others.count)
  }
}

extension [UInt8] {
  /// Whether a text is the 24 lower-case digits of an ObjectId.
  var isObjectIDText: Bool { count == 24 && allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 } }
}
