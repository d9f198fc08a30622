import Values

// DateTime, Date and Time: stored as BSON dates, as text, or (a DateTime) as milliseconds since 1970.
extension ValueConversion {
  private static let dayMilliseconds: Int64 = 86_400_000

  func dateTime(_ value: TypedValue) -> TypedValue? {
    switch value {
    case .date: return value
    case .text(let bytes):
      guard let moment = Self.moment(bytes) else { return nil }
      guard purpose == .comparing else { return value }
      return moment.fractionDigits <= 3
        ? .date(moment.milliseconds) : .text(Array(bytes.prefix(20 + moment.fractionDigits)) + [UInt8(ascii: "Z")])
    default:
      guard case .integer(let milliseconds)? = value.plainNumber, ISODate.range.contains(milliseconds) else {
        return nil
      }
      return .date(milliseconds)
    }
  }

  /// A day, `YYYY-MM-DD`; as a BSON date the moment at which it begins.
  func date(_ value: TypedValue) -> TypedValue? {
    switch value {
    case .date(let milliseconds):
      guard milliseconds % Self.dayMilliseconds == 0, let text = ISODate.text(milliseconds) else { return nil }
      return .text(Array(text.utf8.prefix(10)))
    case .text(let bytes):
      if bytes.count == 10, Self.moment(bytes + Array("T00:00:00Z".utf8)) != nil { return value }
      guard let moment = Self.moment(bytes), moment.fractionDigits == 0,
        moment.milliseconds % Self.dayMilliseconds == 0
      else { return nil }
      return .text(Array(bytes.prefix(10)))
    default: return nil
    }
  }

  /// A time of day, `hh:mm:ss[.f]Z`; as a BSON date on the first day of 1970.
  func time(_ value: TypedValue) -> TypedValue? {
    let firstDay = Array("1970-01-01T".utf8)
    switch value {
    case .date(let milliseconds):
      guard (0..<Self.dayMilliseconds).contains(milliseconds), let text = ISODate.text(milliseconds) else { return nil }
      return .text(Array(text.utf8.dropFirst(firstDay.count)))
    case .text(let bytes):
      let isWhole = bytes.starts(with: firstDay)
      let whole = isWhole ? bytes : firstDay + bytes
      guard let moment = Self.moment(whole) else { return nil }
      if purpose == .writing { return isWhole ? .text(Array(bytes.dropFirst(firstDay.count))) : value }
      // Without the zeros at the fraction's end, and the point where nothing else is left.
      let digits = moment.fractionDigits == 0 ? 19 : 20 + moment.fractionDigits
      return .text(Array(whole[firstDay.count..<digits]) + [UInt8(ascii: "Z")])
    default: return nil
    }
  }

  private static func moment(_ text: [UInt8]) -> ISODate.Moment? { ISODate.parse(text.span) }
}
