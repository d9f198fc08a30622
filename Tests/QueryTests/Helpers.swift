import ExtendedJSON
import JSONStream
import Testing
import Values

@testable import Query

/// A query, and objects that match it and that do not.
struct Example: CustomTestStringConvertible, Sendable {
  var query: String
  var matching: [String]
  var others: [String]
  /// Whether the objects are of the Baqend form, in which nothing is a wrapper.
  var isPlain = false

  init(_ query: String, _ matching: [String], not others: [String], isPlain: Bool = false) {
    self.query = query
    self.matching = matching
    self.others = others
    self.isPlain = isPlain
  }

  var testDescription: String { query }

  /// Expects of each object what the example says of it.
  func check() throws {
    let query = try Query(json: query.utf8)
    for text in matching { #expect(query.matches(try object(text, isPlain: isPlain)), "\(text) should match") }
    for text in others { #expect(!query.matches(try object(text, isPlain: isPlain)), "\(text) should not match") }
  }
}

/// The object that a JSON text is.
func object(_ json: String, isPlain: Bool = false) throws -> TypedValue {
  var scanner = JSONScanner()
  var plain = TypedValueBuilder()
  var decoder = ExtendedJSONDecoder(TypedValueBuilder())
  let end = isPlain ? scanner.scan(whole: json.utf8, into: &plain) : scanner.scan(whole: json.utf8, into: &decoder)
  try #require(end != nil && decoder.malformedKey == nil)
  return try #require(isPlain ? plain.value : decoder.sink.value)
}

/// What is wrong with a query; nil where it can be read.
func refusal(_ query: String) -> QueryError? {
  do throws(QueryError) {
    _ = try Query(json: query.utf8)
    return nil
  } catch {
    return error
  }
}
