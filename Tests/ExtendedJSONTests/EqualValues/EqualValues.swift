import Testing
import Values

@testable import ExtendedJSON

/// A row of the tables of what equals what: values of which each equals every other one, and those that
/// equal none of them. `Documentation/values.md` has the same rows.
struct EqualValues: CustomTestStringConvertible {
  var name: String
  var equal: [WrittenValue]
  var different: [WrittenValue]
  /// The member in which the values stand.
  var member = "m"

  init(_ name: String, _ equal: [WrittenValue], differ different: [WrittenValue], member: String = "m") {
    self.name = name
    self.equal = equal
    self.different = different
    self.member = member
  }

  var testDescription: String { name }
}

/// A value in one of the forms in which objects are read.
enum WrittenValue {
  /// As a backup has it.
  case bson(Value)
  /// As the Baqend form has it.
  case json(String)
  /// As Extended JSON has it, of any version.
  case extended(String)
  /// A member that is not there.
  case absent
}

extension Value {
  /// A decimal by its text.
  static func decimal(_ text: String) -> Value {
    guard let decimal = Decimal128(text) else { preconditionFailure("\(text) is no decimal") }
    return .decimal(low: decimal.low, high: decimal.high)
  }
}
